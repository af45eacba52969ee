/** The rules of power, Plug and Play, reset, shutdown and halt: checks H01 to H08. */
import { BUGCODE_ID_DRIVER } from '../bug-codes';
import { DOCUMENTS } from './documents';
import type { RulesOf } from './rule';

export const POWER_RULES = {
  'power/set-power-refused': {
    id: 'H01',
    title: 'The driver refused a change of its power state.',
    advice: 'Return NDIS_STATUS_SUCCESS for OID_PNP_SET_POWER.',
    document: DOCUMENTS.setPower,
  },
  'power/device-active-in-d3': {
    id: 'H01',
    title: 'The driver entered a sleeping state with the device or a timer still active.',
    advice: 'Mask interrupts, stop the device and cancel timers before the request is completed.',
    document: DOCUMENTS.setPower,
  },
  'power/hardware-accessed-in-d3': {
    id: 'H01',
    title: 'The driver accessed the device while it was in a sleeping state.',
    advice: 'Leave the registers alone until the device is back in D0.',
    document: DOCUMENTS.setPower,
  },
  'power/traffic-lost-after-sleep': {
    id: 'H02',
    title: 'After sleep the driver does not receive or send what it did before.',
    advice: 'Set the device up anew when it returns to D0, with packet filter and multicast list.',
    document: DOCUMENTS.setPower,
  },
  'power/wake-up-not-signalled': {
    id: 'own',
    title: 'An event that the driver said can wake the system did not.',
    advice:
      'Arm the device for each event of OID_PNP_ENABLE_WAKE_UP before sleep, and name in ' +
      'OID_PNP_CAPABILITIES only what it can do.',
    document: DOCUMENTS.setPower,
  },
  'power/removal-not-survived': {
    id: 'H03',
    title: 'The driver did not survive the sudden removal of its device.',
    advice:
      'Take a register that reads all ones for a sign of removal, end loops on it, and let ' +
      'MiniportHalt finish.',
    document: DOCUMENTS.pnpEventNotify,
  },
  'power/unknown-event-not-ignored': {
    id: 'H03',
    title: 'The driver did not ignore a PnP event that it does not know.',
    advice: 'Return from MiniportPnPEventNotify without doing anything for unknown events.',
    document: DOCUMENTS.pnpEventNotify,
  },
  'power/reset-not-completed': {
    id: 'H04',
    title:
      'The driver returned NDIS_STATUS_PENDING from MiniportReset and never completed the reset.',
    advice: 'Call NdisMResetComplete once for each pending reset.',
    document: DOCUMENTS.resetComplete,
  },
  'power/reset-completed-unexpectedly': {
    id: 'H04',
    title: 'The driver completed a reset that was not pending.',
    advice: 'Call NdisMResetComplete only after MiniportReset returned NDIS_STATUS_PENDING.',
    document: DOCUMENTS.resetComplete,
    windowsBugChecks: [{ code: BUGCODE_ID_DRIVER }],
  },
  'power/reset-kept-pending-sends': {
    id: 'H05',
    title: 'The driver kept sends pending across a reset.',
    advice: 'Complete every pending send with a failure in MiniportReset.',
    document: DOCUMENTS.reset,
  },
  'power/reset-status-undocumented': {
    id: 'H04',
    title: 'A reset ended with a status that a reset does not have.',
    advice:
      'Return or complete with SUCCESS, NOT_RESETTABLE, RESET_IN_PROGRESS, SOFT_ERRORS or ' +
      'HARD_ERRORS.',
    document: DOCUMENTS.reset,
  },
  'power/reset-lost-settings': {
    id: 'H05',
    title: 'A reset lost the packet filter or the multicast list.',
    advice: 'Restore the settings, or set AddressingReset to TRUE so that NDIS does.',
    document: DOCUMENTS.resetComplete,
  },
  'power/shutdown-called-ndis': {
    id: 'H06',
    title: 'MiniportShutdown called an NDIS function.',
    advice: "Only write to the device's registers in MiniportShutdown.",
    document: DOCUMENTS.miniportShutdown,
  },
  'power/status-indicated-after-halt': {
    id: 'H07',
    title: 'The driver indicated a status in MiniportHalt or after it.',
    advice: 'Indicate no status once MiniportHalt is called.',
    document: DOCUMENTS.indicateStatus,
  },
  'power/media-status-unpaired': {
    id: 'H08',
    title: 'The driver indicated a change of the link without completing the indication.',
    advice: 'Call NdisMIndicateStatusComplete after each NdisMIndicateStatus.',
    document: DOCUMENTS.indicateStatus,
  },
  'power/link-change-not-told': {
    id: 'H08',
    title: 'The driver knows that its link has changed and has not told anybody.',
    advice:
      'Indicate NDIS_STATUS_MEDIA_DISCONNECT when the link is lost and NDIS_STATUS_MEDIA_CONNECT ' +
      'when it is back, within two seconds.',
    document: DOCUMENTS.mediaConnectStatus,
  },
  'power/traffic-while-disconnected': {
    id: 'H08',
    title: 'The driver indicated frames while it reported the link to be down.',
    advice: 'Indicate NDIS_STATUS_MEDIA_CONNECT as soon as the link is back.',
    document: DOCUMENTS.indicateStatus,
  },
} as const satisfies RulesOf<'power'>;
