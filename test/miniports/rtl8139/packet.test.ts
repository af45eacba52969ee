/** Which packets the RTL8139C's driver has the device read in place, and which it copies. */
import { virtual, type VirtualAddress } from '../../../hardware/address';
import type { Session } from '../../../harness/session';
import type * as dma from '../../../ndis/wrapper/dma';
import {
  closeSession,
  frame,
  openSession,
  sentFrames,
  STATION_MAC,
  WHILE_NS,
} from '../../support/rtl8139-session';

/** Ranges in which kernel memory lies for a mapping: here always one, in Windows as it comes. */
let mockRangeCount = 1;
jest.mock('../../../ndis/wrapper/dma', () => {
  const actual = jest.requireActual<typeof dma>('../../../ndis/wrapper/dma');
  const startMapping: typeof dma.startMapping = (...args) => {
    actual.startMapping(...args);
    return mockRangeCount;
  };
  return { ...actual, startMapping };
});
afterEach(() => (mockRangeCount = 1));

/** Has the protocol's buffers begin so many bytes behind where they would. */
function shiftBuffers({ os }: Session, shiftBytes: number): void {
  const shifted = new Map<number, VirtualAddress>();
  const allocate = os.allocateObject.bind(os);
  const free = os.pool.free.bind(os.pool);
  os.allocateObject = (byteCount, shadow) => {
    const address = allocate(byteCount + shiftBytes, shadow);
    const moved = virtual(address + shiftBytes);
    shifted.set(moved, address);
    return moved;
  };
  os.pool.free = (address) => free(shifted.get(address) ?? address);
}

describe.each([
  { name: 'aligned, in one buffer', shiftBytes: 0, fragments: 1, length: 200, mapped: 1 },
  { name: 'at a doubleword', shiftBytes: 4, fragments: 1, length: 200, mapped: 1 },
  { name: 'just long enough', shiftBytes: 0, fragments: 1, length: 60, mapped: 1 },
  { name: 'one byte off', shiftBytes: 1, fragments: 1, length: 200, mapped: 0 },
  { name: 'two bytes off', shiftBytes: 2, fragments: 1, length: 1514, mapped: 0 },
  { name: 'in two buffers', shiftBytes: 0, fragments: 2, length: 200, mapped: 0 },
  { name: 'too short', shiftBytes: 0, fragments: 1, length: 59, mapped: 0 },
])('a packet $name', ({ shiftBytes, fragments, length, mapped }) => {
  test(`is mapped ${mapped} times, and the mapping ended as often`, () => {
    const calls: string[] = [];
    const session = openSession({
      onEvent: ({ kind, name }) => kind === 'call' && calls.push(name),
    });
    const countOf = (name: string) => calls.filter((call) => call === name).length;
    const bytes = frame(STATION_MAC, 1514).subarray(0, length);
    shiftBuffers(session, shiftBytes);
    session.protocol!.send([bytes], fragments);
    session.idle(WHILE_NS);
    expect(sentFrames(session)[0].subarray(0, length)).toEqual(bytes);
    expect(countOf('NdisFlushBuffer')).toBe(mapped);
    expect(countOf('NdisMStartBufferPhysicalMapping')).toBe(mapped);
    expect(countOf('NdisMCompleteBufferPhysicalMapping')).toBe(mapped);
    expect(closeSession(session)).toEqual([]);
  });
});

test('a packet in two pieces is unmapped and copied', () => {
  const session = openSession();
  const { protocol } = session;
  mockRangeCount = 2;
  const bytes = frame(STATION_MAC, 1514);
  protocol!.send([bytes]);
  // A copied packet is given back at once.
  expect(protocol!.completedCount).toBe(1);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toEqual([bytes]);
  expect(closeSession(session)).toEqual([]);
});

test('a packet whose buffer cannot be mapped into memory fails', () => {
  const session = openSession({
    faults: [{ call: 'NdisQueryBufferSafe', occurrence: 1, failure: 'NULL' }],
  });
  session.protocol!.send([frame(STATION_MAC, 100)], 2);
  expect(session.protocol!.failedCount).toBe(1);
  session.protocol!.send([frame(STATION_MAC, 100)], 2);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});
