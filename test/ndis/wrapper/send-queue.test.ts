/** Sending to serialized miniports: order, refusal, resubmission, one handler at a time. */
import { NDIS_PACKET, virtual, type Ndis, type NdisHandle, type NdisStatus } from '../../../ndis';
import type { Session } from '../../../harness/session';
import {
  BUS_MASTER,
  FAILURE,
  PENDING,
  RESOURCES,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

/** OID_GEN_MAXIMUM_SEND_PACKETS and NDIS_PACKET_OOB_DATA.Status (ntddndis.h, ndis.h). */
const OID_GEN_MAXIMUM_SEND_PACKETS = 0x0001_0115;
const OOB_STATUS = 0x1c;
/** NDIS_STATUS_REQUEST_ABORTED. */
const REQUEST_ABORTED = 0xc001_000c;

/** Frames of 61, 62, ... bytes, so that their order shows. */
function frames(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => new Uint8Array(61 + index));
}

function lengthOf(ndis: Ndis, packet: number): number {
  return NDIS_PACKET.at(ndis.memory, virtual(packet)).Private.TotalLength - 60;
}

function setStatus(ndis: Ndis, packet: number, status: number): void {
  const { NdisPacketOobOffset } = NDIS_PACKET.at(ndis.memory, virtual(packet)).Private;
  ndis.memory.write32(virtual(packet + NdisPacketOobOffset + OOB_STATUS), status);
}

/** What a serialized driver was asked to send, by number, with what it said. */
class Record {
  readonly asked: number[] = [];
  handle = 0 as NdisHandle;
  readonly pending: number[] = [];
}

function serialized(parts: (record: Record) => DriverParts): { session: Session; record: Record } {
  const record = new Record();
  const session = startSession({
    attributes: BUS_MASTER,
    initialize: (_ndis, handle) => {
      record.handle = handle;
    },
    ...parts(record),
  });
  return { session, record };
}

describe('MiniportSend', () => {
  /** Takes `room` packets, and refuses more until one is completed. */
  const withRoom = (room: number) =>
    serialized((record) => ({
      MiniportSend: (ndis, _context, packet) => {
        record.asked.push(lengthOf(ndis, packet));
        if (record.pending.length === room) return RESOURCES;
        record.pending.push(packet);
        return PENDING;
      },
      MiniportCheckForHang: (ndis) => {
        const packet = record.pending.shift();
        if (packet !== undefined) ndis.NdisMSendComplete(record.handle, virtual(packet), SUCCESS);
        return false;
      },
    }));

  test('that refuses is asked again, in order, when it has completed a packet', () => {
    const { session, record } = withRoom(2);
    session.play(() => {
      session.protocol!.send(frames(4));
      expect(record.asked).toEqual([1, 2, 3]);
      session.idle(60e9);
    });
    expect(record.asked).toEqual([1, 2, 3, 3, 4, 4]);
    expect(session.protocol).toMatchObject({ completedCount: 4, failedCount: 0 });
    expect(rulesOf(session)).toEqual([]);
  });

  test('runs at DISPATCH_LEVEL, and the caller goes on at its own', () => {
    const irqls: number[] = [];
    const { session } = serialized(() => ({
      MiniportSend: () => {
        irqls.push(session.os.irql);
        return SUCCESS;
      },
    }));
    session.play(() => {
      session.protocol!.send(frames(2));
      irqls.push(session.os.irql);
    });
    expect(irqls).toEqual([2, 2, 0]);
    expect(rulesOf(session)).toEqual([]);
  });

  test('is not called within another handler', () => {
    let isInside = false;
    const order: string[] = [];
    const { session, record } = serialized((kept) => ({
      MiniportSend: () => {
        order.push(`send ${isInside}`);
        return SUCCESS;
      },
      MiniportCheckForHang: (ndis) => {
        isInside = true;
        if (order.length === 0) {
          order.push('hang');
          ndis.NdisMIndicateStatus(kept.handle, 0x4001_000b as NdisStatus, virtual(0), 0);
        }
        isInside = false;
        return false;
      },
    }));
    session.play(() => {
      // A protocol that sends when it hears of the link.
      session.protocol!.status = () => session.protocol!.send(frames(1));
      session.idle(10e9);
    });
    expect(record.handle).not.toBe(0);
    expect(order).toEqual(['hang', 'send false']);
    expect(session.protocol!.completedCount).toBe(1);
  });

  test('gets what it refused after NdisMSendResourcesAvailable', () => {
    let refuses = true;
    const { session, record } = serialized((kept) => ({
      MiniportSend: (ndis, _context, packet) => {
        kept.asked.push(lengthOf(ndis, packet));
        return refuses ? RESOURCES : SUCCESS;
      },
      MiniportCheckForHang: (ndis) => {
        refuses = false;
        ndis.NdisMSendResourcesAvailable(kept.handle);
        return false;
      },
    }));
    session.play(() => {
      session.protocol!.send(frames(2));
      session.idle(10e9);
    });
    expect(record.asked).toEqual([1, 1, 2]);
    expect(session.protocol).toMatchObject({ completedCount: 2, failedCount: 0 });
  });

  test('that fails a packet gives it back with its status, and gets the next', () => {
    const { session } = serialized(() => ({ MiniportSend: () => FAILURE }));
    session.play(() => session.protocol!.send(frames(3)));
    expect(session.protocol).toMatchObject({ completedCount: 3, failedCount: 3 });
  });

  test('that always refuses gets its packets aborted when it is halted', () => {
    const { session } = serialized(() => ({ MiniportSend: () => RESOURCES }));
    const statuses: number[] = [];
    session.play(() => {
      const protocol = session.protocol!;
      protocol.send(frames(2));
      const { sendComplete } = protocol;
      protocol.sendComplete = (packet, status) => {
        statuses.push(status);
        sendComplete.call(protocol, packet, status);
      };
      session.halt();
    });
    expect(statuses).toEqual([REQUEST_ABORTED, REQUEST_ABORTED]);
  });
});

