/**
 * The drivers that ndislab brings, by the names they have on the command line. A faulty one exports
 * beside its DriverEntry what is to be found in it.
 */
import type { DriverModule } from '../ndis';
import type { RuleName } from '../ndis/rules';
import { MACHINE_SAMPLES, type MachineSample } from './c/samples';
import * as dc21x4 from './dc21x4';
import * as e1000 from './e1000';
import * as echo from './echo';
import * as acceptsAbsentNic from './faulty/accepts-absent-nic';
import * as acceptsAnyFilter from './faulty/accepts-any-filter';
import * as acceptsLongList from './faulty/accepts-long-list';
import * as acceptsReadOnlySets from './faulty/accepts-read-only-sets';
import * as allocatesNothing from './faulty/allocates-nothing';
import * as allocatesUntagged from './faulty/allocates-untagged';
import * as answersEveryQuery from './faulty/answers-every-query';
import * as asksForResourcesOnce from './faulty/asks-for-resources-once';
import * as asksSleepingNic from './faulty/asks-sleeping-nic';
import * as assignsItsResources from './faulty/assigns-its-resources';
import * as allocatesInReset from './faulty/allocates-in-reset';
import * as answersPacketsOnly from './faulty/answers-packets-only';
import * as asksBeyondFrame from './faulty/asks-beyond-frame';
import * as asksForNoIsr from './faulty/asks-for-no-isr';
import * as awaitsLinkInDpc from './faulty/awaits-link-in-dpc';
import * as busyWaitsInReset from './faulty/busy-waits-in-reset';
import * as believesItsNic from './faulty/believes-its-nic';
import * as associatesTooEarly from './faulty/associates-too-early';
import * as bindsBeforeOpening from './faulty/binds-before-opening';
import * as callsBeforeWrapper from './faulty/calls-before-wrapper';
import * as cancelsWithoutWaiting from './faulty/cancels-without-waiting';
import * as claimsEveryInterrupt from './faulty/claims-every-interrupt';
import * as claimsForeignPorts from './faulty/claims-foreign-ports';
import * as clearsPastItsRing from './faulty/clears-past-its-ring';
import * as clearsSentData from './faulty/clears-sent-data';
import * as closesBindingTwice from './faulty/closes-binding-twice';
import * as completesAsOnALan from './faulty/completes-as-on-a-lan';
import * as completesMappingTwice from './faulty/completes-mapping-twice';
import * as completesOwnPacket from './faulty/completes-own-packet';
import * as completesRequestTwice from './faulty/completes-request-twice';
import * as completesRequestWithPending from './faulty/completes-request-with-pending';
import * as completesResetTwice from './faulty/completes-reset-twice';
import * as completesSendUnderLock from './faulty/completes-send-under-lock';
import * as completesSendsTwice from './faulty/completes-sends-twice';
import * as completesSendsWithTrue from './faulty/completes-sends-with-true';
import * as countsChecksum from './faulty/counts-checksum';
import * as countsHeaderInFrameSize from './faulty/counts-header-in-frame-size';
import * as countsMapRegistersFromOne from './faulty/counts-map-registers-from-one';
import * as countsMediaFromOne from './faulty/counts-media-from-one';
import * as countsUnwrittenBytes from './faulty/counts-unwritten-bytes';
import * as deletesListEarly from './faulty/deletes-list-early';
import * as deniesBusMaster from './faulty/denies-bus-master';
import * as dereferencesNull from './faulty/dereferences-null';
import * as deregistersInterruptEarly from './faulty/deregisters-interrupt-early';
import * as deregistersInterruptTwice from './faulty/deregisters-interrupt-twice';
import * as deregistersOtherPorts from './faulty/deregisters-other-ports';
import * as deregistersUnmasked from './faulty/deregisters-unmasked';
import * as deregistersUpperEdgeFirst from './faulty/deregisters-upper-edge-first';
import * as dropsPacketInformation from './faulty/drops-packet-information';
import * as dropsShortestFrames from './faulty/drops-shortest-frames';
import * as dropsTinyFragments from './faulty/drops-tiny-fragments';
import * as exhaustsMemory from './faulty/exhausts-memory';
import * as failsCancelledSends from './faulty/fails-cancelled-sends';
import * as failsSilently from './faulty/fails-silently';
import * as forgetsBytesNeeded from './faulty/forgets-bytes-needed';
import * as forgetsEventHandler from './faulty/forgets-event-handler';
import * as forgetsMandatoryOid from './faulty/forgets-mandatory-oid';
import * as forgetsMediaConnect from './faulty/forgets-media-connect';
import * as forgetsOriginalPacket from './faulty/forgets-original-packet';
import * as forgetsReceiveComplete from './faulty/forgets-receive-complete';
import * as forgetsResetHandler from './faulty/forgets-reset-handler';
import * as forgetsSendResources from './faulty/forgets-send-resources';
import * as forgetsShutdownHandler from './faulty/forgets-shutdown-handler';
import * as forgetsStatusComplete from './faulty/forgets-status-complete';
import * as forgetsToCompleteMapping from './faulty/forgets-to-complete-mapping';
import * as forgetsToFlush from './faulty/forgets-to-flush';
import * as freesBufferPoolEarly from './faulty/frees-buffer-pool-early';
import * as freesChainedPacket from './faulty/frees-chained-packet';
import * as freesHeldLock from './faulty/frees-held-lock';
import * as freesInterior from './faulty/frees-interior';
import * as freesMapRegistersEarly from './faulty/frees-map-registers-early';
import * as freesMapRegistersFirst from './faulty/frees-map-registers-first';
import * as freesPacketPoolEarly from './faulty/frees-packet-pool-early';
import * as freesPacketUnderLock from './faulty/frees-packet-under-lock';
import * as freesQueuedWorkItem from './faulty/frees-queued-work-item';
import * as freesRingBeforeStopping from './faulty/frees-ring-before-stopping';
import * as freesRingInShutdown from './faulty/frees-ring-in-shutdown';
import * as freesRingInUse from './faulty/frees-ring-in-use';
import * as freesRingWithOtherLength from './faulty/frees-ring-with-other-length';
import * as freesSetTimer from './faulty/frees-set-timer';
import * as freesTheFirstTimeOnly from './faulty/frees-the-first-time-only';
import * as freesTwice from './faulty/frees-twice';
import * as freesWithOtherLength from './faulty/frees-with-other-length';
import * as garblesLongFrames from './faulty/garbles-long-frames';
import * as givesOffsetsForAddresses from './faulty/gives-offsets-for-addresses';
import * as givesVirtualAddresses from './faulty/gives-virtual-addresses';
import * as haltsWithAllocationPending from './faulty/halts-with-allocation-pending';
import * as haltsWithPacketOut from './faulty/halts-with-packet-out';
import * as hangsWhenIdle from './faulty/hangs-when-idle';
import * as handsOverTooMuch from './faulty/hands-over-too-much';
import * as hurriesItsReset from './faulty/hurries-its-reset';
import * as ignoresFailedInterrupt from './faulty/ignores-failed-interrupt';
import * as ignoresFailedLayeredRegistration from './faulty/ignores-failed-layered-registration';
import * as ignoresFailedRegistration from './faulty/ignores-failed-registration';
import * as ignoresFullStack from './faulty/ignores-full-stack';
import * as ignoresMulticastList from './faulty/ignores-multicast-list';
import * as ignoresNetworkAddress from './faulty/ignores-network-address';
import * as ignoresPromiscuousFilter from './faulty/ignores-promiscuous-filter';
import * as indicatesAfterHalt from './faulty/indicates-after-halt';
import * as indicatesForeignFrames from './faulty/indicates-foreign-frames';
import * as indicatesHalfHeader from './faulty/indicates-half-header';
import * as indicatesPacketAfterHalt from './faulty/indicates-packet-after-halt';
import * as indicatesPacketTwice from './faulty/indicates-packet-twice';
import * as indicatesStretchedBuffer from './faulty/indicates-stretched-buffer';
import * as initializesListTwice from './faulty/initializes-list-twice';
import * as inventsResetStatus from './faulty/invents-reset-status';
import * as isInterruptedInReset from './faulty/is-interrupted-in-reset';
import * as isInterruptedUnprepared from './faulty/is-interrupted-unprepared';
import * as keepsSendsInReset from './faulty/keeps-sends-in-reset';
import * as keepsFailedBinding from './faulty/keeps-failed-binding';
import * as keepsLinkToItself from './faulty/keeps-link-to-itself';
import * as keepsOneHandle from './faulty/keeps-one-handle';
import * as leaksBuffer from './faulty/leaks-buffer';
import * as leaksBufferPool from './faulty/leaks-buffer-pool';
import * as leaksConfiguration from './faulty/leaks-configuration';
import * as leaksDeviceObject from './faulty/leaks-device-object';
import * as leaksDmaChannel from './faulty/leaks-dma-channel';
import * as leaksInstanceName from './faulty/leaks-instance-name';
import * as leaksInterrupt from './faulty/leaks-interrupt';
import * as leaksLookasideList from './faulty/leaks-lookaside-list';
import * as leaksMapRegisters from './faulty/leaks-map-registers';
import * as leaksMapping from './faulty/leaks-mapping';
import * as leaksMemory from './faulty/leaks-memory';
import * as leaksPacket from './faulty/leaks-packet';
import * as leaksPacketPool from './faulty/leaks-packet-pool';
import * as leaksPadding from './faulty/leaks-padding';
import * as leaksPortRange from './faulty/leaks-port-range';
import * as leaksSharedMemory from './faulty/leaks-shared-memory';
import * as leaksShutdownHandler from './faulty/leaks-shutdown-handler';
import * as leaksSpinLock from './faulty/leaks-spin-lock';
import * as leavesBindingOpen from './faulty/leaves-binding-open';
import * as leavesBusMasterOn from './faulty/leaves-bus-master-on';
import * as leavesDeviceInitialized from './faulty/leaves-device-initialized';
import * as leavesInterruptAsserted from './faulty/leaves-interrupt-asserted';
import * as leavesLayeredMiniport from './faulty/leaves-layered-miniport';
import * as leavesProtocolRegistered from './faulty/leaves-protocol-registered';
import * as leavesReceiverOn from './faulty/leaves-receiver-on';
import * as leavesSendStatus from './faulty/leaves-send-status';
import * as locksInIsr from './faulty/locks-in-isr';
import * as locksTwice from './faulty/locks-twice';
import * as looksAtSentPacket from './faulty/looks-at-sent-packet';
import * as losesFilterInReset from './faulty/loses-filter-in-reset';
import * as losesMulticastListInReset from './faulty/loses-multicast-list-in-reset';
import * as makesUpStatus from './faulty/makes-up-status';
import * as mapsBeforeAttributes from './faulty/maps-before-attributes';
import * as mapsLate from './faulty/maps-late';
import * as mapsMainMemory from './faulty/maps-main-memory';
import * as mapsTwoWithOneRegister from './faulty/maps-two-with-one-register';
import * as masksForGood from './faulty/masks-for-good';
import * as misalignsItsRing from './faulty/misaligns-its-ring';
import * as mixesLockVariants from './faulty/mixes-lock-variants';
import * as modifiesWrapperHandle from './faulty/modifies-wrapper-handle';
import * as movesRegisters from './faulty/moves-registers';
import * as namesLinkByHandle from './faulty/names-link-by-handle';
import * as neverCompletesRequest from './faulty/never-completes-request';
import * as neverCompletesReset from './faulty/never-completes-reset';
import * as neverCompletesSends from './faulty/never-completes-sends';
import * as overrunsByOne from './faulty/overruns-by-one';
import * as passesNonsense from './faulty/passes-nonsense';
import * as passesNullWrapper from './faulty/passes-null-wrapper';
import * as pollsResetForever from './faulty/polls-reset-forever';
import * as promisesWakeUp from './faulty/promises-wake-up';
import * as queuesSendsForSeconds from './faulty/queues-sends-for-seconds';
import * as queuesWorkInUnload from './faulty/queues-work-in-unload';
import * as readsAfterUnmapping from './faulty/reads-after-unmapping';
import * as readsPastEnd from './faulty/reads-past-end';
import * as readsPastMapping from './faulty/reads-past-mapping';
import * as readsUnopenedConfiguration from './faulty/reads-unopened-configuration';
import * as receivesUnasked from './faulty/receives-unasked';
import * as recursesWithoutEnd from './faulty/recurses-without-end';
import * as refillsPacketTooEarly from './faulty/refills-packet-too-early';
import * as refusesPowerQuery from './faulty/refuses-power-query';
import * as refusesSendsDeserialized from './faulty/refuses-sends-deserialized';
import * as refusesSleep from './faulty/refuses-sleep';
import * as registersNothing from './faulty/registers-nothing';
import * as registersPortsLate from './faulty/registers-ports-late';
import * as registersTooShort from './faulty/registers-too-short';
import * as registersUnknownVersion from './faulty/registers-unknown-version';
import * as releasesLocksCrosswise from './faulty/releases-locks-crosswise';
import * as releasesUnheldLock from './faulty/releases-unheld-lock';
import * as remembersFailure from './faulty/remembers-failure';
import * as resetsAtUnknownEvent from './faulty/resets-at-unknown-event';
import * as resetsSleepingNic from './faulty/resets-sleeping-nic';
import * as retriesAllocation from './faulty/retries-allocation';
import * as reusesPendingRequest from './faulty/reuses-pending-request';
import * as returnsNonsense from './faulty/returns-nonsense';
import * as returnsOtherStatus from './faulty/returns-other-status';
import * as returnsWithLock from './faulty/returns-with-lock';
import * as sendsInPairs from './faulty/sends-in-pairs';
import * as sendsShortFrames from './faulty/sends-short-frames';
import * as setsBeforeChecking from './faulty/sets-before-checking';
import * as setsReservedBits from './faulty/sets-reserved-bits';
import * as setsTimerAndForgets from './faulty/sets-timer-and-forgets';
import * as setsUninitializedTimer from './faulty/sets-uninitialized-timer';
import * as sleepsForever from './faulty/sleeps-forever';
import * as sleepsInReset from './faulty/sleeps-in-reset';
import * as sleepsInShutdown from './faulty/sleeps-in-shutdown';
import * as sleepsWithInterruptsOn from './faulty/sleeps-with-interrupts-on';
import * as spinsForever from './faulty/spins-forever';
import * as stallsForAMillisecond from './faulty/stalls-for-a-millisecond';
import * as startsOnce from './faulty/starts-once';
import * as staysDeafAfterSleep from './faulty/stays-deaf-after-sleep';
import * as stopsAllAdapters from './faulty/stops-all-adapters';
import * as synchronizesTooLate from './faulty/synchronizes-too-late';
import * as takesDprLockAtPassive from './faulty/takes-dpr-lock-at-passive';
import * as takesAnyMedium from './faulty/takes-any-medium';
import * as takesAnyNetworkAddress from './faulty/takes-any-network-address';
import * as takesAnyRegistryValue from './faulty/takes-any-registry-value';
import * as takesLargeLocal from './faulty/takes-large-local';
import * as takesLocksInBothOrders from './faulty/takes-locks-in-both-orders';
import * as takesPhysicalForVirtual from './faulty/takes-physical-for-virtual';
import * as terminatesAfterSuccess from './faulty/terminates-after-success';
import * as terminatesTwice from './faulty/terminates-twice';
import * as testsUnwrittenFlag from './faulty/tests-unwritten-flag';
import * as throws from './faulty/throws';
import * as touchesUnclaimedPort from './faulty/touches-unclaimed-port';
import * as truncatesDescription from './faulty/truncates-description';
import * as trustsEveryOid from './faulty/trusts-every-oid';
import * as trustsItsUnwinding from './faulty/trusts-its-unwinding';
import * as unbindsWhileClosing from './faulty/unbinds-while-closing';
import * as unmapsBeforeDeregistering from './faulty/unmaps-before-deregistering';
import * as unmapsOtherLength from './faulty/unmaps-other-length';
import * as unmapsWhatWasNeverMapped from './faulty/unmaps-what-was-never-mapped';
import * as usesAfterFree from './faulty/uses-after-free';
import * as usesLockUninitialized from './faulty/uses-lock-uninitialized';
import * as usesValueAfterClose from './faulty/uses-value-after-close';
import * as usesWrapperAfterTermination from './faulty/uses-wrapper-after-termination';
import * as waitsForEepromForever from './faulty/waits-for-eeprom-forever';
import * as waitsForLostInterrupt from './faulty/waits-for-lost-interrupt';
import * as waitsForCopiedPacket from './faulty/waits-for-copied-packet';
import * as waitsForUninitializedEvent from './faulty/waits-for-uninitialized-event';
import * as waitsForResetForever from './faulty/waits-for-reset-forever';
import * as writesAfterAnswering from './faulty/writes-after-answering';
import * as writesConstant from './faulty/writes-constant';
import * as writesHalfARegister from './faulty/writes-half-a-register';
import * as writesWithoutLooking from './faulty/writes-without-looking';
import * as ne2000 from './ne2000';
import * as netkvm from './netkvm';
import * as netvmini from './netvmini';
import * as nullmodem from './nullmodem';
import * as rtl8139 from './rtl8139';
import { deviceOf } from './sample-devices';
import * as passthru from './passthru';

