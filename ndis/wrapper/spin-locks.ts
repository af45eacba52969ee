/** What is asked of a spin lock before it is used: NDIS 5, "NdisAllocateSpinLock". */
import type { VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import type { Kernel } from '../kernel/kernel';

/** Reports a lock that NdisAllocateSpinLock has not initialized, or not since it was freed. */
export function checkInitialized(os: Kernel, SpinLock: VirtualAddress): void {
  if (os.ledger.find('spin-lock', SpinLock) !== undefined) return;
  os.report('irql/spin-lock-not-initialized', {
    what: `${os.currentCall} was given ${hex(SpinLock)}, where no spin lock was initialized.`,
  });
}

/**
 * Reports what is wrong with the lock of an atomic function, which takes and gives it back itself:
 * nothing comes between on one processor. With a lock that is held it would wait for ever.
 */
export function checkInterlock(os: Kernel, SpinLock: VirtualAddress): void {
  os.memory.read32(SpinLock);
  checkInitialized(os, SpinLock);
  if (os.spinLocks.heldCount > 0 && os.spinLocks.isHeld(SpinLock))
    os.spinLocks.acquire(SpinLock, false);
}
