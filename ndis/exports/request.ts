/** OID requests: their completion by a miniport. */
import { requestComplete } from '../wrapper/requests';
import { exported, input, Irql } from '../row';
import { NDIS_STATUS, VOID, handle } from '../types';

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.QueryCompleteHandler.
export const NdisMQueryInformationComplete = exported({
  name: 'NdisMQueryInformationComplete',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter')), input('Status', NDIS_STATUS)],
  irql: Irql.DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  page: 'ff553575',
  summary: 'Ends a MiniportQueryInformation that was pending.',
  body: (os, MiniportAdapterHandle, Status) =>
    requestComplete(os.adapter(MiniportAdapterHandle), Status),
});

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.SetCompleteHandler.
export const NdisMSetInformationComplete = exported({
  name: 'NdisMSetInformationComplete',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter')), input('Status', NDIS_STATUS)],
  irql: Irql.DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  page: 'ff553626',
  summary: 'Ends a MiniportSetInformation that was pending.',
  body: (os, MiniportAdapterHandle, Status) =>
    requestComplete(os.adapter(MiniportAdapterHandle), Status),
});
