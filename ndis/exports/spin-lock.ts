/** Spin locks and reader/writer locks. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { checkInitialized } from '../wrapper/spin-locks';
import { LOCK_STATE, NDIS_RW_LOCK, NDIS_SPIN_LOCK } from '../structures/synchronization';
import { DISPATCH_LEVEL, exported, input, Irql } from '../row';
import { BOOLEAN, VOID, pointer } from '../types';

/** LOCK_STATE.LockState, which is opaque: what it says is not used. */
const FREE_LOCK_STATE = 0;
const READ_LOCK_STATE = 1;
const WRITE_LOCK_STATE = 2;

/** Where the lock keeps the IRQL from before it was taken, as ndis.h writes it. */
function oldIrqlOf(SpinLock: VirtualAddress): VirtualAddress {
  return virtual(SpinLock + NDIS_SPIN_LOCK.offsets.OldIrql);
}

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL and any; the laxer
// holds.
export const NdisAllocateSpinLock = exported({
  name: 'NdisAllocateSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisallocatespinlock',
  summary: 'Initializes a spin lock.',
  acquires: { kind: 'spin-lock', key: 'SpinLock' },
  body(os, SpinLock) {
    os.memory.write32(SpinLock, 0);
    os.spinLocks.renew(SpinLock);
  },
});

// IRQL: the DDK's reference says PASSIVE_LEVEL, the current one any; the laxer holds.
export const NdisFreeSpinLock = exported({
  name: 'NdisFreeSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  breaks: ['irql/spin-lock-freed-while-held'],
  page: 'nf-ndis-ndisfreespinlock',
  summary: 'Ends the use of a spin lock.',
  releases: { kind: 'spin-lock', key: 'SpinLock', unknown: 'irql/spin-lock-not-initialized' },
  body(os, SpinLock) {
    if (os.spinLocks.isHeld(SpinLock))
      os.report('irql/spin-lock-freed-while-held', {
        what: `The spin lock at ${hex(SpinLock)} was freed while it was held.`,
      });
    os.spinLocks.renew(SpinLock);
  },
});

export const NdisAcquireSpinLock = exported({
  name: 'NdisAcquireSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['irql/spin-lock-acquired-twice', 'irql/spin-lock-order-cycle'],
  page: 'nf-ndis-ndisacquirespinlock',
  summary: 'Raises IRQL to DISPATCH_LEVEL and takes a spin lock.',
  body(os, SpinLock) {
    os.memory.write8(oldIrqlOf(SpinLock), os.irql);
    checkInitialized(os, SpinLock);
    os.spinLocks.acquire(SpinLock, false);
  },
});

export const NdisReleaseSpinLock = exported({
  name: 'NdisReleaseSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.DISPATCH,
  breaks: ['irql/spin-lock-not-held', 'irql/spin-lock-variants-mixed'],
  page: 'nf-ndis-ndisreleasespinlock',
  summary: 'Gives a spin lock back and restores the IRQL from before it was taken.',
  body: (os, SpinLock) => os.spinLocks.release(SpinLock, false),
});

export const NdisDprAcquireSpinLock = exported({
  name: 'NdisDprAcquireSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.DISPATCH,
  irqlRule: 'irql/dpr-lock-below-dispatch',
  breaks: ['irql/spin-lock-acquired-twice', 'irql/spin-lock-order-cycle'],
  page: 'nf-ndis-ndisdpracquirespinlock',
  summary: 'Takes a spin lock at DISPATCH_LEVEL.',
  body(os, SpinLock) {
    os.memory.write8(oldIrqlOf(SpinLock), DISPATCH_LEVEL);
    checkInitialized(os, SpinLock);
    os.spinLocks.acquire(SpinLock, true);
  },
});

export const NdisDprReleaseSpinLock = exported({
  name: 'NdisDprReleaseSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.DISPATCH,
  irqlRule: 'irql/dpr-lock-below-dispatch',
  breaks: ['irql/spin-lock-not-held', 'irql/spin-lock-variants-mixed'],
  page: 'nf-ndis-ndisdprreleasespinlock',
  summary: 'Gives a spin lock back that was taken at DISPATCH_LEVEL.',
  body: (os, SpinLock) => os.spinLocks.release(SpinLock, true),
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL and any; the laxer
// holds.
export const NdisInitializeReadWriteLock = exported({
  name: 'NdisInitializeReadWriteLock',
  returns: VOID,
  args: [input('Lock', pointer('NDIS_RW_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializereadwritelock',
  summary: 'Initializes a reader/writer lock.',
  body(os, Lock) {
    for (let offset = 0; offset < NDIS_RW_LOCK.bytes; offset += 4)
      os.memory.write32(virtual(Lock + offset), 0);
    os.readWriteLocks.initialize(Lock);
  },
});

export const NdisAcquireReadWriteLock = exported({
  name: 'NdisAcquireReadWriteLock',
  returns: VOID,
  args: [
    input('Lock', pointer('NDIS_RW_LOCK')),
    input('fWrite', BOOLEAN),
    input('LockState', pointer('LOCK_STATE')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['irql/spin-lock-acquired-twice', 'irql/spin-lock-order-cycle'],
  page: 'nf-ndis-ndisacquirereadwritelock',
  summary: 'Raises IRQL to DISPATCH_LEVEL and takes a lock for reading or for writing.',
  body(os, Lock, fWrite, LockState) {
    os.memory.read32(Lock);
    const state = LOCK_STATE.at(os.memory, LockState);
    state.LockState = fWrite ? WRITE_LOCK_STATE : READ_LOCK_STATE;
    state.OldIrql = os.readWriteLocks.acquire(Lock, fWrite, LockState);
  },
});

export const NdisReleaseReadWriteLock = exported({
  name: 'NdisReleaseReadWriteLock',
  returns: VOID,
  args: [input('Lock', pointer('NDIS_RW_LOCK')), input('LockState', pointer('LOCK_STATE'))],
  irql: Irql.DISPATCH,
  breaks: ['irql/spin-lock-not-held'],
  page: 'nf-ndis-ndisreleasereadwritelock',
  summary: 'Gives a reader/writer lock back and restores IRQL.',
  body(os, Lock, LockState) {
    os.memory.read32(Lock);
    LOCK_STATE.at(os.memory, LockState).LockState = FREE_LOCK_STATE;
    os.readWriteLocks.release(Lock, LockState);
  },
});
