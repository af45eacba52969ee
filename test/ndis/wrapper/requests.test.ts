import type { NdisHandle } from '../../../ndis';
import {
  endOf,
  FAILURE,
  NOT_SUPPORTED,
  PENDING,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';
import { NDIS_MINIPORT_TIMER, NULL, type Ndis, type NdisStatus } from '../../../ndis';
import type { Session } from '../../../harness/session';
import { virtual } from '../../../hardware/address';
import { handlerCall } from '../../../ndis/loader/marshalling';
import type { HandlerRow } from '../../../ndis/row';
import { resetAdapter } from '../../../ndis/wrapper/lifecycle';
import { request, requestComplete } from '../../../ndis/wrapper/requests';

const OID_GEN_LINK_SPEED = 0x0001_0107;

interface Told {
  handle: NdisHandle;
  /** Completes the pending request after 20 ms. */
  completeLater(ndis: Ndis, status: NdisStatus): void;
}

/** A driver that answers as `parts` say; what it is asked after its start is in `asked`. */
function start(parts: (told: Told) => DriverParts): Session {
  let later = SUCCESS;
  const told: Told = {
    handle: 0 as NdisHandle,
    completeLater(ndis, status) {
      later = status;
      ndis.NdisMSetTimer(ndis.global(NDIS_MINIPORT_TIMER).address, 20);
    },
  };
  return startSession({
    initialize(ndis, handle) {
      told.handle = handle;
      const complete = (inner: Ndis) => inner.NdisMQueryInformationComplete(handle, later);
      const timer = ndis.global(NDIS_MINIPORT_TIMER).address;
      ndis.NdisMInitializeTimer(timer, handle, ndis.addressOf(complete), NULL);
    },
    ...parts(told),
  });
}

test('a query goes down with OID, buffer and length, at DISPATCH_LEVEL, and comes back', () => {
  const asked: number[][] = [];
  const session = start(() => ({
    MiniportQueryInformation(ndis, _context, Oid, InformationBuffer, InformationBufferLength) {
      asked.push([Oid, InformationBufferLength]);
      if (Oid !== OID_GEN_LINK_SPEED) return NOT_SUPPORTED;
      ndis.memory.write32(InformationBuffer, 10_000_000);
      return { Result: SUCCESS, BytesWritten: 4, BytesNeeded: 0 };
    },
  }));
  session.play(() => {
    const { status, bytes } = session.query(OID_GEN_LINK_SPEED, 16);
    expect(status).toBe(SUCCESS);
    expect(new DataView(bytes.buffer).getUint32(0, true)).toBe(10_000_000);
  });
  // NDIS asks for lookahead and MAC options at the start (OID_GEN_MAXIMUM_LOOKAHEAD, _MAC_OPTIONS).
  expect(asked).toEqual([
    [0x0001_0105, 4],
    [0x0001_0113, 4],
    [OID_GEN_LINK_SPEED, 16],
  ]);
  expect(session.os.irql).toBe(0);
  expect(rulesOf(session)).toEqual([]);
});

test('a set goes down with its bytes', () => {
  const told: number[] = [];
  const session = start(() => ({
    MiniportSetInformation(ndis, _context, Oid, InformationBuffer, InformationBufferLength) {
      told.push(Oid, ndis.memory.read32(InformationBuffer), InformationBufferLength);
      return { Result: SUCCESS, BytesRead: 4, BytesNeeded: 0 };
    },
  }));
  session.play(() => expect(session.setUlong(0x0001_010e, 5)).toBe(SUCCESS));
  expect(told).toEqual([0x0001_010e, 5, 4]);
});

test('more bytes written than the buffer has are not believed', () => {
  const session = start(() => ({
    MiniportQueryInformation: () => ({ Result: SUCCESS, BytesWritten: 5_000, BytesNeeded: 0 }),
  }));
  session.play(() => expect(session.query(OID_GEN_LINK_SPEED, 8).bytes).toHaveLength(8));
});

test("the buffer is the driver's only until it has answered", () => {
  const buffers: Parameters<Ndis['memory']['read32']>[0][] = [];
  const session = start(() => ({
    MiniportQueryInformation(_ndis, _context, _oid, InformationBuffer) {
      buffers.push(InformationBuffer);
      return NOT_SUPPORTED;
    },
  }));
  session.os.memory.read32(buffers[0]);
  expect(rulesOf(session)).toEqual(['memory/use-after-free']);
});

describe('a pending request', () => {
  test.each([SUCCESS, FAILURE])('is waited for, and ends with the status 0x%s', (status) => {
    const session = start((told) => ({
      MiniportQueryInformation(ndis, _context, Oid) {
        if (Oid !== OID_GEN_LINK_SPEED) return NOT_SUPPORTED;
        told.completeLater(ndis, status);
        return { Result: PENDING, BytesWritten: 4, BytesNeeded: 0 };
      },
    }));
    const before = session.os.clock.nowNs;
    session.play(() => expect(session.query(OID_GEN_LINK_SPEED).status).toBe(status));
    expect(session.os.clock.nowNs - before).toBeGreaterThanOrEqual(20e6);
    expect(rulesOf(session)).toEqual([]);
  });

  test('its handler may change what it returned until it completes the request', () => {
    const outs = { Result: PENDING, BytesWritten: 0, BytesNeeded: 0 };
    const session = start((told) => ({
      MiniportQueryInformation(ndis, _context, Oid, InformationBuffer) {
        if (Oid !== OID_GEN_LINK_SPEED) return NOT_SUPPORTED;
        told.completeLater(ndis, SUCCESS);
        ndis.memory.write32(InformationBuffer, 10);
        return outs;
      },
    }));
    session.play(() => {
      session.os.clock.schedule(10e6, () => {
        outs.BytesWritten = 4;
      });
      expect(session.query(OID_GEN_LINK_SPEED, 16).bytes).toEqual(Uint8Array.of(10, 0, 0, 0));
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test('completed before the handler returns is over', () => {
    const session = start((told) => ({
      MiniportQueryInformation(ndis) {
        ndis.NdisMQueryInformationComplete(told.handle, SUCCESS);
        return PENDING;
      },
    }));
    session.play(() => expect(session.query(OID_GEN_LINK_SPEED).status).toBe(SUCCESS));
    expect(rulesOf(session)).toEqual([]);
  });

  test.each([
    {
      name: 'completed and answered as well',
      parts: (told: Told): DriverParts => ({
        MiniportQueryInformation(ndis) {
          ndis.NdisMQueryInformationComplete(told.handle, SUCCESS);
          return SUCCESS;
        },
      }),
      rule: 'oid/completed-twice',
      end: null,
    },
    {
      name: 'completed twice',
      parts: (told: Told): DriverParts => ({
        MiniportSetInformation(ndis) {
          ndis.NdisMSetInformationComplete(told.handle, SUCCESS);
          ndis.NdisMSetInformationComplete(told.handle, SUCCESS);
          return PENDING;
        },
      }),
      rule: 'oid/completed-twice',
      end: null,
    },
    {
      name: 'completed as pending',
      parts: (told: Told): DriverParts => ({
        MiniportSetInformation(ndis) {
          ndis.NdisMSetInformationComplete(told.handle, PENDING);
          return PENDING;
        },
      }),
      rule: 'oid/completed-with-pending',
      end: null,
    },
    {
      name: 'never completed',
      parts: (): DriverParts => ({ MiniportSetInformation: () => PENDING }),
      rule: 'oid/never-completed',
      end: 'limit',
    },
  ])('$name', ({ parts, rule, end }) => {
    const session = start(parts);
    session.play(() => {
      session.setUlong(0x0001_010e, 5);
    });
    expect(rulesOf(session)).toEqual([rule]);
    expect(endOf(session)).toBe(end);
  });

  test('of machine code: what it wrote when it completed the request counts', () => {
    const session = startSession();
    const { os, adapter } = session;
    const complete = (pointers: readonly number[]) => {
      os.raw.write32(virtual(pointers[0]), 12);
      os.raw.write32(virtual(pointers[1]), 34);
      requestComplete(adapter!, FAILURE);
    };
    // BytesWritten and BytesNeeded are the fifth and the sixth argument.
    const invoke = (row: HandlerRow, inputs: readonly unknown[]) => {
      const { args } = handlerCall(os, row, inputs);
      os.clock.schedule(20e6, () => complete(args.slice(4)));
      return { Result: PENDING, BytesWritten: 0, BytesNeeded: 0 };
    };
    const address = os.code.add({ image: session.image!, name: 'query', invoke });
    Object.assign(adapter!.characteristics, { QueryInformationHandler: address });
    session.play(() => {
      const buffer = os.allocateObject(16, 0xff);
      expect(request(adapter!, 'query', OID_GEN_LINK_SPEED, buffer, 16)).toEqual({
        status: FAILURE,
        byteCount: 12,
        bytesNeeded: 34,
      });
      session.halt();
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test('that is none cannot be completed', () => {
    const session = startSession({
      initialize: (ndis, handle) => {
        const lock = ndis.NdisAllocateMemoryWithTag(8, 1).VirtualAddress;
        ndis.NdisAllocateSpinLock(lock);
        ndis.NdisAcquireSpinLock(lock);
        ndis.NdisMQueryInformationComplete(handle, SUCCESS);
        ndis.NdisReleaseSpinLock(lock);
      },
    });
    expect(rulesOf(session)).toEqual(['irql/spin-lock-held-across-call', 'oid/completed-twice']);
  });
});

describe('what a reset makes the NIC forget', () => {
  const OID_GEN_CURRENT_PACKET_FILTER = 0x0001_010e;
  const OID_GEN_NETWORK_LAYER_ADDRESSES = 0x0001_0118;

  function setsAfterReset(AddressingReset: boolean): number[][] {
    const seen: number[][] = [];
    const session = startSession({
      MiniportSetInformation(ndis, _context, Oid, buffer) {
        seen.push([Oid, ndis.memory.read32(buffer)]);
        return SUCCESS;
      },
      MiniportReset: () => ({ Result: SUCCESS, AddressingReset }),
    });
    session.play(() => {
      session.setUlong(OID_GEN_NETWORK_LAYER_ADDRESSES, 3);
      session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, 1);
      session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, 5);
      seen.length = 0;
      resetAdapter(session.adapter!);
      session.idle(1e6);
    });
    expect(rulesOf(session)).toEqual([]);
    return seen;
  }

  test('NDIS sets again, as it was last, if AddressingReset is TRUE', () => {
    expect(setsAfterReset(true)).toEqual([[OID_GEN_CURRENT_PACKET_FILTER, 5]]);
  });

  test('the driver has restored if it is FALSE', () => {
    expect(setsAfterReset(false)).toEqual([]);
  });
});
