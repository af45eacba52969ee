/** The rules of IRQL, spin locks and waiting: checks C01 to C10. */
import { ATTEMPTED_SWITCH_FROM_DPC, BUGCODE_ID_DRIVER } from '../bug-codes';
import { DOCUMENTS } from './documents';
import { AT_BOTH } from './leak';
import type { RulesOf } from './rule';

export const IRQL_RULES = {
  'irql/wrong-irql': {
    id: 'C01',
    title: 'The driver made a call at an IRQL at which it is not allowed.',
    advice:
      'Make the call at an IRQL that its page allows, or hand the work to a handler or work ' +
      'item that runs there.',
    document: DOCUMENTS.managingHardwarePriorities,
    windowsBugChecks: [{ code: BUGCODE_ID_DRIVER, parameter4: 1, resource: 'shared-memory' }],
  },
  'irql/wait-at-raised-irql': {
    id: 'C02',
    title: 'The driver waited at a raised IRQL.',
    advice: 'Wait at PASSIVE_LEVEL only, and use a timer or a status flag elsewhere.',
    document: DOCUMENTS.waitEvent,
    windowsBugChecks: [{ code: ATTEMPTED_SWITCH_FROM_DPC, isInDpc: true }],
  },
  'irql/pageable-touched-at-raised-irql': {
    id: 'C03',
    title: 'The driver ran pageable code at DISPATCH_LEVEL or above.',
    advice: 'Keep out of sections named PAGE what may run at DISPATCH_LEVEL or above.',
    document: DOCUMENTS.irqlNotLess,
    // No windowsBugChecks: Windows notices it only when the page is not in memory.
  },
  'irql/handler-changed-irql': {
    id: 'C04',
    title: 'A handler of the driver returned at another IRQL than it was called at.',
    advice: 'Restore the IRQL before the handler returns.',
    document: DOCUMENTS.managingHardwarePriorities,
  },
  'irql/handler-returned-with-lock': {
    id: 'C04',
    title: 'A handler of the driver returned holding a spin lock.',
    advice: 'Release every spin lock on each path out of the handler.',
    document: DOCUMENTS.releaseSpinLock,
  },
  'irql/spin-lock-not-freed': {
    id: 'C05',
    alsoIds: AT_BOTH,
    title: 'The driver left a spin lock allocated.',
    advice: 'Call NdisFreeSpinLock for each spin lock once it is no longer used.',
    document: DOCUMENTS.freeSpinLock,
  },
  'irql/spin-lock-not-initialized': {
    id: 'C05',
    title: 'The driver used a spin lock that it had not initialized.',
    advice: 'Call NdisAllocateSpinLock before the first use of a spin lock.',
    document: DOCUMENTS.allocateSpinLock,
  },
  'irql/spin-lock-acquired-twice': {
    id: 'C05',
    title: 'The driver acquired a spin lock that it held already.',
    advice:
      'Acquire a spin lock once, and split functions that are called both with and without it.',
    document: DOCUMENTS.acquireSpinLock,
  },
  'irql/spin-lock-not-held': {
    id: 'C05',
    title: 'The driver released a spin lock that it did not hold.',
    advice: 'Release a spin lock once for each time it was acquired.',
    document: DOCUMENTS.releaseSpinLock,
  },
  'irql/spin-lock-freed-while-held': {
    id: 'C05',
    title: 'The driver freed a spin lock while it was held.',
    advice: 'Release the spin lock before NdisFreeSpinLock.',
    document: DOCUMENTS.freeSpinLock,
  },
  'irql/dpr-lock-below-dispatch': {
    id: 'C06',
    title: 'The driver called a Dpr spin lock function below DISPATCH_LEVEL.',
    advice: 'Call NdisAcquireSpinLock where the IRQL may be below DISPATCH_LEVEL.',
    document: DOCUMENTS.dprAcquireSpinLock,
  },
  'irql/spin-lock-variants-mixed': {
    id: 'C06',
    title: 'The driver acquired a spin lock by one variant and released it by the other.',
    advice:
      'Pair NdisDprAcquireSpinLock with NdisDprReleaseSpinLock and NdisAcquireSpinLock with ' +
      'NdisReleaseSpinLock.',
    document: DOCUMENTS.dprAcquireSpinLock,
  },
  'irql/spin-lock-held-across-call': {
    id: 'C07',
    title: 'The driver held a spin lock across a call that must be made without one.',
    advice: 'Release the spin lock before calling, and look at the state again afterwards.',
    document: DOCUMENTS.resetComplete,
  },
  'irql/spin-lock-order-cycle': {
    id: 'C08',
    title: 'The driver acquires spin locks in orders that contradict each other.',
    advice: "Choose one order for the driver's spin locks and acquire them in it everywhere.",
    document: DOCUMENTS.verifier,
  },
  'irql/call-not-allowed-at-dirql': {
    id: 'C09',
    title:
      'The driver made a call from its interrupt service routine that is not allowed at the ' +
      "device's IRQL.",
    advice: 'Defer the work to MiniportHandleInterrupt.',
    document: DOCUMENTS.isr,
    windowsBugChecks: [{ code: BUGCODE_ID_DRIVER, parameter4: 1, resource: 'shared-memory' }],
  },
  'irql/stall-too-long': {
    id: 'C10',
    title: 'The driver asked NdisStallExecution for more than 50 microseconds.',
    advice: 'Stall at most 50 microseconds at once, and wait longer with NdisMSleep or a timer.',
    document: DOCUMENTS.stallExecution,
  },
  'irql/busy-wait-too-long': {
    id: 'C10',
    title: 'A handler of the driver spent too long in busy waiting.',
    advice:
      'Wait with NdisMSleep at PASSIVE_LEVEL or with a timer, and give up after a bounded time.',
    document: DOCUMENTS.stallExecution,
  },
} as const satisfies RulesOf<'irql'>;
