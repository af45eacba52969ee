/** Spin locks and reader/writer locks. */
import { Irql, incomplete, input } from '../row';
import { BOOLEAN, VOID, pointer } from '../types';

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL and any; the laxer
// holds.
export const NdisAllocateSpinLock = incomplete({
  name: 'NdisAllocateSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisallocatespinlock',
  summary: 'Initializes a spin lock.',
});

// IRQL: the DDK's reference says PASSIVE_LEVEL, the current one any; the laxer holds.
export const NdisFreeSpinLock = incomplete({
  name: 'NdisFreeSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisfreespinlock',
  summary: 'Ends the use of a spin lock.',
});

export const NdisAcquireSpinLock = incomplete({
  name: 'NdisAcquireSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisacquirespinlock',
  summary: 'Raises IRQL to DISPATCH_LEVEL and takes a spin lock.',
});

export const NdisReleaseSpinLock = incomplete({
  name: 'NdisReleaseSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndisreleasespinlock',
  summary: 'Gives a spin lock back and restores the IRQL from before it was taken.',
});

export const NdisDprAcquireSpinLock = incomplete({
  name: 'NdisDprAcquireSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndisdpracquirespinlock',
  summary: 'Takes a spin lock at DISPATCH_LEVEL.',
});

export const NdisDprReleaseSpinLock = incomplete({
  name: 'NdisDprReleaseSpinLock',
  returns: VOID,
  args: [input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndisdprreleasespinlock',
  summary: 'Gives a spin lock back that was taken at DISPATCH_LEVEL.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and PASSIVE_LEVEL and any; the laxer
// holds.
export const NdisInitializeReadWriteLock = incomplete({
  name: 'NdisInitializeReadWriteLock',
  returns: VOID,
  args: [input('Lock', pointer('NDIS_RW_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializereadwritelock',
  summary: 'Initializes a reader/writer lock.',
});

export const NdisAcquireReadWriteLock = incomplete({
  name: 'NdisAcquireReadWriteLock',
  returns: VOID,
  args: [
    input('Lock', pointer('NDIS_RW_LOCK')),
    input('fWrite', BOOLEAN),
    input('LockState', pointer('LOCK_STATE')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisacquirereadwritelock',
  summary: 'Raises IRQL to DISPATCH_LEVEL and takes a lock for reading or for writing.',
});

export const NdisReleaseReadWriteLock = incomplete({
  name: 'NdisReleaseReadWriteLock',
  returns: VOID,
  args: [input('Lock', pointer('NDIS_RW_LOCK')), input('LockState', pointer('LOCK_STATE'))],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndisreleasereadwritelock',
  summary: 'Gives a reader/writer lock back and restores IRQL.',
});
