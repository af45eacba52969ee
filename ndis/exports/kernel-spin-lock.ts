/**
 * Spin locks and IRQL, as ntoskrnl.exe and hal.dll export them for one processor. A KSPIN_LOCK needs
 * no release of its own; that it lies in memory is all that is asked of it.
 */
import type { VirtualAddress } from '../../hardware/address';
import { IRQL_NOT_GREATER_OR_EQUAL, IRQL_NOT_LESS_OR_EQUAL } from '../bug-codes';
import type { OperatingSystem } from '../operating-system';
import { CANCEL_SPIN_LOCK } from '../kernel/memory-map';
import { DISPATCH_LEVEL, exported, input, Irql, output } from '../row';
import { KIRQL, VOID, pointer } from '../types';

export const KeInitializeSpinLock = exported({
  name: 'KeInitializeSpinLock',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('SpinLock', pointer('KSPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-wdm-keinitializespinlock',
  summary: 'Initializes a spin lock.',
  body(os, SpinLock) {
    os.memory.write32(SpinLock, 0);
    os.spinLocks.renew(SpinLock);
  },
});

/** Takes a lock; the IRQL from before. */
function acquire(os: OperatingSystem, SpinLock: VirtualAddress, isAtDpc: boolean): number {
  os.memory.read32(SpinLock);
  const { irql } = os;
  os.spinLocks.acquire(SpinLock, isAtDpc);
  return irql;
}

// KeAcquireSpinLock and KeAcquireSpinLockRaiseToDpc are macros for it.
export const KfAcquireSpinLock = exported({
  name: 'KfAcquireSpinLock',
  module: 'hal.dll',
  convention: 'fastcall',
  returns: KIRQL,
  args: [input('SpinLock', pointer('KSPIN_LOCK'))],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['irql/spin-lock-acquired-twice', 'irql/spin-lock-order-cycle'],
  page: 'nf-wdm-keacquirespinlock',
  summary: 'Raises IRQL to DISPATCH_LEVEL and takes a spin lock; gives the IRQL from before.',
  body: (os, SpinLock) => acquire(os, SpinLock, false),
});

// KeReleaseSpinLock is a macro for it.
export const KfReleaseSpinLock = exported({
  name: 'KfReleaseSpinLock',
  module: 'hal.dll',
  convention: 'fastcall',
  returns: VOID,
  args: [input('SpinLock', pointer('KSPIN_LOCK')), input('NewIrql', KIRQL)],
  irql: Irql.DISPATCH,
  breaks: ['irql/spin-lock-not-held', 'irql/spin-lock-variants-mixed'],
  page: 'nf-wdm-kereleasespinlock',
  summary: 'Gives a spin lock back and lowers IRQL.',
  body: (os, SpinLock, NewIrql) => os.spinLocks.release(SpinLock, false, NewIrql),
});

// KeAcquireSpinLockAtDpcLevel is a macro for it.
export const KefAcquireSpinLockAtDpcLevel = exported({
  name: 'KefAcquireSpinLockAtDpcLevel',
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  returns: VOID,
  args: [input('SpinLock', pointer('KSPIN_LOCK'))],
  irql: { min: DISPATCH_LEVEL, max: Irql.ANY.max },
  irqlRule: 'irql/dpr-lock-below-dispatch',
  breaks: ['irql/spin-lock-acquired-twice', 'irql/spin-lock-order-cycle'],
  page: 'nf-wdm-keacquirespinlockatdpclevel',
  summary: 'Takes a spin lock at DISPATCH_LEVEL.',
  body: (os, SpinLock) => void acquire(os, SpinLock, true),
});

// KeReleaseSpinLockFromDpcLevel is a macro for it.
export const KefReleaseSpinLockFromDpcLevel = exported({
  name: 'KefReleaseSpinLockFromDpcLevel',
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  returns: VOID,
  args: [input('SpinLock', pointer('KSPIN_LOCK'))],
  irql: { min: DISPATCH_LEVEL, max: Irql.ANY.max },
  breaks: ['irql/spin-lock-not-held', 'irql/spin-lock-variants-mixed'],
  page: 'nf-wdm-kereleasespinlockfromdpclevel',
  summary: 'Gives a spin lock back that was taken at DISPATCH_LEVEL.',
  body: (os, SpinLock) => os.spinLocks.release(SpinLock, true),
});

export const KeGetCurrentIrql = exported({
  name: 'KeGetCurrentIrql',
  module: 'hal.dll',
  returns: KIRQL,
  args: [],
  irql: Irql.ANY,
  page: 'nf-wdm-kegetcurrentirql',
  summary: 'Gives the IRQL.',
  body: (os) => os.irql,
});

/** Raises IRQL; the one from before. To go down so is a bug check (its page, parameters 1 and 2). */
function raise(os: OperatingSystem, NewIrql: number): number {
  const { irql } = os;
  if (NewIrql < irql) {
    os.report('irql/wrong-irql', {
      what: `${os.currentCall} was to raise IRQL ${irql} to ${NewIrql}.`,
      irql: String(irql),
    });
    os.bugCheck(IRQL_NOT_GREATER_OR_EQUAL, [irql, NewIrql, 0, 0]);
  }
  os.irql = NewIrql;
  return irql;
}

// KeRaiseIrql is a macro for it.
export const KfRaiseIrql = exported({
  name: 'KfRaiseIrql',
  module: 'hal.dll',
  convention: 'fastcall',
  returns: KIRQL,
  args: [input('NewIrql', KIRQL)],
  irql: Irql.ANY,
  page: 'nf-wdm-keraiseirql',
  summary: 'Raises IRQL; gives the one from before.',
  body: raise,
});

export const KeRaiseIrqlToDpcLevel = exported({
  name: 'KeRaiseIrqlToDpcLevel',
  module: 'hal.dll',
  returns: KIRQL,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-keraiseirqltodpclevel',
  summary: 'Raises IRQL to DISPATCH_LEVEL; gives the one from before.',
  body: (os) => raise(os, Math.max(os.irql, DISPATCH_LEVEL)),
});

// KeLowerIrql is a macro for it.
export const KfLowerIrql = exported({
  name: 'KfLowerIrql',
  module: 'hal.dll',
  convention: 'fastcall',
  returns: VOID,
  args: [input('NewIrql', KIRQL)],
  irql: Irql.ANY,
  page: 'nf-wdm-kelowerirql',
  summary: 'Lowers IRQL to what it was before it was raised.',
  body(os, NewIrql) {
    if (NewIrql > os.irql) {
      os.report('irql/wrong-irql', {
        what: `KfLowerIrql was to lower IRQL ${os.irql} to ${NewIrql}.`,
        irql: String(os.irql),
      });
      os.bugCheck(IRQL_NOT_LESS_OR_EQUAL, [NewIrql, os.irql, 0, 0]);
    }
    os.irql = NewIrql;
    os.scheduler.poll();
  },
});

/** KeLowerIrql as a function, which hal.dll exports too. */
export const KeLowerIrql = exported({
  name: 'KeLowerIrql',
  module: 'hal.dll',
  returns: VOID,
  args: [input('NewIrql', KIRQL)],
  irql: Irql.ANY,
  page: 'nf-wdm-kelowerirql',
  summary: 'Lowers IRQL to what it was before it was raised.',
  body: KfLowerIrql.body,
});

/** KeRaiseIrql as a function, which hal.dll exports too. */
export const KeRaiseIrql = exported({
  name: 'KeRaiseIrql',
  module: 'hal.dll',
  returns: VOID,
  args: [input('NewIrql', KIRQL), output('OldIrql', KIRQL)],
  irql: Irql.ANY,
  page: 'nf-wdm-keraiseirql',
  summary: 'Raises IRQL; gives the one from before.',
  body: (os, NewIrql) => ({ OldIrql: raise(os, NewIrql) }),
});

export const IoAcquireCancelSpinLock = exported({
  name: 'IoAcquireCancelSpinLock',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [output('Irql', KIRQL)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioacquirecancelspinlock',
  summary: 'Acquires the lock of the cancelling of I/O requests; gives the IRQL from before.',
  body(os) {
    const { irql } = os;
    os.spinLocks.acquire(CANCEL_SPIN_LOCK, false);
    return { Irql: irql };
  },
});

export const IoReleaseCancelSpinLock = exported({
  name: 'IoReleaseCancelSpinLock',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Irql', KIRQL)],
  irql: Irql.DISPATCH,
  page: 'nf-wdm-ioreleasecancelspinlock',
  summary: 'Releases the lock of the cancelling of I/O requests, and sets IRQL.',
  body: (os, NewIrql) => os.spinLocks.release(CANCEL_SPIN_LOCK, false, NewIrql),
});
