/** The rules of interrupts, timers, work items: checks A12, B16, E01 to E11. */
import {
  BUGCODE_ID_DRIVER,
  DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS,
} from '../bug-codes';
import { DOCUMENTS } from './documents';
import { AT_ADAPTER, AT_BOTH } from './leak';
import type { RulesOf } from './rule';

export const INTERRUPT_RULES = {
  'interrupt/callback-after-unload': {
    id: 'A12',
    title: 'A handler of the driver ran after the driver was halted or unloaded.',
    advice:
      'Cancel timers, finish work items and deregister the interrupt before MiniportHalt or the ' +
      'unload handler returns.',
    document: DOCUMENTS.unloadedPending,
    windowsBugChecks: [{ code: DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS }],
  },
  'interrupt/work-after-unload': {
    id: 'B16',
    alsoIds: AT_BOTH,
    title: 'A work item or a callback was still there when the driver was halted or unloaded.',
    advice:
      'Wait for queued work items, and unregister callbacks, before MiniportHalt or the unload handler returns.',
    document: DOCUMENTS.unloadedPending,
    // No windowsBugChecks: Windows notices it when the item runs, as callback-after-unload.
  },
  'interrupt/work-item-freed-before-run': {
    id: 'B16',
    title: 'The driver freed a work item that was queued.',
    advice: 'Free a work item in its own routine or after it has run.',
    document: DOCUMENTS.scheduleWorkItem,
  },
  'interrupt/interrupt-not-deregistered': {
    id: 'E01',
    alsoIds: AT_ADAPTER,
    title: 'The driver left its interrupt registered.',
    advice:
      'Call NdisMDeregisterInterrupt in MiniportHalt and on the failing paths of ' +
      'MiniportInitialize.',
    document: DOCUMENTS.halting,
    windowsBugChecks: [
      { code: BUGCODE_ID_DRIVER, parameter4: 1, at: 'MiniportInitialize' },
      { code: BUGCODE_ID_DRIVER, parameter4: 2, at: 'MiniportHalt' },
    ],
  },
  'interrupt/timer-not-cancelled': {
    id: 'E02',
    alsoIds: AT_ADAPTER,
    title: 'The driver left a timer set.',
    advice: 'Cancel each timer in MiniportHalt and on the failing paths of MiniportInitialize.',
    document: DOCUMENTS.halting,
    // NDIS looks at its queue of NDIS_MINIPORT_TIMER, and so not at timers of NdisSetTimer.
    windowsBugChecks: [
      { code: BUGCODE_ID_DRIVER, parameter4: 1, at: 'MiniportInitialize' },
      { code: BUGCODE_ID_DRIVER, parameter4: 2, at: 'MiniportHalt' },
    ],
  },
  'interrupt/running-timer-not-awaited': {
    id: 'E03',
    title: 'The driver did not wait for a timer that had fired although it could not be cancelled.',
    advice:
      'When the cancelling call says FALSE, wait until the timer function has run before ' +
      'freeing what it uses.',
    document: DOCUMENTS.cancelTimer,
  },
  'interrupt/timer-freed-while-set': {
    id: 'E04',
    title: 'The driver freed memory that held a set timer.',
    advice: 'Cancel the timer before freeing its memory.',
    document: DOCUMENTS.timerOrDpcInvalid,
  },
  'interrupt/timer-not-initialized': {
    id: 'E04',
    title: 'The driver used a timer that it had not initialized.',
    advice: 'Call NdisMInitializeTimer or NdisInitializeTimer before the first use of a timer.',
    document: DOCUMENTS.initializeTimer,
  },
  'interrupt/event-not-initialized': {
    id: 'own',
    title: 'The driver used an event that it had not initialized.',
    advice: 'Call NdisInitializeEvent before the first use of an event.',
    document: DOCUMENTS.initializeEvent,
  },
  'interrupt/not-ready-for-interrupt': {
    id: 'E05',
    title: 'The driver was not ready for an interrupt that came while it was initializing.',
    advice: 'Prepare everything that MiniportISR uses before NdisMRegisterInterrupt.',
    document: DOCUMENTS.registerInterrupt,
  },
  'interrupt/foreign-interrupt-claimed': {
    id: 'E06',
    title: 'MiniportISR claimed an interrupt of another device on the line.',
    advice: 'Set InterruptRecognized to FALSE when the device does not assert its interrupt.',
    document: DOCUMENTS.isr,
  },
  'interrupt/shared-line-without-isr': {
    id: 'E07',
    title:
      'The driver registered a shared interrupt without asking for its service routine to be ' +
      'called.',
    advice: 'Pass RequestIsr as TRUE and supply MiniportISR when SharedInterrupt is TRUE.',
    document: DOCUMENTS.interruptHandlers,
  },
  'interrupt/interrupt-storm': {
    id: 'E08',
    title: 'The interrupt line stayed asserted after the service routine had claimed it.',
    advice: 'Clear or mask in MiniportISR the causes that it recognizes.',
    document: DOCUMENTS.handlingInterrupt,
  },
  'interrupt/interrupts-not-reenabled': {
    id: 'E08',
    title: 'The driver left its interrupts masked after handling them.',
    advice:
      'Enable the interrupts again at the end of MiniportHandleInterrupt or in ' +
      'MiniportEnableInterrupt.',
    document: DOCUMENTS.handleInterrupt,
  },
  'interrupt/dpc-unbounded': {
    id: 'E08',
    title: 'MiniportHandleInterrupt ran for too long.',
    advice: 'Bound the work of one call, and leave the rest to the next.',
    document: DOCUMENTS.handleInterrupt,
  },
  'interrupt/deregistered-unmasked': {
    id: 'E09',
    title: 'The driver deregistered its interrupt while the device could still raise one.',
    advice: 'Mask the interrupts of the device before NdisMDeregisterInterrupt.',
    document: DOCUMENTS.deregisterInterrupt,
  },
  'interrupt/deregistered-outside-initialize-or-halt': {
    id: 'E09',
    title: 'The driver deregistered its interrupt outside MiniportInitialize and MiniportHalt.',
    advice: 'Call NdisMDeregisterInterrupt only there, and only after a successful registration.',
    document: DOCUMENTS.deregisterInterrupt,
  },
  'interrupt/synchronized-after-deregistration': {
    id: 'E09',
    title:
      'The driver called NdisMSynchronizeWithInterrupt after it had deregistered the interrupt.',
    advice: 'Make the last synchronized call before NdisMDeregisterInterrupt.',
    document: DOCUMENTS.deregisterInterrupt,
  },
  'interrupt/race-not-survived': {
    id: 'E10',
    title: 'The driver did not survive an interrupt or timer at an unlucky moment.',
    advice:
      'Guard what handlers share with a spin lock or NdisMSynchronizeWithInterrupt, and check ' +
      'the state under it.',
    document: DOCUMENTS.synchronizeWithInterrupt,
  },
  'interrupt/lost-interrupt-not-recovered': {
    id: 'E11',
    title: 'The driver did not recover from a lost interrupt.',
    advice: 'Notice the standstill in MiniportCheckForHang and let NDIS reset the device.',
    document: DOCUMENTS.checkForHang,
  },
  'interrupt/false-hang': {
    id: 'E11',
    title: 'MiniportCheckForHang reported a hang of a device that was merely idle.',
    advice: 'Report a hang only while work is pending and none of it makes progress.',
    document: DOCUMENTS.checkForHang,
  },
} as const satisfies RulesOf<'interrupt'>;
