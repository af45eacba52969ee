/** The rules of registering with NDIS, loading and unloading: checks A01 to A14, C11. */
import { DOCUMENTS } from './documents';
import { AT_ENTRY } from './leak';
import type { RulesOf } from './rule';

export const REGISTRATION_RULES = {
  'registration/wrapper-order': {
    id: 'A01',
    title: 'The driver called an NDIS function before NdisMInitializeWrapper.',
    advice: 'Call NdisMInitializeWrapper first in DriverEntry, before any other NDIS function.',
    document: DOCUMENTS.initializeWrapper,
  },
  'registration/wrapper-handle-misused': {
    id: 'A01',
    title:
      'The driver passed as NdisWrapperHandle a value that NdisMInitializeWrapper did not return.',
    advice: 'Pass on the handle from NdisMInitializeWrapper, unmodified.',
    document: DOCUMENTS.initializeWrapper,
  },
  'registration/null-wrapper-used': {
    id: 'A01',
    title: 'NdisMInitializeWrapper failed and the driver passed its NULL handle on.',
    advice: 'Test the handle after NdisMInitializeWrapper and fail DriverEntry when it is NULL.',
    document: DOCUMENTS.initializeWrapper,
  },
  'registration/wrapper-used-after-termination': {
    id: 'A01',
    title: 'The driver used the wrapper handle after NdisTerminateWrapper.',
    advice: 'Let NdisTerminateWrapper be the last use of the handle, and return from DriverEntry.',
    document: DOCUMENTS.terminateWrapper,
  },
  'registration/terminated-twice': {
    id: 'A01',
    title: 'The driver called NdisTerminateWrapper twice for the same handle.',
    advice: 'Call NdisTerminateWrapper once, on the path that fails DriverEntry.',
    document: DOCUMENTS.terminateWrapper,
  },
  'registration/terminated-after-success': {
    id: 'A01',
    title:
      'The driver called NdisTerminateWrapper although its registration had succeeded and ' +
      'DriverEntry did not fail.',
    advice:
      'Keep the wrapper handle after a successful registration; NDIS releases it when the ' +
      'driver is unloaded.',
    document: DOCUMENTS.terminateWrapper,
  },
  'registration/wrapper-not-terminated': {
    id: 'A02',
    alsoIds: AT_ENTRY,
    title: 'The driver returned from a failed DriverEntry without calling NdisTerminateWrapper.',
    advice:
      'Call NdisTerminateWrapper(NdisWrapperHandle, NULL) before DriverEntry returns a failure.',
    document: DOCUMENTS.terminateWrapper,
  },
  'registration/status-not-returned': {
    id: 'A02',
    title: 'DriverEntry returned another status than the failed registration had given it.',
    advice:
      'Return from DriverEntry the status that NdisMRegisterMiniport or ' +
      'NdisIMRegisterLayeredMiniport returned.',
    document: DOCUMENTS.registerMiniport,
  },
  'registration/success-without-registration': {
    id: 'A02',
    title: 'DriverEntry returned success without having registered a miniport.',
    advice:
      'Return success from DriverEntry only after NdisMRegisterMiniport or ' +
      'NdisIMRegisterLayeredMiniport succeeded.',
    document: DOCUMENTS.driverEntry,
  },
  'registration/characteristics-version-invalid': {
    id: 'A04',
    title: 'The miniport characteristics carry an NDIS version that does not exist.',
    advice:
      'Set MajorNdisVersion and MinorNdisVersion to 3.0, 4.0, 5.0 or 5.1, and for a protocol to ' +
      '4.0 or 5.0.',
    document: DOCUMENTS.registerMiniport,
  },
  'registration/characteristics-length-invalid': {
    id: 'A04',
    title:
      'CharacteristicsLength is too small for the NDIS version that the characteristics carry.',
    advice: 'Pass the size of the characteristics structure of the version that is set in it.',
    document: DOCUMENTS.registerMiniport,
  },
  'registration/mandatory-handler-missing': {
    id: 'A04',
    title: 'The miniport characteristics lack a handler that a miniport of this kind must have.',
    advice: 'Set every mandatory handler before the registration.',
    document: DOCUMENTS.registerMiniport,
  },
  'registration/shutdown-handler-missing': {
    id: 'A05',
    title: 'The NDIS 5.1 miniport registered no MiniportShutdown.',
    advice: 'Set AdapterShutdownHandler in the NDIS 5.1 characteristics.',
    document: DOCUMENTS.miniportShutdown,
  },
  'registration/pnp-event-handler-missing': {
    id: 'A05',
    title: 'The NDIS 5.1 miniport registered no MiniportPnPEventNotify.',
    advice: 'Set PnPEventNotifyHandler in the NDIS 5.1 characteristics.',
    document: DOCUMENTS.exportPnpEventNotify,
  },
  'registration/attributes-not-set-first': {
    id: 'A06',
    title: 'The driver claimed a hardware resource before it had set its attributes.',
    advice:
      'Call NdisMSetAttributes or NdisMSetAttributesEx in MiniportInitialize before any call ' +
      'that claims a resource.',
    document: DOCUMENTS.setAttributes,
  },
  'registration/medium-index-out-of-list': {
    id: 'A07',
    title: 'MiniportInitialize selected a medium outside the array it was given.',
    advice: 'Set SelectedMediumIndex to the index of an element of MediumArray.',
    document: DOCUMENTS.initialize,
  },
  'registration/unsupported-medium-accepted': {
    id: 'A07',
    title:
      'MiniportInitialize succeeded although MediumArray holds no medium that the driver supports.',
    advice: 'Return NDIS_STATUS_UNSUPPORTED_MEDIA when no element of MediumArray fits.',
    document: DOCUMENTS.initialize,
  },
  'registration/initialize-status-wrong': {
    id: 'A08',
    title: 'MiniportInitialize did not return the failure of the step that failed.',
    advice:
      'Return from MiniportInitialize the status of the step that failed, and never success ' +
      'after a failed mandatory step.',
    document: DOCUMENTS.initialize,
  },
  'registration/no-error-log-entry': {
    id: 'A08',
    title: 'MiniportInitialize failed and wrote nothing to the error log.',
    advice:
      'Call NdisWriteErrorLogEntry with the cause before MiniportInitialize returns a failure.',
    document: DOCUMENTS.writeErrorLogEntry,
  },
  'registration/second-start-differs': {
    id: 'own',
    title: 'A driver that was stopped does not start again while it stays loaded.',
    advice:
      'Keep what belongs to an adapter in its context, and leave nothing of it in global variables.',
    document: DOCUMENTS.halt,
  },
  'registration/second-load-differs': {
    id: 'A10',
    title: 'The driver behaved differently when it was loaded again after a failure.',
    advice:
      'Undo every effect of a failed load, globals and device state included, so that the next ' +
      'load starts as the first did.',
    document: DOCUMENTS.ndisTest,
  },
  'registration/load-unload-grows': {
    id: 'A11',
    title: 'Each cycle of load and unload leaves more resources in use than the one before.',
    advice: 'Give back at unload everything that loading took.',
    document: DOCUMENTS.verifier,
  },
  'registration/adapters-not-independent': {
    id: 'A13',
    title: 'The failure of one adapter disturbed another adapter of the same driver.',
    advice: 'Keep state per adapter, and release on failure only what belongs to the failing one.',
    document: DOCUMENTS.initialize,
  },
  'registration/callback-never-returns': {
    id: 'A14',
    title: 'A handler of the driver did not return.',
    advice: 'Bound every wait and every loop, by count or by time, and return.',
    document: DOCUMENTS.own,
  },
  'registration/forbidden-import': {
    id: 'C11',
    title: 'The driver imports kernel functions that no miniport may call.',
    advice: 'Use the function of NDIS for the purpose, if there is one, or do without.',
    document: DOCUMENTS.restrictedRoutines,
  },
  'registration/handler-returned-nonsense': {
    id: 'own',
    title: 'A handler of the driver returned a value that is no status of that handler.',
    advice: "Return one of the status values that the handler's page lists.",
    document: DOCUMENTS.own,
  },
  'registration/nonsense-argument': {
    id: 'own',
    title: 'The driver passed a value to the kernel interface that its function cannot take.',
    advice: 'Pass values of the types and in the number that the function declares.',
    document: DOCUMENTS.own,
  },
} as const satisfies RulesOf<'registration'>;
