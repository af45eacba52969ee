/**
 * The mutants that nothing shows, with the reason: either what they do is as good as what the sample
 * does, or a check or a situation is missing, and which. Written by hand, by the names of the
 * mutants, in which there are no lines.
 */

interface Reason {
  readonly because: string;
  /** False: it does something else, and counts as not found. */
  readonly isEquivalent: boolean;
  readonly mutants: readonly string[];
}

/** The names that begin alike. */
function all(start: string, ...ends: readonly string[]): readonly string[] {
  return ends.map((end) => `${start}${end}`);
}

const EQUIVALENT: readonly Omit<Reason, 'isEquivalent'>[] = [
  {
    because:
      'NdisFreeMemory looks at Length only if there are flags (ff551990), and the flags are 0.',
    mutants: [
      'dc21x4 releaseAdapter: argument NdisFreeMemory.Length',
      'echo freeParts: argument NdisFreeMemory.Length',
      'echo releaseAdapter: argument NdisFreeMemory.Length',
      'e1000 releaseAdapter: argument NdisFreeMemory.Length',
      'e1000 findResources: argument NdisFreeMemory.Length',
      'e1000 freeRings: argument NdisFreeMemory.Length',
      'ne2000 releaseAdapter: argument NdisFreeMemory.Length',
      'netkvm releaseAdapter: argument NdisFreeMemory.Length',
      'netvmini releaseAdapter: argument NdisFreeMemory.Length',
      'nullmodem haltWith: argument NdisFreeMemory.Length',
      'netvmini freePackets: argument NdisFreeMemory.Length',
      'passthru releaseAdapter: argument NdisFreeMemory.Length',
      'rtl8139 freeBuffers: argument NdisFreeMemory.Length',
      'rtl8139 releaseAdapter: argument NdisFreeMemory.Length',
    ],
  },
  {
    because: 'NdisTerminateWrapper does not use SystemSpecific.',
    mutants: [
      ...['dc21x4', 'e1000', 'ne2000', 'netkvm', 'netvmini', 'rtl8139'].map(
        (sample) => `${sample} DriverEntry: argument NdisTerminateWrapper.SystemSpecific`,
      ),
      'nullmodem nullModemWith: argument NdisTerminateWrapper.SystemSpecific',
      'passthru passthruWith: argument NdisTerminateWrapper.SystemSpecific',
    ],
  },
  {
    because:
      'Nobody looks at StatusBuffer where StatusBufferSize is 0, as it is for a change of the link.',
    mutants: [
      'dc21x4 checkLink: argument NdisMIndicateStatus.StatusBuffer',
      'e1000 reportLink: argument NdisMIndicateStatus.StatusBuffer',
      'ne2000 watchLink: argument NdisMIndicateStatus.StatusBuffer',
      'netkvm checkLink: argument NdisMIndicateStatus.StatusBuffer',
      'netvmini tellLink: argument NdisMIndicateStatus.StatusBuffer',
      'passthru ProtocolStatus: argument NdisMIndicateStatus.StatusBuffer',
      'rtl8139 checkLink: argument NdisMIndicateStatus.StatusBuffer',
    ],
  },
  {
    because:
      'NDIS takes an adapter for connected until it says otherwise: what this one says when it has ' +
      'started changes nothing.',
    mutants: [
      'netvmini tellLink: drop NdisMIndicateStatus',
      'netvmini tellLink: argument NdisMIndicateStatus.GeneralStatus',
    ],
  },
  {
    because:
      'MiniportReceiveContext is whatever the driver likes, and this one has one frame at a time: it ' +
      'does not look at what MiniportTransferData gives back.',
    mutants: [
      'dc21x4 indicate: argument NdisMEthIndicateReceive.MiniportReceiveContext',
      'ne2000 indicateFrame: argument NdisMEthIndicateReceive.MiniportReceiveContext',
      'rtl8139 indicate: argument NdisMEthIndicateReceive.MiniportReceiveContext',
    ],
  },
  {
    because:
      'A shutdown handler may be deregistered by a driver that has none (ff553486), and it may be the ' +
      'first thing that is given back: it has nothing to do with the rest.',
    mutants: [
      'ne2000 releaseAdapter: double NdisMDeregisterAdapterShutdownHandler',
      'ne2000 releaseAdapter: early NdisMDeregisterAdapterShutdownHandler',
      'rtl8139 releaseAdapter: double NdisMDeregisterAdapterShutdownHandler',
    ],
  },
  {
    because:
      'The packet has no more buffers: to unchain another gives NULL, which nobody looks at.',
    mutants: [
      'e1000 freePackets: double NdisUnchainBufferAtFront',
      'netkvm freeMemory: double NdisUnchainBufferAtFront',
      ...all('echo freeReply: double NdisUnchainBufferAtFront', '', ' (2)'),
    ],
  },
  {
    because: 'A buffer that could not be allocated is NULL, which is what is given on.',
    mutants: ['echo createBuffer: unchecked Status === NDIS_STATUS_SUCCESS'],
  },
  {
    because: 'Neither buffer needs the other: either may be freed first.',
    mutants: ['echo freeParts: early NdisFreeBuffer'],
  },
  {
    because: 'What is freed is not used by what is given back after it.',
    mutants: ['netvmini freePackets: early NdisFreeMemory'],
  },
  {
    because:
      'With AddressingReset NDIS sets filter and addresses again, which the driver still has.',
    mutants: ['e1000 wakeUp: argument NdisMResetComplete.AddressingReset'],
  },
  {
    because:
      'A call that fails gives NULL or 0, which is what the adapter has there already, and the ' +
      'failure is returned all the same.',
    mutants: [
      'e1000 mapRegisters: unchecked Result === NDIS_STATUS_SUCCESS',
      'passthru createPools: unchecked receive.Status === NDIS_STATUS_SUCCESS',
      'echo createPools: unchecked buffers.Status === NDIS_STATUS_SUCCESS',
      'rtl8139 allocateBuffers: unchecked Result === NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'An address that could not be read has no bytes, and one that has not six is passed over.',
    mutants: [
      'dc21x4 readConfiguration: unchecked address.Status === NDIS_STATUS_SUCCESS',
      'e1000 readNetworkAddress: unchecked Status !== NDIS_STATUS_SUCCESS',
      'netkvm readConfiguration: unchecked address.Status === NDIS_STATUS_SUCCESS',
      'ne2000 readConfiguration: unchecked Status === NDIS_STATUS_SUCCESS',
      'netvmini chooseAddress: unchecked set.Status === NDIS_STATUS_SUCCESS',
      'rtl8139 readConfiguration: unchecked address.Status === NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'A list of resources that could not be read has none in it, which is a failure of its own.',
    mutants: [
      'dc21x4 findResources: unchecked Status !== NDIS_STATUS_SUCCESS',
      'netkvm findResources: unchecked Status !== NDIS_STATUS_SUCCESS',
      'rtl8139 findResources: unchecked Status !== NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because: 'Nobody looks at BytesRead of a request that failed.',
    mutants: [
      'dc21x4 MiniportSetInformation: unchecked Result === NDIS_STATUS_SUCCESS',
      'netkvm MiniportSetInformation: unchecked Result === NDIS_STATUS_SUCCESS',
      'ne2000 result: unchecked status === NDIS_STATUS_SUCCESS',
      'rtl8139 MiniportSetInformation: unchecked Result === NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'NDIS looks in the status of an indicated packet for NDIS_STATUS_RESOURCES alone; any other ' +
      'lends it to the protocols (ff553533).',
    mutants: [
      'netvmini indicateArrivals: drop NDIS_SET_PACKET_STATUS',
      'netvmini indicateArrivals: argument NDIS_SET_PACKET_STATUS.Status',
    ],
  },
  {
    because:
      'It is told of packets that failed, and four more than this error is another: no page says ' +
      'which one it has to be.',
    mutants: [
      'netvmini MiniportSendPackets: argument NdisMSendComplete.Status',
      'passthru sendPacketsWith: argument NdisMSendComplete.Status',
    ],
  },
  {
    because:
      'The packet fails with NDIS_STATUS_FAILURE in place of a status that says why: an error as well.',
    mutants: ['e1000 MiniportSendPackets: unchecked status === NDIS_STATUS_SUCCESS (3)'],
  },
  {
    because:
      'Its event is never signalled later than the wait ends: MsToWait is 4 ms, and 0 is forever.',
    mutants: ['netvmini releaseAdapter: argument NdisWaitEvent.MsToWait'],
  },
];

const NOT_FOUND: readonly Omit<Reason, 'isEquivalent'>[] = [
  {
    because:
      'No check for drivers for NDIS 4: that a change of the link is told. It is OID_GEN_MEDIA_' +
      'CONNECT_STATUS of NDIS 5 that demands it.',
    mutants: [
      'ne2000 watchLink: drop NdisMIndicateStatus',
      'ne2000 watchLink: argument NdisMIndicateStatus.GeneralStatus',
    ],
  },
  {
    because:
      'No check: that an intermediate driver has told NDIS which of its edges belong together before ' +
      'it brings up a virtual miniport.',
    mutants: ['passthru registerEdges: drop NdisIMAssociateMiniport'],
  },
  {
    because:
      'No check: that the lines of a WAN miniport come up, for they may wait until somebody dials; ' +
      'that what is told of one is completed, which is asked of a change of the medium; how frames ' +
      'are counted that NDISWAN does not take.',
    mutants: all(
      'nullmodem ',
      ...['indicate: drop NdisMIndicateStatus', 'indicate: drop NdisMIndicateStatusComplete'],
      'indicate: argument NdisMIndicateStatus.GeneralStatus',
      'arrive: unchecked Status === NDIS_STATUS_SUCCESS',
    ),
  },
  {
    because: 'No check: that of a burst as much is on the wire as was completed as sent.',
    mutants: ['dc21x4 MiniportSend: owner NDIS_STATUS_RESOURCES'],
  },
  {
    because:
      'No check: that an adapter which got less than it wanted of what it needs does not start; it ' +
      'runs with fewer buffers.',
    mutants: [
      'netvmini MiniportInitialize: unchecked status === NDIS_STATUS_SUCCESS',
      'netvmini allocatePackets: unchecked status !== NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'No check: that the device is masked as soon as traffic is to end; until it is reset, a moment ' +
      'later, its interrupts do no harm.',
    mutants: [
      'e1000 disableInterrupts: drop NdisMSynchronizeWithInterrupt',
      'e1000 disableInterrupts: argument NdisMSynchronizeWithInterrupt.SynchronizeContext',
    ],
  },
  {
    because: 'No situation: a second processor, which sets the timer that was just cancelled.',
    mutants: [
      'e1000 cancelLinkWatch: early NdisMCancelTimer',
      'netvmini stopTraffic: early NdisMCancelTimer',
      'nullmodem turnOff: early NdisMCancelTimer',
    ],
  },
  {
    because:
      'No situation: a packet of very many buffers, or the rest of a frame, whose buffer cannot be ' +
      'mapped, or for which there is no memory. They come in packet-shapes, where nothing fails.',
    mutants: [
      'dc21x4 copyToPacket: unchecked VirtualAddress === NULL',
      'e1000 allocateBuffers: unchecked status !== NDIS_STATUS_SUCCESS',
      'e1000 coalesce: unchecked data === NULL',
      'rtl8139 copyToPacket: unchecked VirtualAddress === NULL',
    ],
  },
  {
    because: 'No situation: packets are sent while the link is down, or the adapter does not run.',
    mutants: [
      'e1000 MiniportSendPackets: unchecked status === NDIS_STATUS_SUCCESS',
      'e1000 MiniportSendPackets: unchecked status === NDIS_STATUS_SUCCESS (2)',
      'e1000 handleTransmit: unchecked adapter.SendStatus === NDIS_STATUS_SUCCESS',
      'netvmini arrive: unchecked adapter.SendStatus === NDIS_STATUS_SUCCESS',
      'netvmini queue: unchecked status === NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'No situation: NdisScheduleWorkItem fails, or the second reading of the resources does.',
    mutants: [
      'e1000 findResources: unchecked second.Status === NDIS_STATUS_SUCCESS',
      'netvmini join: unchecked status !== NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'No situation: a packet of an intermediate driver of its own is still being sent when its ' +
      'virtual miniport is halted: the protocols above have closed by then, and wait for their sends.',
    mutants: ['passthru releaseAdapter: early NdisFreePacketPool (2)'],
  },
  {
    because:
      'No check: that a bind is given up at the step that failed, and not at a later one that needs it, ' +
      'or at none.',
    mutants: [
      'echo bind: unchecked status !== NDIS_STATUS_SUCCESS (3)',
      'passthru bind: unchecked status !== NDIS_STATUS_SUCCESS',
    ],
  },
  {
    because:
      'No situation: the adapter below is so short of packets that it wants each back at once.',
    mutants: [
      'passthru ProtocolReceivePacket: unchecked ndis.NDIS_GET_PACKET_STATUS(Packet) === NDIS_STATUS_RESOURCES',
    ],
  },
  {
    because: 'No situation: a transfer of data fails.',
    mutants: ['echo transferred: unchecked status === NDIS_STATUS_SUCCESS'],
  },
  {
    because: 'No check: that a transfer which ended well below is not said to have failed above.',
    mutants: ['passthru ProtocolTransferDataComplete: argument NdisMTransferDataComplete.Status'],
  },
];

/** In the order of the report. */
export const SURVIVORS: readonly Reason[] = [
  ...EQUIVALENT.map((one) => ({ ...one, isEquivalent: true })),
  ...NOT_FOUND.map((one) => ({ ...one, isEquivalent: false })),
];

/** By the name of the mutant. */
export const REASONS: ReadonlyMap<string, Reason> = new Map(
  SURVIVORS.flatMap((reason) => reason.mutants.map((name) => [name, reason] as const)),
);