describe('MiniportSendPackets', () => {
  test.each([
    { maximum: 0, wanted: [[1], [2], [3]] },
    { maximum: 2, wanted: [[1, 2], [3]] },
    { maximum: 8, wanted: [[1, 2, 3]] },
  ])('is given $maximum packets at most', ({ maximum, wanted }) => {
    const arrays: number[][] = [];
    const { session } = serialized(() => ({
      MiniportSendPackets: (ndis, _context, array, count) => {
        const packets = packetsOf(ndis, array, count);
        for (const packet of packets) setStatus(ndis, packet, SUCCESS);
        arrays.push(packets.map((packet) => lengthOf(ndis, packet)));
      },
      MiniportQueryInformation: (ndis, _context, oid, buffer) => {
        const isAsked = oid === OID_GEN_MAXIMUM_SEND_PACKETS;
        if (isAsked) ndis.memory.write32(buffer, maximum);
        return {
          Result: isAsked ? SUCCESS : FAILURE,
          BytesWritten: isAsked ? 4 : 0,
          BytesNeeded: 0,
        };
      },
    }));
    session.play(() => session.protocol!.send(frames(3)));
    expect(arrays).toEqual(wanted);
    expect(session.protocol!.completedCount).toBe(3);
  });

  test('that has no resources for one gets it and all behind it again', () => {
    const arrays: number[][] = [];
    const { session } = serialized((record) => ({
      MiniportSendPackets: (ndis, _context, array, count) => {
        const packets = packetsOf(ndis, array, count);
        const refuses = arrays.length === 0;
        arrays.push(packets.map((packet) => lengthOf(ndis, packet)));
        packets.forEach((packet, index) =>
          setStatus(ndis, packet, refuses && index > 0 ? RESOURCES : SUCCESS),
        );
      },
      MiniportQueryInformation: (ndis, _context, _oid, buffer) => {
        ndis.memory.write32(buffer, 8);
        return { Result: SUCCESS, BytesWritten: 4, BytesNeeded: 0 };
      },
      MiniportCheckForHang: (ndis) => {
        ndis.NdisMSendResourcesAvailable(record.handle);
        return false;
      },
    }));
    session.play(() => {
      session.protocol!.send(frames(3));
      expect(session.protocol!.completedCount).toBe(1);
      session.idle(10e9);
    });
    expect(arrays).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(session.protocol).toMatchObject({ completedCount: 3, failedCount: 0 });
  });
});

function packetsOf(ndis: Ndis, array: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    ndis.memory.read32(virtual(array + 4 * index)),
  );
}
