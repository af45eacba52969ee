/**
 * The small miniport on the network, whose NIC reads a frame where it lies if it is one buffer in
 * one piece. It waits until the frame is sent, and so needs one map register. 8254x SDM 3.3.3.
 */
import {
  NDIS_STATUS_SUCCESS,
  NULL,
  PVOID,
  layout,
  type Ndis,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../ndis';
import type { Adapter } from './small-adapter';
import {
  allocateMapRegisters,
  completeMapping,
  freeMapRegisters,
  startMapping,
} from './small-mapping';
import type { Steps } from './small-miniport';
import { FRAME_BYTES_MIN, beginAgain, onNetwork } from './small-nic';
import { Register, STATUS_LU, readRegister, resetNic } from './small-registers';

/** A ring full of the longest frames at 1 Gbit/s takes 400 us. */
const POLL_US = 10;
const POLL_COUNT_MAX = 100;

/** NULL if nothing is mapped. */
const MAPPED = layout('MAPPED', undefined, { Buffer: PVOID });

/** What is done to a buffer before it is mapped, and after. */
interface Around {
  readonly before?: (ndis: Ndis, buffer: VirtualAddress) => void;
  readonly after?: (ndis: Ndis, buffer: VirtualAddress) => void;
}

/** The steps of a miniport that maps what it sends. */
export function mappingFrames({ before, after }: Around = {}): Partial<Steps> {
  const steps = onNetwork({
    frameAddress(ndis, adapter, Packet, copy) {
      const { BufferCount, FirstBuffer, TotalPacketLength } = ndis.NdisQueryPacket(Packet);
      const isLinkUp = (readRegister(ndis, adapter, Register.STATUS) & STATUS_LU) !== 0;
      if (BufferCount !== 1 || TotalPacketLength < FRAME_BYTES_MIN || !isLinkUp) return copy;
      before?.(ndis, FirstBuffer);
      const address = mapFrame(ndis, adapter, FirstBuffer);
      after?.(ndis, FirstBuffer);
      return address ?? copy;
    },
    handedOver: awaitFrame,
  });
  return {
    ...steps,
    initialize(ndis, adapter) {
      const status = allocateMapRegisters(ndis, adapter);
      if (status !== NDIS_STATUS_SUCCESS) return status;
      const opened = steps.initialize!(ndis, adapter);
      if (opened !== NDIS_STATUS_SUCCESS) freeMapRegisters(ndis, adapter);
      return opened;
    },
    halt(ndis, adapter) {
      steps.halt!(ndis, adapter);
      freeMapRegisters(ndis, adapter);
    },
  };
}

function mapFrame(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
): PhysicalAddress | undefined {
  const address = startMapping(ndis, adapter, buffer, 0);
  if (address === undefined) completeMapping(ndis, adapter, buffer, 0);
  else ndis.global(MAPPED).Buffer = buffer;
  return address;
}

/** Ends the mapping when the NIC has read the frame, or has been stopped because it does not. */
function awaitFrame(ndis: Ndis, adapter: Adapter, isSent: () => boolean): void {
  const mapped = ndis.global(MAPPED);
  const { Buffer } = mapped;
  if (Buffer === NULL) return;
  for (let count = 0; count < POLL_COUNT_MAX && !isSent(); count++)
    ndis.NdisStallExecution(POLL_US);
  if (!isSent()) {
    resetNic(ndis, adapter);
    beginAgain(ndis, adapter, adapter.PacketFilter);
  }
  completeMapping(ndis, adapter, Buffer, 0);
  mapped.Buffer = NULL;
}
