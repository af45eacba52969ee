/** What a device must not be doing when its driver gives back something that it uses. */
import type { DeviceActivity } from '../hardware/nic/nic';
import { Command, Header } from '../hardware/pci';
import { hex } from '../ndis/finding';
import type { Auditor } from '../ndis/kernel/kernel';
import type { Board, BoardSlot } from './board';
import { isWithinReach } from './device-memory';

/** Longer than negotiation takes, and than any driver waits before it believes in the link. */
const STEADY_NS = 10e9;

/** Rules E06, E09, E11 and F10. A NIC that was pulled out does nothing any more. */
export function auditDevice(board: Board): Auditor {
  return {
    assertsInterrupt: (adapter) =>
      slotOf(board, adapter)?.nic.activity().interruptAsserted === true,
    interruptDeregistered(adapter): void {
      const interruptMask = activityOf(board, adapter)?.interruptMask ?? 0;
      if (interruptMask === 0) return;
      board.os.report('interrupt/deregistered-unmasked', {
        what: `NdisMDeregisterInterrupt was called while interrupts of the NIC were enabled (${hex(interruptMask)}).`,
      });
    },
    isSteady: (adapter) =>
      activityOf(board, adapter) !== undefined &&
      board.os.injectedFaults === undefined &&
      board.clock.nowNs - board.wire.upSinceNs >= STEADY_NS,
    sharedMemoryFreed(adapter, address): void {
      const activity = activityOf(board, adapter);
      if (activity === undefined) return;
      const { receiverEnabled, transmitterEnabled, dmaActive } = activity;
      if (!receiverEnabled && !transmitterEnabled && !dmaActive) return;
      const resource = board.os.ledger.findReleased('shared-memory', address);
      const roots = slotOf(board, adapter)?.nic.memoryRoots?.();
      // What the device was never given, or was taken from it, it does not use.
      if (
        roots !== undefined &&
        resource !== undefined &&
        !isWithinReach(board.os, roots, resource)
      )
        return;
      const engine = receiverEnabled ? 'receiver' : transmitterEnabled ? 'transmitter' : 'DMA';
      board.os.report('dma/memory-freed-while-dma-runs', {
        what: `NdisMFreeSharedMemory was called while the NIC's ${engine} was on.`,
        address: hex(address),
        resource,
      });
    },
  };
}

/** What the NIC of an adapter is doing; undefined if it was pulled out, or its driver must think so. */
export function activityOf(board: Board, handle: number): DeviceActivity | undefined {
  const slot = slotOf(board, handle);
  return slot?.nic === board.nic && board.isNicSaidGone ? undefined : slot?.nic.activity();
}

/** Whether the NIC of an adapter may master the bus now, and might not when its driver started. */
export function isBusMasterLeftOn(board: Board, handle: number): boolean {
  const slot = slotOf(board, handle);
  if (slot?.isBusMasterOff !== true) return false;
  const { device, function: fn } = slot.location;
  return (board.bus.readConfig(device, fn, Header.COMMAND, 2) & Command.BUS_MASTER) !== 0;
}

function slotOf(board: Board, handle: number): BoardSlot | undefined {
  const location = board.os.adapters.get(handle)?.location;
  const slot = location === undefined ? undefined : board.slotAt(location);
  return slot?.isPresent === true ? slot : undefined;
}
