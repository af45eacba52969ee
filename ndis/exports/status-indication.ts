/** What a miniport reports of the state of its link. */
import { virtual } from '../../hardware/address';
import { indicateStatus, indicateStatusComplete } from '../wrapper/receive';
import { exported, input, Irql, optional } from '../row';
import { NDIS_STATUS, PVOID, UINT, VOID, handle } from '../types';

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.StatusHandler.
// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMIndicateStatus = exported({
  name: 'NdisMIndicateStatus',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('GeneralStatus', NDIS_STATUS),
    optional('StatusBuffer', PVOID),
    input('StatusBufferSize', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismindicatestatus',
  afterHalt: 'power/status-indicated-after-halt',
  summary: "Reports a change of the adapter's state.",
  body: (os, MiniportAdapterHandle, GeneralStatus, StatusBuffer, StatusBufferSize) => {
    // Protocols may look at all of it.
    if (StatusBufferSize > 0) {
      os.memory.read8(StatusBuffer);
      os.memory.read8(virtual(StatusBuffer + StatusBufferSize - 1));
    }
    indicateStatus(
      os.adapter(MiniportAdapterHandle),
      GeneralStatus,
      StatusBuffer,
      StatusBufferSize,
    );
  },
});

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.StatusCompleteHandler.
// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMIndicateStatusComplete = exported({
  name: 'NdisMIndicateStatusComplete',
  returns: VOID,
  args: [input('MiniportAdapterHandle', handle('miniport-adapter'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553540',
  afterHalt: 'power/status-indicated-after-halt',
  summary: 'Tells the protocols that a row of status indications has ended.',
  body: (os, MiniportAdapterHandle) => indicateStatusComplete(os.adapter(MiniportAdapterHandle)),
});
