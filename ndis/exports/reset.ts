/** Resets: their completion by a miniport. */
import { resetComplete } from '../wrapper/lifecycle';
import { exported, input, Irql } from '../row';
import { BOOLEAN, NDIS_STATUS, VOID, handle } from '../types';

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.ResetCompleteHandler.
export const NdisMResetComplete = exported({
  name: 'NdisMResetComplete',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Status', NDIS_STATUS),
    input('AddressingReset', BOOLEAN),
  ],
  irql: Irql.DISPATCH,
  withLock: 'irql/spin-lock-held-across-call',
  breaks: ['power/reset-completed-unexpectedly'],
  page: 'nf-ndis-ndismresetcomplete',
  summary: 'Ends a MiniportReset that was pending.',
  body: (os, MiniportAdapterHandle, Status, AddressingReset) =>
    resetComplete(os.adapter(MiniportAdapterHandle), Status, AddressingReset),
});