/**
 * The rules that a driver breaks, by scenario. `start` stands for every scenario that starts the
 * driver and is not named itself, but for {@link NAMED_SCENARIOS}; otherwise one that is not there
 * finds nothing. `sweep` is what only a sweep finds.
 */
export type ExpectedFindings = Readonly<Record<string, readonly RuleName[]>>;

/** Scenarios whose findings are always declared by name: those that every driver is played in. */
export const NAMED_SCENARIOS: readonly string[] = [
  'registration-failure',
  'initialize-failure',
  'life',
];

/** What a sample is to show in a scenario. */
export function expectedIn(expected: ExpectedFindings, scenario: string): readonly RuleName[] {
  const common = NAMED_SCENARIOS.includes(scenario) ? undefined : expected['start'];
  return expected[scenario] ?? common ?? [];
}

/** What the file of a sample exports. */
export interface SampleModule extends DriverModule {
  readonly expected?: ExpectedFindings;
  readonly isolated?: boolean;
}

export interface Sample {
  readonly name: string;
  /** The file or folder under miniports/. */
  readonly path: string;
  /** The device that it drives, by its name on the command line. */
  readonly device: string;
  /** Absent for a driver of machine code: it is the file at `path`. */
  readonly driver?: DriverModule;
  /** Empty for a good driver. */
  readonly expected: ExpectedFindings;
  /** It never gives control back, or takes all memory: not to be run in a thread that matters. */
  readonly isolated: boolean;
}

