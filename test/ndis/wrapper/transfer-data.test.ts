/** Receives whose beginning is shown, and whose rest the driver copies when it is asked. */
import { virtual, type Ndis, type NdisHandle, type VirtualAddress } from '../../../ndis';
import { MDL, NDIS_PACKET } from '../../../ndis/structures';
import type { Session } from '../../../harness/session';
import {
  BUS_MASTER,
  FAILURE,
  PENDING,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

const HEADER_BYTES = 14;
const FRAME = Uint8Array.from({ length: 100 }, (_, index) => index + 1);
const RECEIVE_CONTEXT = virtual(0x77);

/** Copies the rest of the frame to the packet's first buffer. */
function fill(ndis: Ndis, packet: VirtualAddress, offset: number, byteCount: number): void {
  const { Head } = NDIS_PACKET.at(ndis.memory, packet).Private;
  const target = MDL.at(ndis.memory, Head).MappedSystemVa;
  for (let index = 0; index < byteCount; index++)
    ndis.memory.write8(virtual(target + index), FRAME[HEADER_BYTES + offset + index]);
}

/** A driver that shows `lookaheadBytes` of the frame once, and does `parts` otherwise. */
function indicating(lookaheadBytes: number, parts: (handle: () => NdisHandle) => DriverParts) {
  let handle = 0 as NdisHandle;
  let isDone = false;
  const given = parts(() => handle);
  const session: Session = startSession({
    attributes: BUS_MASTER,
    initialize: (_ndis, adapter) => {
      handle = adapter;
    },
    ...given,
    MiniportCheckForHang: (ndis, context) => {
      if (!isDone) {
        isDone = true;
        const bytes = ndis.localBytes(FRAME.length);
        FRAME.forEach((byte, index) => ndis.memory.write8(virtual(bytes + index), byte));
        ndis.NdisMEthIndicateReceive(
          handle,
          RECEIVE_CONTEXT,
          bytes,
          HEADER_BYTES,
          virtual(bytes + HEADER_BYTES),
          lookaheadBytes,
          FRAME.length - HEADER_BYTES,
        );
        ndis.NdisMEthIndicateReceiveComplete(handle);
      }
      return (given.MiniportCheckForHang?.(ndis, context) as boolean | undefined) ?? false;
    },
  });
  session.play(() => session.idle(10e9));
  return session;
}

test('a frame that is shown whole is not asked for', () => {
  let wasAsked = false;
  const session = indicating(86, () => ({
    MiniportTransferData: () => {
      wasAsked = true;
      return { Result: FAILURE, BytesTransferred: 0 };
    },
  }));
  expect(wasAsked).toBe(false);
  expect(session.protocol!.received).toEqual([FRAME]);
});

test('the rest of a frame is copied by the driver, at DISPATCH_LEVEL', () => {
  const asked: number[][] = [];
  const session = indicating(20, () => ({
    MiniportTransferData: (ndis, packet, _context, receiveContext, offset, byteCount) => {
      asked.push([receiveContext, offset, byteCount]);
      fill(ndis, packet, offset, byteCount);
      return { Result: SUCCESS, BytesTransferred: byteCount };
    },
  }));
  expect(asked).toEqual([[0x77, 20, 66]]);
  expect(session.protocol!.received).toEqual([FRAME]);
  expect(session.protocol!.outstandingSendCount).toBe(0);
  expect(rulesOf(session)).toEqual([]);
});

test('a transfer may be left pending', () => {
  let waiting: (() => void) | undefined;
  const session = indicating(20, (handle) => ({
    MiniportTransferData: (ndis, packet, _context, _receiveContext, offset, byteCount) => {
      waiting = () => {
        fill(ndis, packet, offset, byteCount);
        ndis.NdisMTransferDataComplete(handle(), packet, SUCCESS, byteCount);
      };
      return { Result: PENDING, BytesTransferred: 0 };
    },
    MiniportCheckForHang: () => {
      waiting?.();
      waiting = undefined;
      return false;
    },
  }));
  expect(session.protocol!.received).toEqual([FRAME]);
  expect(rulesOf(session)).toEqual([]);
});

test('a transfer that fails costs the frame', () => {
  const session = indicating(20, () => ({
    MiniportTransferData: () => ({ Result: FAILURE, BytesTransferred: 0 }),
  }));
  expect(session.protocol).toMatchObject({ failedTransferCount: 1, received: [] });
});

test('a driver without MiniportTransferData cannot be asked', () => {
  const session = indicating(20, () => ({}));
  expect(session.protocol).toMatchObject({ failedTransferCount: 1, received: [] });
  expect(rulesOf(session)).toEqual(['registration/mandatory-handler-missing']);
});

test('a transfer that was completed and then returned is completed twice', () => {
  const session = indicating(20, (handle) => ({
    MiniportTransferData: (ndis, packet, _context, _receiveContext, _offset, byteCount) => {
      ndis.NdisMTransferDataComplete(handle(), packet, SUCCESS, byteCount);
      return { Result: SUCCESS, BytesTransferred: byteCount };
    },
  }));
  expect(rulesOf(session)).toEqual(['packet/completed-twice']);
});

test('a packet that nobody asked to be filled is foreign', () => {
  const session = indicating(86, (handle) => ({
    MiniportCheckForHang: (ndis) => {
      ndis.NdisMTransferDataComplete(handle(), virtual(0x8012_3450), SUCCESS, 0);
      return false;
    },
  }));
  expect(new Set(rulesOf(session))).toEqual(new Set(['packet/foreign-packet-completed']));
});
