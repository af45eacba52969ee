/** What a miniport reports of the state of its link. */
import { virtual } from '../../hardware/address';
import { MiniportHalt } from '../handlers';
import { DISPATCH_LEVEL, exported, input, Irql, optional } from '../row';
import { NDIS_STATUS, PVOID, UINT, VOID, handle } from '../types';
import type { Adapter } from '../wrapper/adapter';
import { indicateStatus, indicateStatusComplete } from '../wrapper/receive';

/** Where a status may be indicated. (NdisMIndicateStatus, Remarks) */
function judgePlace({ os, isDeserialized }: Adapter): void {
  if (os.boundary === MiniportHalt.name)
    os.report('power/status-indicated-after-halt', { what: 'MiniportHalt indicated a status.' });
  else if (!isDeserialized && os.irql < DISPATCH_LEVEL)
    os.report('irql/wrong-irql', {
      what: `A serialized driver called NdisMIndicateStatus at IRQL ${os.irql}; it may call it at IRQL ${DISPATCH_LEVEL}.`,
      irql: String(os.irql),
    });
}

// Drivers for Windows XP call it through NDIS_MINIPORT_BLOCK.StatusHandler.
// IRQL: at most DISPATCH_LEVEL for deserialized drivers, DISPATCH_LEVEL for serialized ones.
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
  withLock: 'irql/spin-lock-held-across-call',
  page: 'nf-ndis-ndismindicatestatus',
  afterHalt: 'power/status-indicated-after-halt',
  summary: "Reports a change of the adapter's state.",
  body: (os, MiniportAdapterHandle, GeneralStatus, StatusBuffer, StatusBufferSize) => {
    judgePlace(os.adapter(MiniportAdapterHandle));
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