function sample(path: string, module: SampleModule): Sample {
  const { expected = {}, isolated = false } = module;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, path, device: deviceOf(name), driver: module, expected, isolated };
}

function machineSample({ name, file, expected = {} }: MachineSample): Sample {
  return { name, path: `c/${file}`, device: deviceOf(name), expected, isolated: false };
}

export const SAMPLES: readonly Sample[] = [
  sample('e1000', e1000),
  sample('echo', echo),
  sample('passthru', passthru),
  sample('faulty/accepts-absent-nic', acceptsAbsentNic),
  sample('faulty/accepts-any-filter', acceptsAnyFilter),
  sample('faulty/accepts-long-list', acceptsLongList),
  sample('faulty/accepts-read-only-sets', acceptsReadOnlySets),
  sample('faulty/allocates-nothing', allocatesNothing),
  sample('faulty/allocates-untagged', allocatesUntagged),
  sample('faulty/answers-every-query', answersEveryQuery),
  sample('faulty/answers-packets-only', answersPacketsOnly),
  sample('faulty/asks-beyond-frame', asksBeyondFrame),
  sample('faulty/asks-for-resources-once', asksForResourcesOnce),
  sample('faulty/asks-sleeping-nic', asksSleepingNic),
  sample('faulty/assigns-its-resources', assignsItsResources),
  sample('faulty/allocates-in-reset', allocatesInReset),
  sample('faulty/asks-for-no-isr', asksForNoIsr),
  sample('faulty/awaits-link-in-dpc', awaitsLinkInDpc),
  sample('faulty/busy-waits-in-reset', busyWaitsInReset),
  sample('faulty/believes-its-nic', believesItsNic),
  sample('faulty/associates-too-early', associatesTooEarly),
  sample('faulty/binds-before-opening', bindsBeforeOpening),
  sample('faulty/calls-before-wrapper', callsBeforeWrapper),
  sample('faulty/cancels-without-waiting', cancelsWithoutWaiting),
  sample('faulty/claims-every-interrupt', claimsEveryInterrupt),
  sample('faulty/claims-foreign-ports', claimsForeignPorts),
  sample('faulty/clears-past-its-ring', clearsPastItsRing),
  sample('faulty/clears-sent-data', clearsSentData),
  sample('faulty/closes-binding-twice', closesBindingTwice),
  sample('faulty/completes-as-on-a-lan', completesAsOnALan),
  sample('faulty/completes-mapping-twice', completesMappingTwice),
  sample('faulty/completes-own-packet', completesOwnPacket),
  sample('faulty/completes-request-twice', completesRequestTwice),
  sample('faulty/completes-request-with-pending', completesRequestWithPending),
  sample('faulty/completes-reset-twice', completesResetTwice),
  sample('faulty/completes-send-under-lock', completesSendUnderLock),
  sample('faulty/completes-sends-twice', completesSendsTwice),
  sample('faulty/completes-sends-with-true', completesSendsWithTrue),
  sample('faulty/counts-checksum', countsChecksum),
  sample('faulty/counts-header-in-frame-size', countsHeaderInFrameSize),
  sample('faulty/counts-map-registers-from-one', countsMapRegistersFromOne),
  sample('faulty/counts-media-from-one', countsMediaFromOne),
  sample('faulty/counts-unwritten-bytes', countsUnwrittenBytes),
  sample('faulty/deletes-list-early', deletesListEarly),
  sample('faulty/denies-bus-master', deniesBusMaster),
  sample('faulty/dereferences-null', dereferencesNull),
  sample('faulty/deregisters-interrupt-early', deregistersInterruptEarly),
  sample('faulty/deregisters-interrupt-twice', deregistersInterruptTwice),
  sample('faulty/deregisters-other-ports', deregistersOtherPorts),
  sample('faulty/deregisters-unmasked', deregistersUnmasked),
  sample('faulty/deregisters-upper-edge-first', deregistersUpperEdgeFirst),
  sample('faulty/drops-packet-information', dropsPacketInformation),
  sample('faulty/drops-shortest-frames', dropsShortestFrames),
  sample('faulty/drops-tiny-fragments', dropsTinyFragments),
  sample('faulty/exhausts-memory', exhaustsMemory),
  sample('faulty/fails-cancelled-sends', failsCancelledSends),
  sample('faulty/fails-silently', failsSilently),
  sample('faulty/forgets-bytes-needed', forgetsBytesNeeded),
  sample('faulty/forgets-event-handler', forgetsEventHandler),
  sample('faulty/forgets-mandatory-oid', forgetsMandatoryOid),
  sample('faulty/forgets-media-connect', forgetsMediaConnect),
  sample('faulty/forgets-original-packet', forgetsOriginalPacket),
  sample('faulty/forgets-receive-complete', forgetsReceiveComplete),
  sample('faulty/forgets-reset-handler', forgetsResetHandler),
  sample('faulty/forgets-send-resources', forgetsSendResources),
  sample('faulty/forgets-shutdown-handler', forgetsShutdownHandler),
  sample('faulty/forgets-status-complete', forgetsStatusComplete),
  sample('faulty/forgets-to-complete-mapping', forgetsToCompleteMapping),
  sample('faulty/forgets-to-flush', forgetsToFlush),
  sample('faulty/frees-buffer-pool-early', freesBufferPoolEarly),
  sample('faulty/frees-chained-packet', freesChainedPacket),
  sample('faulty/frees-held-lock', freesHeldLock),
  sample('faulty/frees-interior', freesInterior),
  sample('faulty/frees-map-registers-early', freesMapRegistersEarly),
  sample('faulty/frees-map-registers-first', freesMapRegistersFirst),
  sample('faulty/frees-packet-pool-early', freesPacketPoolEarly),
  sample('faulty/frees-packet-under-lock', freesPacketUnderLock),
  sample('faulty/frees-queued-work-item', freesQueuedWorkItem),
  sample('faulty/frees-ring-before-stopping', freesRingBeforeStopping),
  sample('faulty/frees-ring-in-shutdown', freesRingInShutdown),
  sample('faulty/frees-ring-in-use', freesRingInUse),
  sample('faulty/frees-ring-with-other-length', freesRingWithOtherLength),
  sample('faulty/frees-set-timer', freesSetTimer),
  sample('faulty/frees-the-first-time-only', freesTheFirstTimeOnly),
  sample('faulty/frees-twice', freesTwice),
  sample('faulty/frees-with-other-length', freesWithOtherLength),
  sample('faulty/garbles-long-frames', garblesLongFrames),
  sample('faulty/gives-offsets-for-addresses', givesOffsetsForAddresses),
  sample('faulty/gives-virtual-addresses', givesVirtualAddresses),
  sample('faulty/halts-with-allocation-pending', haltsWithAllocationPending),
  sample('faulty/halts-with-packet-out', haltsWithPacketOut),
  sample('faulty/hangs-when-idle', hangsWhenIdle),
  sample('faulty/hands-over-too-much', handsOverTooMuch),
  sample('faulty/hurries-its-reset', hurriesItsReset),
  sample('faulty/ignores-failed-interrupt', ignoresFailedInterrupt),
  sample('faulty/ignores-failed-layered-registration', ignoresFailedLayeredRegistration),
  sample('faulty/ignores-failed-registration', ignoresFailedRegistration),
  sample('faulty/ignores-full-stack', ignoresFullStack),
  sample('faulty/ignores-multicast-list', ignoresMulticastList),
  sample('faulty/ignores-network-address', ignoresNetworkAddress),
  sample('faulty/ignores-promiscuous-filter', ignoresPromiscuousFilter),
  sample('faulty/indicates-after-halt', indicatesAfterHalt),
  sample('faulty/indicates-foreign-frames', indicatesForeignFrames),
  sample('faulty/indicates-half-header', indicatesHalfHeader),
  sample('faulty/indicates-packet-after-halt', indicatesPacketAfterHalt),
  sample('faulty/indicates-packet-twice', indicatesPacketTwice),
  sample('faulty/indicates-stretched-buffer', indicatesStretchedBuffer),
  sample('faulty/initializes-list-twice', initializesListTwice),
  sample('faulty/invents-reset-status', inventsResetStatus),
  sample('faulty/is-interrupted-in-reset', isInterruptedInReset),
  sample('faulty/is-interrupted-unprepared', isInterruptedUnprepared),
  sample('faulty/keeps-sends-in-reset', keepsSendsInReset),
  sample('faulty/keeps-one-handle', keepsOneHandle),
  sample('faulty/keeps-failed-binding', keepsFailedBinding),
  sample('faulty/keeps-link-to-itself', keepsLinkToItself),
  sample('faulty/leaks-buffer', leaksBuffer),
  sample('faulty/leaks-buffer-pool', leaksBufferPool),
  sample('faulty/leaks-configuration', leaksConfiguration),
  sample('faulty/leaks-device-object', leaksDeviceObject),
  sample('faulty/leaks-dma-channel', leaksDmaChannel),
  sample('faulty/leaks-instance-name', leaksInstanceName),
  sample('faulty/leaks-interrupt', leaksInterrupt),
  sample('faulty/leaks-lookaside-list', leaksLookasideList),
  sample('faulty/leaks-map-registers', leaksMapRegisters),
  sample('faulty/leaks-mapping', leaksMapping),
  sample('faulty/leaks-memory', leaksMemory),
  sample('faulty/leaks-packet', leaksPacket),
  sample('faulty/leaks-packet-pool', leaksPacketPool),
  sample('faulty/leaks-padding', leaksPadding),
  sample('faulty/leaks-port-range', leaksPortRange),
  sample('faulty/leaks-shared-memory', leaksSharedMemory),
  sample('faulty/leaks-shutdown-handler', leaksShutdownHandler),
  sample('faulty/leaks-spin-lock', leaksSpinLock),
  sample('faulty/leaves-binding-open', leavesBindingOpen),
  sample('faulty/leaves-bus-master-on', leavesBusMasterOn),
  sample('faulty/leaves-device-initialized', leavesDeviceInitialized),
  sample('faulty/leaves-interrupt-asserted', leavesInterruptAsserted),
  sample('faulty/leaves-layered-miniport', leavesLayeredMiniport),
  sample('faulty/leaves-protocol-registered', leavesProtocolRegistered),
  sample('faulty/leaves-receiver-on', leavesReceiverOn),
  sample('faulty/leaves-send-status', leavesSendStatus),
  sample('faulty/locks-in-isr', locksInIsr),
  sample('faulty/locks-twice', locksTwice),
  sample('faulty/looks-at-sent-packet', looksAtSentPacket),
  sample('faulty/loses-filter-in-reset', losesFilterInReset),
  sample('faulty/loses-multicast-list-in-reset', losesMulticastListInReset),
  sample('faulty/makes-up-status', makesUpStatus),
  sample('faulty/maps-before-attributes', mapsBeforeAttributes),
  sample('faulty/maps-late', mapsLate),
  sample('faulty/maps-main-memory', mapsMainMemory),
  sample('faulty/maps-two-with-one-register', mapsTwoWithOneRegister),
  sample('faulty/masks-for-good', masksForGood),
  sample('faulty/misaligns-its-ring', misalignsItsRing),
  sample('faulty/mixes-lock-variants', mixesLockVariants),
  sample('faulty/modifies-wrapper-handle', modifiesWrapperHandle),
  sample('faulty/moves-registers', movesRegisters),
  sample('faulty/names-link-by-handle', namesLinkByHandle),
  sample('faulty/never-completes-request', neverCompletesRequest),
  sample('faulty/never-completes-reset', neverCompletesReset),
  sample('faulty/never-completes-sends', neverCompletesSends),
  sample('faulty/overruns-by-one', overrunsByOne),
  sample('faulty/passes-nonsense', passesNonsense),
  sample('faulty/passes-null-wrapper', passesNullWrapper),
  sample('faulty/polls-reset-forever', pollsResetForever),
  sample('faulty/promises-wake-up', promisesWakeUp),
  sample('faulty/queues-sends-for-seconds', queuesSendsForSeconds),
  sample('faulty/queues-work-in-unload', queuesWorkInUnload),
  sample('faulty/reads-after-unmapping', readsAfterUnmapping),
  sample('faulty/reads-past-end', readsPastEnd),
  sample('faulty/reads-past-mapping', readsPastMapping),
  sample('faulty/reads-unopened-configuration', readsUnopenedConfiguration),
  sample('faulty/receives-unasked', receivesUnasked),
  sample('faulty/recurses-without-end', recursesWithoutEnd),
  sample('faulty/refills-packet-too-early', refillsPacketTooEarly),
  sample('faulty/refuses-power-query', refusesPowerQuery),
  sample('faulty/refuses-sends-deserialized', refusesSendsDeserialized),
  sample('faulty/refuses-sleep', refusesSleep),
  sample('faulty/registers-nothing', registersNothing),
  sample('faulty/registers-ports-late', registersPortsLate),
  sample('faulty/registers-too-short', registersTooShort),
  sample('faulty/registers-unknown-version', registersUnknownVersion),
  sample('faulty/releases-locks-crosswise', releasesLocksCrosswise),
  sample('faulty/releases-unheld-lock', releasesUnheldLock),
  sample('faulty/remembers-failure', remembersFailure),
  sample('faulty/resets-at-unknown-event', resetsAtUnknownEvent),
  sample('faulty/resets-sleeping-nic', resetsSleepingNic),
  sample('faulty/retries-allocation', retriesAllocation),
  sample('faulty/reuses-pending-request', reusesPendingRequest),
  sample('faulty/returns-nonsense', returnsNonsense),
  sample('faulty/returns-other-status', returnsOtherStatus),
  sample('faulty/returns-with-lock', returnsWithLock),
  sample('faulty/sends-in-pairs', sendsInPairs),
  sample('faulty/sends-short-frames', sendsShortFrames),
  sample('faulty/sets-before-checking', setsBeforeChecking),
  sample('faulty/sets-reserved-bits', setsReservedBits),
  sample('faulty/sets-timer-and-forgets', setsTimerAndForgets),
  sample('faulty/sets-uninitialized-timer', setsUninitializedTimer),
  sample('faulty/sleeps-forever', sleepsForever),
  sample('faulty/sleeps-in-reset', sleepsInReset),
  sample('faulty/sleeps-in-shutdown', sleepsInShutdown),
  sample('faulty/sleeps-with-interrupts-on', sleepsWithInterruptsOn),
  sample('faulty/spins-forever', spinsForever),
  sample('faulty/stalls-for-a-millisecond', stallsForAMillisecond),
  sample('faulty/starts-once', startsOnce),
  sample('faulty/stays-deaf-after-sleep', staysDeafAfterSleep),
  sample('faulty/stops-all-adapters', stopsAllAdapters),
  sample('faulty/synchronizes-too-late', synchronizesTooLate),
  sample('faulty/takes-dpr-lock-at-passive', takesDprLockAtPassive),
  sample('faulty/takes-any-medium', takesAnyMedium),
  sample('faulty/takes-any-network-address', takesAnyNetworkAddress),
  sample('faulty/takes-any-registry-value', takesAnyRegistryValue),
  sample('faulty/takes-large-local', takesLargeLocal),
  sample('faulty/takes-locks-in-both-orders', takesLocksInBothOrders),
  sample('faulty/takes-physical-for-virtual', takesPhysicalForVirtual),
  sample('faulty/terminates-after-success', terminatesAfterSuccess),
  sample('faulty/terminates-twice', terminatesTwice),
  sample('faulty/tests-unwritten-flag', testsUnwrittenFlag),
  sample('faulty/throws', throws),
  sample('faulty/touches-unclaimed-port', touchesUnclaimedPort),
  sample('faulty/truncates-description', truncatesDescription),
  sample('faulty/trusts-every-oid', trustsEveryOid),
  sample('faulty/trusts-its-unwinding', trustsItsUnwinding),
  sample('faulty/unbinds-while-closing', unbindsWhileClosing),
  sample('faulty/unmaps-before-deregistering', unmapsBeforeDeregistering),
  sample('faulty/unmaps-other-length', unmapsOtherLength),
  sample('faulty/unmaps-what-was-never-mapped', unmapsWhatWasNeverMapped),
  sample('faulty/uses-after-free', usesAfterFree),
  sample('faulty/uses-lock-uninitialized', usesLockUninitialized),
  sample('faulty/uses-value-after-close', usesValueAfterClose),
  sample('faulty/uses-wrapper-after-termination', usesWrapperAfterTermination),
  sample('faulty/waits-for-eeprom-forever', waitsForEepromForever),
  sample('faulty/waits-for-lost-interrupt', waitsForLostInterrupt),
  sample('faulty/waits-for-copied-packet', waitsForCopiedPacket),
  sample('faulty/waits-for-uninitialized-event', waitsForUninitializedEvent),
  sample('faulty/waits-for-reset-forever', waitsForResetForever),
  sample('faulty/writes-after-answering', writesAfterAnswering),
  sample('faulty/writes-constant', writesConstant),
  sample('faulty/writes-half-a-register', writesHalfARegister),
  sample('faulty/writes-without-looking', writesWithoutLooking),
  sample('ne2000', ne2000),
  sample('netvmini', netvmini),
  sample('nullmodem', nullmodem),
  sample('rtl8139', rtl8139),
  sample('dc21x4', dc21x4),
  sample('netkvm', netkvm),
  ...MACHINE_SAMPLES.map(machineSample),
];
