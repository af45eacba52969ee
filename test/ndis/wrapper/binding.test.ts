/** Several protocols on one adapter: who is told what, and what NDIS puts together. */
import { TestProtocol } from '../../../harness/test-protocol';
import { virtual, type NdisHandle } from '../../../ndis';
import { combinedAddressing, isCombined } from '../../../ndis/wrapper/binding';
import { request } from '../../../ndis/wrapper/requests';
import {
  PENDING,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

const FILTER = 0x0001_010e;
const LOOKAHEAD = 0x0001_010f;
const MULTICAST_LIST = 0x0101_0103;

/** A session with two protocols on a miniport that takes every set. */
function two(parts: DriverParts = {}) {
  const sets: [number, number[]][] = [];
  const session = startSession({
    MiniportSetInformation(ndis, _context, Oid, buffer, length) {
      const bytes = Array.from({ length }, (_, at) => ndis.memory.read8(virtual(buffer + at)));
      sets.push([Oid, bytes]);
      return { Result: SUCCESS, BytesRead: length };
    },
    ...parts,
  });
  const first = session.protocol!;
  const second = new TestProtocol(session.adapter!);
  const set = (by: TestProtocol, oid: number, bytes: number[]) => {
    const buffer = session.os.allocateObject(bytes.length, 0xff);
    session.os.memory.bytes.set(bytes, buffer - 0x8000_0000);
    return request(session.adapter!, 'set', oid, buffer, bytes.length, by.binding);
  };
  return { session, first, second, sets, set };
}

describe('what bindings want is put together', () => {
  test.each([
    { oid: FILTER, a: [1, 0, 0, 0], b: [8, 0, 0, 0x80], want: [9, 0, 0, 0x80] },
    { oid: LOOKAHEAD, a: [0, 1, 0, 0], b: [0x80, 0, 0, 0], want: [0, 1, 0, 0] },
    {
      oid: MULTICAST_LIST,
      a: [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 2],
      b: [1, 0, 0, 0, 0, 2],
      want: [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 2],
    },
  ])('OID $oid', ({ oid, a, b, want }) => {
    const { session, first, second, sets, set } = two();
    session.play(() => {
      expect(set(first, oid, a)).toMatchObject({ status: SUCCESS, byteCount: a.length });
      expect(set(second, oid, b)).toMatchObject({ status: SUCCESS, byteCount: b.length });
    });
    expect(sets).toEqual([
      [oid, a],
      [oid, want],
    ]);
    expect([...combinedAddressing(session.adapter!, oid)]).toEqual(want);
  });

  test('BytesRead of a request that was pending is that of who asked', () => {
    const list = [1, 0, 0, 0, 0, 1];
    let handle = 0 as NdisHandle;
    const { session, first, second, set } = two({
      initialize: (_ndis, given) => {
        handle = given;
      },
      MiniportSetInformation(ndis, _context, _oid, _buffer, length) {
        ndis.NdisMSetInformationComplete(handle, SUCCESS);
        return { Result: PENDING, BytesRead: length };
      },
    });
    session.play(() => {
      set(first, MULTICAST_LIST, list);
      const result = set(second, MULTICAST_LIST, [1, 0, 0, 0, 0, 2]);
      expect(result).toMatchObject({ status: SUCCESS, byteCount: list.length });
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test('a set that fails changes nothing', () => {
    const { session, first, set } = two({ MiniportSetInformation: () => 0xc000_0001 as never });
    session.play(() => set(first, FILTER, [1, 0, 0, 0]));
    expect(first.binding.packetFilter).toBe(0);
  });

  test.each([
    { oid: FILTER, byteCount: 3, want: false },
    { oid: FILTER, byteCount: 4, want: true },
    { oid: MULTICAST_LIST, byteCount: 7, want: false },
    { oid: MULTICAST_LIST, byteCount: 0, want: true },
    { oid: 0x0001_0101, byteCount: 4, want: false },
  ])('$byteCount bytes of OID $oid: $want', ({ oid, byteCount, want }) => {
    expect(isCombined(oid, byteCount)).toBe(want);
  });
});

test('sends are completed to who sent, status and frames come to all in the order of opening', () => {
  const order: string[] = [];
  let handle = 0 as NdisHandle;
  const { session, first, second } = two({
    initialize: (_ndis, given) => {
      handle = given;
    },
    MiniportSend: () => SUCCESS,
    MiniportCheckForHang(ndis) {
      ndis.NdisMIndicateStatus(handle, 0x4001_000b as never, virtual(0), 0);
      return false;
    },
  });
  jest.spyOn(first, 'status').mockImplementation(() => void order.push('first'));
  jest.spyOn(second, 'status').mockImplementation(() => void order.push('second'));
  session.play(() => {
    second.send([new Uint8Array(60)]);
    session.idle(2.5e9);
  });
  expect([first.completedCount, second.completedCount]).toEqual([0, 1]);
  expect(order).toEqual(['first', 'second']);
});

test('a binding is idle when the last of what it has under way has ended', () => {
  const { first } = two();
  const onIdle = jest.fn();
  first.binding.pendingCount = 2;
  first.binding.onIdle = onIdle;
  first.binding.ended();
  expect(onIdle).not.toHaveBeenCalled();
  first.binding.ended();
  expect(onIdle).toHaveBeenCalledTimes(1);
});
