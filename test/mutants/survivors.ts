/**
 * The mutants that nothing shows, with the reason: either what they do is as good as what the sample
 * does, or a check is missing, and which. Written by hand, by the names of the mutants, in which
 * there are no lines.
 */

interface Reason {
  readonly because: string;
  /** False: it does something else, and counts as not found. */
  readonly isEquivalent: boolean;
  readonly mutants: readonly string[];
}

/** In the order of the report. */
export const SURVIVORS: readonly Reason[] = [
  {
    because:
      'NdisFreeMemory looks at Length only if there are flags (ff551990), and the flags are 0.',
    isEquivalent: true,
    mutants: [
      'e1000 releaseAdapter: argument NdisFreeMemory.Length',
      'e1000 findResources: argument NdisFreeMemory.Length',
      'e1000 freeRings: argument NdisFreeMemory.Length',
      'ne2000 releaseAdapter: argument NdisFreeMemory.Length',
      'netvmini releaseAdapter: argument NdisFreeMemory.Length',
      'netvmini freePackets: argument NdisFreeMemory.Length',
      'passthru releaseAdapter: argument NdisFreeMemory.Length',
      'rtl8139 freeBuffers: argument NdisFreeMemory.Length',
      'rtl8139 releaseAdapter: argument NdisFreeMemory.Length',
    ],
  },
  {
    because: 'NdisTerminateWrapper does not use SystemSpecific.',
    isEquivalent: true,
    mutants: ['e1000', 'ne2000', 'netvmini', 'passthru', 'rtl8139'].map(
      (sample) => `${sample} DriverEntry: argument NdisTerminateWrapper.SystemSpecific`,
    ),
  },
  {
    because:
      'Nobody looks at StatusBuffer where StatusBufferSize is 0, as it is for a change of the link.',
    isEquivalent: true,
    mutants: [
      'e1000 reportLink: argument NdisMIndicateStatus.StatusBuffer',
      'ne2000 watchLink: argument NdisMIndicateStatus.StatusBuffer',
      'netvmini tellLink: argument NdisMIndicateStatus.StatusBuffer',
      'rtl8139 checkLink: argument NdisMIndicateStatus.StatusBuffer',
    ],
  },
  {
    because:
      'MiniportReceiveContext is whatever the driver likes, and this one has one frame at a time: it ' +
      'does not look at what MiniportTransferData gives back.',
    isEquivalent: true,
    mutants: [
      'ne2000 indicateFrame: argument NdisMEthIndicateReceive.MiniportReceiveContext',
      'rtl8139 indicate: argument NdisMEthIndicateReceive.MiniportReceiveContext',
    ],
  },
  {
    because:
      'A shutdown handler may be deregistered by a driver that has none (ff553486), and it may be the ' +
      'first thing that is given back: it has nothing to do with the rest.',
    isEquivalent: true,
    mutants: [
      'ne2000 releaseAdapter: double NdisMDeregisterAdapterShutdownHandler',
      'ne2000 releaseAdapter: early NdisMDeregisterAdapterShutdownHandler',
      'rtl8139 releaseAdapter: double NdisMDeregisterAdapterShutdownHandler',
    ],
  },
  {
    because: 'The packet has one buffer: to unchain another gives NULL, which nobody looks at.',
    isEquivalent: true,
    mutants: ['e1000 freePackets: double NdisUnchainBufferAtFront'],
  },
  {
    because:
      'With AddressingReset NDIS sets filter and addresses again, which the driver still has.',
    isEquivalent: true,
    mutants: ['e1000 wakeUp: argument NdisMResetComplete.AddressingReset'],
  },
  {
    because:
      'A call that fails gives NULL, which is what the adapter has there already, and the failure is ' +
      'returned all the same.',
    isEquivalent: true,
    mutants: [
      'e1000 mapRegisters: unchecked Result === NDIS_STATUS_SUCCESS',
      'rtl8139 allocateBuffers: unchecked Result === NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'Its event is never signalled later than the wait ends: MsToWait is 4 ms, and 0 is forever.',
    isEquivalent: true,
    mutants: ['netvmini releaseAdapter: argument NdisWaitEvent.MsToWait'],
  },
  {
    because:
      'No check: that a change of the link is told, as what it is. The link is asked for by ' +
      'OID_GEN_MEDIA_CONNECT_STATUS, and what is indicated is not compared with it.',
    isEquivalent: false,
    mutants: [
      'e1000 reportLink: drop NdisMIndicateStatus',
      'e1000 reportLink: argument NdisMIndicateStatus.GeneralStatus',
      'ne2000 watchLink: drop NdisMIndicateStatus',
      'ne2000 watchLink: argument NdisMIndicateStatus.GeneralStatus',
      'netvmini tellLink: drop NdisMIndicateStatus',
      'netvmini tellLink: argument NdisMIndicateStatus.GeneralStatus',
      'rtl8139 checkLink: drop NdisMIndicateStatus',
      'rtl8139 checkLink: argument NdisMIndicateStatus.GeneralStatus',
    ],
  },
];

/** By the name of the mutant. */
export const REASONS: ReadonlyMap<string, Reason> = new Map(
  SURVIVORS.flatMap((reason) => reason.mutants.map((name) => [name, reason] as const)),
);
