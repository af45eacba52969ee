/** What a device must not be doing when its driver gives back something that it uses. */
import { hex } from '../ndis/finding';
import type { Auditor } from '../ndis/kernel/kernel';
import type { Board } from './board';

/** Rules E09 and F10. A NIC that was pulled out does nothing any more. */
export function auditDevice(board: Board): Auditor {
  return {
    interruptDeregistered(): void {
      if (!board.isNicPresent) return;
      const { interruptMask } = board.nic.activity();
      if (interruptMask === 0) return;
      board.os.report('interrupt/deregistered-unmasked', {
        what: `NdisMDeregisterInterrupt was called while interrupts of the NIC were enabled (${hex(interruptMask)}).`,
      });
    },
    sharedMemoryFreed(_adapter, address): void {
      if (!board.isNicPresent) return;
      const { receiverEnabled, transmitterEnabled, dmaActive } = board.nic.activity();
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
