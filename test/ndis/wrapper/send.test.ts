import {
  NDIS_PACKET,
  virtual,
  type Ndis,
  type NdisHandle,
  type VirtualAddress,
} from '../../../ndis';
import { cancelSendPackets, sendPackets } from '../../../ndis/wrapper/send';
import type { Session } from '../../../harness/session';
import {
  BUS_MASTER,
  DESERIALIZE,
  endOf,
  FAILURE,
  PENDING,
  RESOURCES,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

const FRAMES = [new Uint8Array(60).fill(1), new Uint8Array(100).fill(2)];

/** Starts a driver with these parts and sends two frames; `adapter` is told to the driver. */
function send(parts: (handleOf: () => NdisHandle) => DriverParts, fragments = 1): Session {
  let handle = 0 as NdisHandle;
  const session = startSession({
    initialize: (_ndis, given) => {
      handle = given;
    },
    ...parts(() => handle),
  });
  session.play(() => session.protocol!.send(FRAMES, fragments));
  return session;
}

function packetsOf(ndis: Ndis, array: VirtualAddress, count: number): VirtualAddress[] {
  return Array.from({ length: count }, (_, at) =>
    virtual(ndis.memory.read32(virtual(array + 4 * at))),
  );
}

describe('MiniportSend', () => {
  test.each([
    { status: SUCCESS, completed: 2, failed: 0, rules: [] },
    { status: FAILURE, completed: 2, failed: 2, rules: [] },
    { status: PENDING, completed: 0, failed: 0, rules: [] },
    {
      status: RESOURCES,
      completed: 2,
      failed: 2,
      rules: ['packet/resources-from-deserialized-send'],
    },
  ])('that returns $status completes $completed', ({ status, completed, failed, rules }) => {
    const session = send(() => ({ MiniportSend: () => status }));
    const { protocol } = session;
    expect(protocol).toMatchObject({
      sentCount: 2,
      completedCount: completed,
      failedCount: failed,
    });
    expect(protocol!.outstandingSendCount).toBe(2 - completed);
    expect(rulesOf(session)).toEqual(rules);
  });

  test.each([
    { kind: 'deserialized', attributes: DESERIALIZE, status: SUCCESS },
    { kind: 'serialized', attributes: 0, status: SUCCESS },
    { kind: 'serialized', attributes: 0, status: RESOURCES },
  ])('of a $kind driver completes a packet twice by $status', ({ attributes, status }) => {
    const session = send((handleOf) => ({
      attributes,
      MiniportSend: (ndis, _context, packet) => {
        ndis.NdisMSendComplete(handleOf(), packet, SUCCESS);
        return status;
      },
    }));
    expect(rulesOf(session)).toEqual(['packet/completed-twice']);
    expect(session.protocol).toMatchObject({ completedCount: 2 });
  });
});

describe('NdisMSendComplete', () => {
  test('gives pending packets back, in any order', () => {
    const session = send((handleOf) => ({
      MiniportSendPackets: (ndis, _context, array, count) => {
        for (const packet of packetsOf(ndis, array, count).reverse())
          ndis.NdisMSendComplete(handleOf(), packet, SUCCESS);
      },
    }));
    expect(session.protocol).toMatchObject({ completedCount: 2, failedCount: 0 });
    expect(session.os.adapters.values().next().value?.pendingSends.size).toBe(0);
    expect(rulesOf(session)).toEqual([]);
  });

  test.each([
    {
      name: 'a packet twice',
      act: (ndis: Ndis, handle: NdisHandle, packet: VirtualAddress) => {
        ndis.NdisMSendComplete(handle, packet, SUCCESS);
        ndis.NdisMSendComplete(handle, packet, SUCCESS);
      },
      rule: 'packet/completed-twice',
    },
    {
      name: 'a packet of nobody',
      act: (ndis: Ndis, handle: NdisHandle, packet: VirtualAddress) =>
        ndis.NdisMSendComplete(handle, virtual(packet + 8), SUCCESS),
      rule: 'packet/foreign-packet-completed',
    },
    {
      name: 'NULL',
      act: (ndis: Ndis, handle: NdisHandle) => ndis.NdisMSendComplete(handle, virtual(0), SUCCESS),
      rule: 'packet/foreign-packet-completed',
    },
  ])('of $name', ({ act, rule }) => {
    const session = send((handleOf) => ({
      MiniportSendPackets: (ndis, _context, array) =>
        act(ndis, handleOf(), packetsOf(ndis, array, 1)[0]),
    }));
    expect(rulesOf(session)).toEqual([rule]);
    expect(endOf(session)).toBeNull();
  });

  test('a packet given again may be completed again', () => {
    const session = send(() => ({ MiniportSend: () => SUCCESS }));
    session.play(() => {
      for (let index = 0; index < 10; index++) session.protocol!.send(FRAMES);
    });
    expect(session.protocol).toMatchObject({ sentCount: 22, completedCount: 22 });
    expect(rulesOf(session)).toEqual([]);
  });
});

describe('MiniportSendPackets', () => {
  test('of a deserialized driver leaves all pending, whatever their status', () => {
    const session = send(() => ({
      MiniportSendPackets(ndis, _context, array, count) {
        for (const packet of packetsOf(ndis, array, count)) {
          const oob = packet + NDIS_PACKET.at(ndis.memory, packet).Private.NdisPacketOobOffset;
          // NDIS_PACKET_OOB_DATA.Status lies at 0x1C (ndis.h).
          ndis.memory.write32(virtual(oob + 0x1c), SUCCESS);
        }
      },
    }));
    expect(session.protocol).toMatchObject({ completedCount: 0 });
    expect(rulesOf(session)).toEqual([]);
  });

  test('gets each packet with its buffers and lengths', () => {
    const seen: unknown[] = [];
    const session = send(
      () => ({
        MiniportSendPackets(ndis, _context, array, count) {
          for (const packet of packetsOf(ndis, array, count)) {
            const { Private } = NDIS_PACKET.at(ndis.memory, packet);
            seen.push([Private.TotalLength, Private.Count, Private.Head !== Private.Tail]);
          }
        },
      }),
      3,
    );
    expect(seen).toEqual([
      [60, 3, true],
      [100, 3, true],
    ]);
    expect(rulesOf(session)).toEqual([]);
  });

  test('an array that is used after the call is freed memory', () => {
    let kept = virtual(0);
    const session = send(() => ({
      MiniportSendPackets: (_ndis, _context, array) => {
        kept = array;
      },
      MiniportCheckForHang: (ndis) => ndis.memory.read32(kept) === 0,
    }));
    session.play(() => session.idle(3e9));
    expect(rulesOf(session)).toEqual(['memory/use-after-free']);
  });

  test('a packet whose out-of-band offset was spoiled is judged as memory, not as our error', () => {
    const session = send(() => ({
      attributes: BUS_MASTER,
      MiniportSendPackets(ndis, _context, array) {
        const [packet] = packetsOf(ndis, array, 1);
        NDIS_PACKET.at(ndis.memory, packet).Private.NdisPacketOobOffset = 0xfff0;
      },
    }));
    expect(rulesOf(session)[0]).toMatch(/^memory\//);
  });
});

test('a list of physical ranges hangs on a packet of a driver that asked for it', () => {
  const lists: number[][] = [];
  const session = startSession({
    initialize: (ndis, handle) => ndis.NdisMInitializeScatterGatherDma(handle, false, 1514),
    MiniportSendPackets(ndis, _context, array, count) {
      for (const packet of packetsOf(ndis, array, count)) {
        const oob = packet + NDIS_PACKET.at(ndis.memory, packet).Private.NdisPacketOobOffset;
        // NDIS_PACKET_OOB_DATA is 0x20 bytes; ScatterGatherListPacketInfo is number 5.
        const list = virtual(ndis.memory.read32(virtual(oob + 0x20 + 4 * 5)));
        const elements = ndis.memory.read32(list);
        lists.push(
          Array.from({ length: elements }, (_, at) =>
            ndis.memory.read32(virtual(list + 8 + 16 * at + 8)),
          ),
        );
      }
    },
  });
  session.play(() => session.protocol!.send([new Uint8Array(100)], 3));
  expect(lists).toEqual([[34, 34, 32]]);
  expect(rulesOf(session)).toEqual([]);
});

test('cancelling asks a driver that offers it, by its number', () => {
  const ids: number[] = [];
  const session = send(() => ({
    MiniportCancelSendPackets: (_ndis, _context, id) => void ids.push(id),
  }));
  session.play(() => cancelSendPackets(session.adapter!, 0x0100_0002));
  const without = send(() => ({}));
  without.play(() => cancelSendPackets(without.adapter!, 1));
  expect(ids).toEqual([0x0100_0002]);
  expect([...rulesOf(session), ...rulesOf(without)]).toEqual([]);
  expect(() => sendPackets(session.protocol!.binding, [])).not.toThrow();
});
