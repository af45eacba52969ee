/** What a device must not be doing when its driver gives back something that it uses. */
import type { DeviceActivity } from '../hardware/nic/nic';
import { hex } from '../ndis/finding';
import type { Auditor } from '../ndis/kernel/kernel';
import type { Board } from './board';

/** Rules E09 and F10. A NIC that was pulled out does nothing any more. */
export function auditDevice(board: Board): Auditor {
  return {
    interruptDeregistered(adapter): void {
      const interruptMask = activityOf(board, adapter)?.interruptMask ?? 0;
      if (interruptMask === 0) return;
      board.os.report('interrupt/deregistered-unmasked', {
        what: `NdisMDeregisterInterrupt was called while interrupts of the NIC were enabled (${hex(interruptMask)}).`,
      });
    },
    sharedMemoryFreed(adapter, address): void {
      const activity = activityOf(board, adapter);
      if (activity === undefined) return;
      const { receiverEnabled, transmitterEnabled, dmaActive } = activity;
      if (!receiverEnabled && !transmitterEnabled && !dmaActive) return;
      const engine = receiverEnabled ? 'receiver' : transmitterEnabled ? 'transmitter' : 'DMA';
      board.os.report('dma/memory-freed-while-dma-runs', {
        what: `NdisMFreeSharedMemory was called while the NIC's ${engine} was on.`,
        address: hex(address),
        resource: board.os.ledger.findReleased('shared-memory', address),
      });
    },
  };
}

/** What the NIC of an adapter is doing; undefined if it was pulled out or never was there. */
export function activityOf(board: Board, handle: number): DeviceActivity | undefined {
  const location = board.os.adapters.get(handle)?.location;
  const slot = location === undefined ? undefined : board.slotAt(location);
  return slot?.isPresent === true ? slot.nic.activity() : undefined;
}
