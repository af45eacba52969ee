/**
 * The rules by two drivers each: one that breaks it and one that just keeps it. The first shows it
 * in the scenarios it says, the second shows nothing in any.
 */
import type { RunResult } from '../../../harness/result';
import { runScenario } from '../../../harness/run';
import { SCENARIOS, type ScenarioName } from '../../../harness/scenarios';
import type { FaultKind } from '../../../harness/sweep/kinds';
import { SweepPlayer } from '../../../harness/sweep/player';
import type { SweepRequest } from '../../../harness/sweep/request';
import { loadDriverFile } from '../../../harness/loader';
import type { DriverSource } from '../../../ndis/loader';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { queueingSends } from '../../../miniports/faulty/small-queue';
import * as echo from '../../../miniports/echo';
import * as nullmodem from '../../../miniports/nullmodem';
import { expectedIn, SAMPLES, type Sample } from '../../../miniports';
import { RULE_NAMES, type RuleName } from '../../../ndis/rules';
import * as answersAtTheEdge from '../../support/keepers/answers-at-the-edge';
import * as answersEachPacket from '../../support/keepers/answers-each-packet';
import * as bindsLate from '../../support/keepers/binds-late';
import * as catchesItsException from '../../support/keepers/catches-its-exception';
import * as checksItsNic from '../../support/keepers/checks-its-nic';
import * as checksRegistryValues from '../../support/keepers/checks-registry-values';
import * as clearsBeforeWrapper from '../../support/keepers/clears-before-wrapper';
import * as completesLate from '../../support/keepers/completes-late';
import * as completesSendsLater from '../../support/keepers/completes-sends-later';
import * as copiesConstant from '../../support/keepers/copies-constant';
import * as countsItsLoads from '../../support/keepers/counts-its-loads';
import * as deregistersInInitialize from '../../support/keepers/deregisters-in-initialize';
import * as deregistersShutdownHandler from '../../support/keepers/deregisters-shutdown-handler';
import * as fillsTheStack from '../../support/keepers/fills-the-stack';
import * as flushesEachFrame from '../../support/keepers/flushes-each-frame';
import * as freesAsAllocated from '../../support/keepers/frees-as-allocated';
import * as freesAtUnload from '../../support/keepers/frees-at-unload';
import * as givesAllBack from '../../support/keepers/gives-all-back';
import * as givesUpAfterRegistration from '../../support/keepers/gives-up-after-registration';
import * as indicatesInInitialize from '../../support/keepers/indicates-in-initialize';
import * as isOnNetwork from '../../support/keepers/is-on-network';
import * as keepsToManual from '../../support/keepers/keeps-to-manual';
import * as keepsToItsTime from '../../support/keepers/keeps-to-its-time';
import * as livesWithoutPorts from '../../support/keepers/lives-without-ports';
import * as mapsEachBuffer from '../../support/keepers/maps-each-buffer';
import * as mapsOneRegister from '../../support/keepers/maps-one-register';
import * as masksInIsr from '../../support/keepers/masks-in-isr';
import * as nestsLocks from '../../support/keepers/nests-locks';
import * as noticesLostInterrupt from '../../support/keepers/notices-lost-interrupt';
import * as passesExtremes from '../../support/keepers/passes-extremes';
import * as pollsForAWhile from '../../support/keepers/polls-for-a-while';
import * as preparesBeforeAttributes from '../../support/keepers/prepares-before-attributes';
import * as registersAgain from '../../support/keepers/registers-again';
import * as registersAs50 from '../../support/keepers/registers-as-5-0';
import * as registersProtocolFirst from '../../support/keepers/registers-protocol-first';
import * as reportsItsLink from '../../support/keepers/reports-its-link';
import * as retriesThrice from '../../support/keepers/retries-thrice';
import * as returnsPacketsFirst from '../../support/keepers/returns-packets-first';
import * as selectsLastMedium from '../../support/keepers/selects-last-medium';
import * as setsTimerAtDispatch from '../../support/keepers/sets-timer-at-dispatch';
import * as sleepsLong from '../../support/keepers/sleeps-long';
import * as sleepsWell from '../../support/keepers/sleeps-well';
import * as stopsReceiverFirst from '../../support/keepers/stops-receiver-first';
import * as usesTheLastByte from '../../support/keepers/uses-the-last-byte';
import * as waitsForPacket from '../../support/keepers/waits-for-packet';
import * as waitsForTimer from '../../support/keepers/waits-for-timer';
import * as waitsForWork from '../../support/keepers/waits-for-work';
import * as writesBeforeReading from '../../support/keepers/writes-before-reading';
import * as writesErrorLast from '../../support/keepers/writes-error-last';
import { playFirst } from '../../support/sweeps';

const KEEPERS = {
  careful: loadDriverFile('careful').driver,
  'answers-at-the-edge': answersAtTheEdge,
  'answers-each-packet': answersEachPacket,
  'binds-late': bindsLate,
  'catches-its-exception': catchesItsException,
  'checks-its-nic': checksItsNic,
  'clears-before-wrapper': clearsBeforeWrapper,
  'completes-late': completesLate,
  'completes-sends-later': completesSendsLater,
  'copies-constant': copiesConstant,
  'counts-its-loads': countsItsLoads,
  'deregisters-in-initialize': deregistersInInitialize,
  'deregisters-shutdown-handler': deregistersShutdownHandler,
  echo,
  'fills-the-stack': fillsTheStack,
  'frees-as-allocated': freesAsAllocated,
  'frees-at-unload': freesAtUnload,
  'gives-up-after-registration': givesUpAfterRegistration,
  'indicates-in-initialize': indicatesInInitialize,
  'is-on-network': isOnNetwork,
  'keeps-to-its-time': keepsToItsTime,
  'keeps-to-manual': keepsToManual,
  'lives-without-ports': livesWithoutPorts,
  'maps-one-register': mapsOneRegister,
  'masks-in-isr': masksInIsr,
  'nests-locks': nestsLocks,
  nullmodem,
  'passes-extremes': passesExtremes,
  'polls-for-a-while': pollsForAWhile,
  'prepares-before-attributes': preparesBeforeAttributes,
  'registers-again': registersAgain,
  'registers-as-5-0': registersAs50,
  'registers-protocol-first': registersProtocolFirst,
  'reports-its-link': reportsItsLink,
  'retries-thrice': retriesThrice,
  'returns-packets-first': returnsPacketsFirst,
  'selects-last-medium': selectsLastMedium,
  'sets-timer-at-dispatch': setsTimerAtDispatch,
  'sleeps-long': sleepsLong,
  'sleeps-well': sleepsWell,
  'stops-receiver-first': stopsReceiverFirst,
  'uses-the-last-byte': usesTheLastByte,
  'waits-for-packet': waitsForPacket,
  'waits-for-timer': waitsForTimer,
  'waits-for-work': waitsForWork,
  'writes-before-reading': writesBeforeReading,
  'writes-error-last': writesErrorLast,
  'gives-all-back': givesAllBack,
  'notices-lost-interrupt': noticesLostInterrupt,
  'maps-each-buffer': mapsEachBuffer,
  'checks-registry-values': checksRegistryValues,
  'flushes-each-frame': flushesEachFrame,
} as const satisfies Record<string, DriverSource>;

interface RuleRow {
  readonly rule: RuleName;
  /** A faulty sample. */
  readonly breaks: string;
  readonly keeps: keyof typeof KEEPERS;
}

const TABLE: readonly RuleRow[] = [
  {
    rule: 'registration/wrapper-order',
    breaks: 'calls-before-wrapper',
    keeps: 'clears-before-wrapper',
  },
  {
    rule: 'registration/wrapper-handle-misused',
    breaks: 'modifies-wrapper-handle',
    keeps: 'registers-again',
  },
  {
    rule: 'registration/null-wrapper-used',
    breaks: 'passes-null-wrapper',
    keeps: 'registers-again',
  },
  {
    rule: 'registration/wrapper-used-after-termination',
    breaks: 'uses-wrapper-after-termination',
    keeps: 'registers-again',
  },
  { rule: 'registration/terminated-twice', breaks: 'terminates-twice', keeps: 'registers-again' },
  {
    rule: 'registration/terminated-after-success',
    breaks: 'terminates-after-success',
    keeps: 'gives-up-after-registration',
  },
  {
    rule: 'registration/wrapper-not-terminated',
    breaks: 'ignores-failed-registration',
    keeps: 'registers-again',
  },
  {
    rule: 'registration/status-not-returned',
    breaks: 'returns-other-status',
    keeps: 'registers-again',
  },
  {
    rule: 'registration/success-without-registration',
    breaks: 'registers-nothing',
    keeps: 'gives-up-after-registration',
  },
  {
    rule: 'registration/characteristics-version-invalid',
    breaks: 'registers-unknown-version',
    keeps: 'registers-as-5-0',
  },
  {
    rule: 'registration/characteristics-length-invalid',
    breaks: 'registers-too-short',
    keeps: 'registers-as-5-0',
  },
  {
    rule: 'registration/mandatory-handler-missing',
    breaks: 'forgets-reset-handler',
    keeps: 'registers-as-5-0',
  },
  {
    rule: 'registration/attributes-not-set-first',
    breaks: 'maps-before-attributes',
    keeps: 'prepares-before-attributes',
  },
  {
    rule: 'registration/initialize-status-wrong',
    breaks: 'ignores-failed-interrupt',
    keeps: 'lives-without-ports',
  },
  { rule: 'registration/no-error-log-entry', breaks: 'fails-silently', keeps: 'writes-error-last' },
  {
    rule: 'registration/second-load-differs',
    breaks: 'leaks-device-object',
    keeps: 'counts-its-loads',
  },
  {
    rule: 'resource/single-fault-not-survived',
    breaks: 'remembers-failure',
    keeps: 'counts-its-loads',
  },
  {
    rule: 'resource/second-fault-not-survived',
    breaks: 'trusts-its-unwinding',
    keeps: 'counts-its-loads',
  },
  {
    rule: 'resource/low-memory-not-survived',
    breaks: 'retries-allocation',
    keeps: 'retries-thrice',
  },
  {
    rule: 'registration/load-unload-grows',
    breaks: 'frees-the-first-time-only',
    keeps: 'frees-at-unload',
  },
  { rule: 'registration/callback-never-returns', breaks: 'sleeps-forever', keeps: 'sleeps-long' },
  {
    rule: 'registration/handler-returned-nonsense',
    breaks: 'returns-nonsense',
    keeps: 'passes-extremes',
  },
  { rule: 'registration/nonsense-argument', breaks: 'passes-nonsense', keeps: 'passes-extremes' },
  {
    rule: 'resource/configuration-not-closed',
    breaks: 'leaks-configuration',
    keeps: 'counts-its-loads',
  },
  {
    rule: 'resource/configuration-value-used-after-close',
    breaks: 'uses-value-after-close',
    keeps: 'counts-its-loads',
  },
  { rule: 'resource/memory-not-freed', breaks: 'leaks-memory', keeps: 'frees-at-unload' },
  {
    rule: 'resource/memory-freed-with-other-arguments',
    breaks: 'frees-with-other-length',
    keeps: 'frees-as-allocated',
  },
  {
    rule: 'resource/io-port-range-not-deregistered',
    breaks: 'leaks-port-range',
    keeps: 'lives-without-ports',
  },
  {
    rule: 'resource/io-port-range-deregistered-with-other-arguments',
    breaks: 'deregisters-other-ports',
    keeps: 'lives-without-ports',
  },
  {
    rule: 'resource/io-port-range-registered-outside-initialize',
    breaks: 'registers-ports-late',
    keeps: 'lives-without-ports',
  },
  {
    rule: 'resource/io-space-not-unmapped',
    breaks: 'leaks-mapping',
    keeps: 'maps-one-register',
  },
  {
    rule: 'resource/io-space-unmapped-with-other-arguments',
    breaks: 'unmaps-other-length',
    keeps: 'maps-one-register',
  },
  {
    rule: 'resource/io-space-mapped-outside-initialize',
    breaks: 'maps-late',
    keeps: 'maps-one-register',
  },
  {
    rule: 'resource/io-space-not-device-memory',
    breaks: 'maps-main-memory',
    keeps: 'maps-one-register',
  },
  {
    rule: 'resource/packet-pool-not-freed',
    breaks: 'leaks-packet-pool',
    keeps: 'returns-packets-first',
  },
  {
    rule: 'resource/packet-pool-freed-with-packets-out',
    breaks: 'frees-packet-pool-early',
    keeps: 'returns-packets-first',
  },
  {
    rule: 'resource/buffer-pool-not-freed',
    breaks: 'leaks-buffer-pool',
    keeps: 'returns-packets-first',
  },
  {
    rule: 'resource/buffer-pool-freed-with-buffers-out',
    breaks: 'frees-buffer-pool-early',
    keeps: 'returns-packets-first',
  },
  {
    rule: 'resource/lookaside-list-not-deleted',
    breaks: 'leaks-lookaside-list',
    keeps: 'frees-at-unload',
  },
  {
    rule: 'resource/shutdown-handler-not-deregistered',
    breaks: 'leaks-shutdown-handler',
    keeps: 'deregisters-shutdown-handler',
  },
  {
    rule: 'resource/bad-handle',
    breaks: 'unmaps-what-was-never-mapped',
    keeps: 'maps-one-register',
  },
  {
    rule: 'resource/released-twice',
    breaks: 'deregisters-interrupt-twice',
    keeps: 'deregisters-shutdown-handler',
  },
  { rule: 'irql/wrong-irql', breaks: 'allocates-in-reset', keeps: 'sets-timer-at-dispatch' },
  { rule: 'irql/handler-changed-irql', breaks: 'releases-locks-crosswise', keeps: 'nests-locks' },
  { rule: 'irql/handler-returned-with-lock', breaks: 'returns-with-lock', keeps: 'nests-locks' },
  { rule: 'irql/spin-lock-not-freed', breaks: 'leaks-spin-lock', keeps: 'frees-at-unload' },
  {
    rule: 'irql/spin-lock-not-initialized',
    breaks: 'uses-lock-uninitialized',
    keeps: 'nests-locks',
  },
  { rule: 'irql/spin-lock-acquired-twice', breaks: 'locks-twice', keeps: 'nests-locks' },
  { rule: 'irql/spin-lock-not-held', breaks: 'releases-unheld-lock', keeps: 'nests-locks' },
  { rule: 'irql/spin-lock-freed-while-held', breaks: 'frees-held-lock', keeps: 'nests-locks' },
  { rule: 'packet/packet-not-freed', breaks: 'leaks-packet', keeps: 'returns-packets-first' },
  { rule: 'packet/buffer-not-freed', breaks: 'leaks-buffer', keeps: 'returns-packets-first' },
  {
    rule: 'interrupt/callback-after-unload',
    breaks: 'sets-timer-and-forgets',
    keeps: 'waits-for-timer',
  },
  { rule: 'interrupt/work-after-unload', breaks: 'queues-work-in-unload', keeps: 'waits-for-work' },
  {
    rule: 'interrupt/interrupt-not-deregistered',
    breaks: 'leaks-interrupt',
    keeps: 'deregisters-in-initialize',
  },
  {
    rule: 'interrupt/timer-not-cancelled',
    breaks: 'sets-timer-and-forgets',
    keeps: 'waits-for-timer',
  },
  { rule: 'interrupt/interrupt-storm', breaks: 'leaves-interrupt-asserted', keeps: 'masks-in-isr' },
  {
    rule: 'interrupt/deregistered-unmasked',
    breaks: 'deregisters-unmasked',
    keeps: 'masks-in-isr',
  },
  {
    rule: 'interrupt/deregistered-outside-initialize-or-halt',
    breaks: 'deregisters-interrupt-early',
    keeps: 'deregisters-in-initialize',
  },
  {
    rule: 'interrupt/synchronized-after-deregistration',
    breaks: 'synchronizes-too-late',
    keeps: 'masks-in-isr',
  },
  { rule: 'dma/channel-not-deregistered', breaks: 'leaks-dma-channel', keeps: 'gives-all-back' },
  {
    rule: 'dma/map-registers-not-freed',
    breaks: 'leaks-map-registers',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'dma/map-registers-freed-outside-initialize-or-halt',
    breaks: 'frees-map-registers-early',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'dma/shared-memory-not-freed',
    breaks: 'leaks-shared-memory',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'dma/shared-memory-freed-with-other-arguments',
    breaks: 'frees-ring-with-other-length',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'dma/shared-memory-freed-after-map-registers',
    breaks: 'frees-map-registers-first',
    keeps: 'stops-receiver-first',
  },
  { rule: 'dma/dma-to-freed-memory', breaks: 'frees-ring-in-use', keeps: 'stops-receiver-first' },
  {
    rule: 'dma/dma-to-unmapped-memory',
    breaks: 'gives-offsets-for-addresses',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'dma/memory-freed-while-dma-runs',
    breaks: 'frees-ring-before-stopping',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'power/status-indicated-after-halt',
    breaks: 'indicates-after-halt',
    keeps: 'indicates-in-initialize',
  },
  {
    rule: 'packet/freed-with-buffers-chained',
    breaks: 'frees-chained-packet',
    keeps: 'returns-packets-first',
  },
  {
    rule: 'interrupt/event-not-initialized',
    breaks: 'waits-for-uninitialized-event',
    keeps: 'echo',
  },
  {
    rule: 'interrupt/timer-not-initialized',
    breaks: 'sets-uninitialized-timer',
    keeps: 'waits-for-timer',
  },
  {
    rule: 'registration/medium-index-out-of-list',
    breaks: 'counts-media-from-one',
    keeps: 'selects-last-medium',
  },
  { rule: 'irql/spin-lock-variants-mixed', breaks: 'mixes-lock-variants', keeps: 'nests-locks' },
  {
    rule: 'packet/resources-from-deserialized-send',
    breaks: 'refuses-sends-deserialized',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'packet/completed-twice',
    breaks: 'completes-sends-twice',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'packet/completed-without-result',
    breaks: 'completes-sends-with-true',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'packet/foreign-packet-completed',
    breaks: 'completes-own-packet',
    keeps: 'completes-sends-later',
  },
  { rule: 'packet/link-not-up', breaks: 'names-link-by-handle', keeps: 'nullmodem' },
  { rule: 'packet/call-for-other-medium', breaks: 'completes-as-on-a-lan', keeps: 'nullmodem' },
  {
    rule: 'packet/never-completed',
    breaks: 'never-completes-sends',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'packet/indicated-while-in-use',
    breaks: 'indicates-packet-twice',
    keeps: 'waits-for-packet',
  },
  {
    rule: 'packet/halt-with-packets-indicated',
    breaks: 'halts-with-packet-out',
    keeps: 'waits-for-packet',
  },
  {
    rule: 'packet/indicated-after-halt',
    breaks: 'indicates-packet-after-halt',
    keeps: 'waits-for-packet',
  },
  {
    rule: 'dma/physical-address-given-to-device',
    breaks: 'gives-physical-addresses',
    keeps: 'careful',
  },
  {
    rule: 'dma/buffer-not-flushed',
    breaks: 'forgets-to-flush',
    keeps: 'flushes-each-frame',
  },
  {
    rule: 'dma/virtual-address-given-to-device',
    breaks: 'gives-virtual-addresses',
    keeps: 'stops-receiver-first',
  },
  { rule: 'oid/completed-twice', breaks: 'completes-request-twice', keeps: 'completes-late' },
  {
    rule: 'oid/completed-with-pending',
    breaks: 'completes-request-with-pending',
    keeps: 'completes-late',
  },
  { rule: 'oid/never-completed', breaks: 'never-completes-request', keeps: 'completes-late' },
  { rule: 'power/reset-not-completed', breaks: 'never-completes-reset', keeps: 'completes-late' },
  {
    rule: 'power/reset-completed-unexpectedly',
    breaks: 'completes-reset-twice',
    keeps: 'completes-late',
  },
  {
    rule: 'intermediate/protocol-not-deregistered',
    breaks: 'leaves-protocol-registered',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/layered-miniport-not-deregistered',
    breaks: 'leaves-layered-miniport',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/binding-not-closed',
    breaks: 'leaves-binding-open',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/binding-used-after-close',
    breaks: 'closes-binding-twice',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/device-instance-not-deinitialized',
    breaks: 'leaves-device-initialized',
    keeps: 'registers-protocol-first',
  },
  { rule: 'memory/overrun', breaks: 'overruns-by-one', keeps: 'uses-the-last-byte' },
  { rule: 'memory/out-of-bounds', breaks: 'reads-past-end', keeps: 'uses-the-last-byte' },
  { rule: 'memory/use-after-free', breaks: 'uses-after-free', keeps: 'uses-the-last-byte' },
  { rule: 'memory/double-free', breaks: 'frees-twice', keeps: 'uses-the-last-byte' },
  { rule: 'memory/interior-free', breaks: 'frees-interior', keeps: 'uses-the-last-byte' },
  { rule: 'memory/null-page', breaks: 'dereferences-null', keeps: 'uses-the-last-byte' },
  {
    rule: 'memory/wild-access',
    breaks: 'takes-physical-for-virtual',
    keeps: 'maps-one-register',
  },
  { rule: 'memory/stdcall-broken', breaks: 'forgets-ntapi', keeps: 'careful' },
  { rule: 'memory/saved-register-lost', breaks: 'loses-ebx', keeps: 'careful' },
  { rule: 'memory/init-section-called', breaks: 'calls-init-late', keeps: 'careful' },
  { rule: 'memory/stack-object-outlived', breaks: 'sets-timer-on-stack', keeps: 'careful' },
  { rule: 'memory/overlapping-copy', breaks: 'copies-over-itself', keeps: 'careful' },
  { rule: 'memory/stack-too-deep', breaks: 'takes-13-kilobytes', keeps: 'careful' },
  { rule: 'memory/write-to-read-only', breaks: 'writes-constant', keeps: 'copies-constant' },
  { rule: 'memory/unhandled-exception', breaks: 'throws', keeps: 'catches-its-exception' },
  { rule: 'memory/stack-overflow', breaks: 'recurses-without-end', keeps: 'fills-the-stack' },
  { rule: 'memory/host-memory-exhausted', breaks: 'exhausts-memory', keeps: 'uses-the-last-byte' },
  {
    rule: 'hardware/access-outside-claimed-range',
    breaks: 'touches-unclaimed-port',
    keeps: 'lives-without-ports',
  },
  {
    rule: 'hardware/access-after-release',
    breaks: 'reads-after-unmapping',
    keeps: 'maps-one-register',
  },
  { rule: 'hardware/not-quiescent', breaks: 'leaves-receiver-on', keeps: 'stops-receiver-first' },
  {
    rule: 'oid/unknown-oid-not-refused',
    breaks: 'answers-every-query',
    keeps: 'answers-at-the-edge',
  },
  {
    rule: 'oid/read-only-set-accepted',
    breaks: 'accepts-read-only-sets',
    keeps: 'answers-at-the-edge',
  },
  { rule: 'oid/undocumented-status', breaks: 'makes-up-status', keeps: 'answers-at-the-edge' },
  {
    rule: 'oid/short-buffer-not-refused',
    breaks: 'truncates-description',
    keeps: 'answers-at-the-edge',
  },
  {
    rule: 'oid/bytes-needed-not-set',
    breaks: 'forgets-bytes-needed',
    keeps: 'answers-at-the-edge',
  },
  { rule: 'oid/byte-count-wrong', breaks: 'counts-unwritten-bytes', keeps: 'answers-at-the-edge' },
  { rule: 'oid/buffer-overrun', breaks: 'writes-without-looking', keeps: 'answers-at-the-edge' },
  {
    rule: 'oid/mandatory-oid-missing',
    breaks: 'forgets-mandatory-oid',
    keeps: 'answers-at-the-edge',
  },
  {
    rule: 'oid/answers-inconsistent',
    breaks: 'counts-header-in-frame-size',
    keeps: 'answers-at-the-edge',
  },
  {
    rule: 'oid/multicast-list-not-checked',
    breaks: 'accepts-long-list',
    keeps: 'answers-at-the-edge',
  },
  {
    rule: 'oid/multicast-filter-not-programmed',
    breaks: 'ignores-multicast-list',
    keeps: 'is-on-network',
  },
  {
    rule: 'oid/unsupported-filter-accepted',
    breaks: 'accepts-any-filter',
    keeps: 'answers-at-the-edge',
  },
  {
    rule: 'oid/filter-not-programmed',
    breaks: 'ignores-promiscuous-filter',
    keeps: 'is-on-network',
  },
  {
    rule: 'oid/refused-set-changed-state',
    breaks: 'sets-before-checking',
    keeps: 'answers-at-the-edge',
  },
  { rule: 'oid/must-succeed-failed', breaks: 'refuses-power-query', keeps: 'sleeps-well' },
  {
    rule: 'oid/buffer-used-after-completion',
    breaks: 'writes-after-answering',
    keeps: 'answers-at-the-edge',
  },
  { rule: 'power/set-power-refused', breaks: 'refuses-sleep', keeps: 'sleeps-well' },
  {
    rule: 'dma/bus-master-left-on',
    breaks: 'leaves-bus-master-on',
    keeps: 'maps-one-register',
  },
  { rule: 'power/device-active-in-d3', breaks: 'sleeps-with-interrupts-on', keeps: 'sleeps-well' },
  { rule: 'power/hardware-accessed-in-d3', breaks: 'resets-sleeping-nic', keeps: 'sleeps-well' },
  {
    rule: 'power/traffic-lost-after-sleep',
    breaks: 'stays-deaf-after-sleep',
    keeps: 'is-on-network',
  },
  { rule: 'power/wake-up-not-signalled', breaks: 'promises-wake-up', keeps: 'sleeps-well' },
  { rule: 'power/removal-not-survived', breaks: 'polls-reset-forever', keeps: 'polls-for-a-while' },
  {
    rule: 'power/unknown-event-not-ignored',
    breaks: 'resets-at-unknown-event',
    keeps: 'is-on-network',
  },
  {
    rule: 'power/reset-status-undocumented',
    breaks: 'invents-reset-status',
    keeps: 'is-on-network',
  },
  {
    rule: 'power/reset-kept-pending-sends',
    breaks: 'keeps-sends-in-reset',
    keeps: 'completes-sends-later',
  },
  { rule: 'power/reset-lost-settings', breaks: 'loses-filter-in-reset', keeps: 'is-on-network' },
  { rule: 'registration/second-start-differs', breaks: 'starts-once', keeps: 'counts-its-loads' },
  {
    rule: 'packet/no-send-resources-available',
    breaks: 'forgets-send-resources',
    keeps: 'is-on-network',
  },
  { rule: 'packet/send-stalled', breaks: 'never-completes-sends', keeps: 'completes-sends-later' },
  { rule: 'packet/indicated-without-filter', breaks: 'receives-unasked', keeps: 'is-on-network' },
  {
    rule: 'packet/indicated-outside-filter',
    breaks: 'indicates-foreign-frames',
    keeps: 'is-on-network',
  },
  { rule: 'packet/frame-length-wrong', breaks: 'counts-checksum', keeps: 'is-on-network' },
  { rule: 'packet/frame-data-wrong', breaks: 'garbles-long-frames', keeps: 'is-on-network' },
  {
    rule: 'packet/no-receive-complete',
    breaks: 'forgets-receive-complete',
    keeps: 'is-on-network',
  },
  { rule: 'packet/sent-buffer-modified', breaks: 'clears-sent-data', keeps: 'is-on-network' },
  { rule: 'packet/fragmented-frame-wrong', breaks: 'drops-tiny-fragments', keeps: 'is-on-network' },
  { rule: 'packet/padding-leaks-memory', breaks: 'leaks-padding', keeps: 'is-on-network' },
  { rule: 'packet/packets-not-conserved', breaks: 'drops-shortest-frames', keeps: 'is-on-network' },
  {
    rule: 'registration/shutdown-handler-missing',
    breaks: 'forgets-shutdown-handler',
    keeps: 'registers-as-5-0',
  },
  {
    rule: 'registration/pnp-event-handler-missing',
    breaks: 'forgets-event-handler',
    keeps: 'registers-as-5-0',
  },
  {
    rule: 'resource/other-adapters-handle',
    breaks: 'keeps-one-handle',
    keeps: 'maps-one-register',
  },
  { rule: 'resource/memory-untagged', breaks: 'allocates-untagged', keeps: 'frees-as-allocated' },
  { rule: 'resource/memory-zero-bytes', breaks: 'allocates-nothing', keeps: 'frees-as-allocated' },
  { rule: 'resource/range-not-assigned', breaks: 'claims-foreign-ports', keeps: 'gives-all-back' },
  {
    rule: 'resource/resource-list-length-ignored',
    breaks: 'asks-for-resources-once',
    keeps: 'gives-all-back',
  },
  { rule: 'resource/legacy-call', breaks: 'assigns-its-resources', keeps: 'registers-as-5-0' },
  {
    rule: 'resource/lookaside-list-reinitialized',
    breaks: 'initializes-list-twice',
    keeps: 'gives-all-back',
  },
  {
    rule: 'resource/lookaside-entry-not-returned',
    breaks: 'deletes-list-early',
    keeps: 'gives-all-back',
  },
  {
    rule: 'resource/device-object-not-deregistered',
    breaks: 'leaks-device-object',
    keeps: 'gives-all-back',
  },
  { rule: 'registration/forbidden-import', breaks: 'makes-link', keeps: 'careful' },
  { rule: 'resource/file-not-closed', breaks: 'leaks-key', keeps: 'careful' },
  {
    rule: 'resource/returned-string-not-freed',
    breaks: 'leaks-instance-name',
    keeps: 'gives-all-back',
  },
  {
    rule: 'resource/released-out-of-order',
    breaks: 'unmaps-before-deregistering',
    keeps: 'maps-one-register',
  },
  { rule: 'irql/wait-at-raised-irql', breaks: 'sleeps-in-reset', keeps: 'sleeps-long' },
  {
    rule: 'irql/dpr-lock-below-dispatch',
    breaks: 'takes-dpr-lock-at-passive',
    keeps: 'nests-locks',
  },
  {
    rule: 'irql/spin-lock-held-across-call',
    breaks: 'completes-send-under-lock',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'irql/spin-lock-order-cycle',
    breaks: 'takes-locks-in-both-orders',
    keeps: 'nests-locks',
  },
  { rule: 'irql/call-not-allowed-at-dirql', breaks: 'locks-in-isr', keeps: 'masks-in-isr' },
  { rule: 'irql/stall-too-long', breaks: 'stalls-for-a-millisecond', keeps: 'keeps-to-its-time' },
  { rule: 'irql/busy-wait-too-long', breaks: 'busy-waits-in-reset', keeps: 'keeps-to-its-time' },
  { rule: 'interrupt/dpc-unbounded', breaks: 'awaits-link-in-dpc', keeps: 'keeps-to-its-time' },
  {
    rule: 'power/shutdown-called-ndis',
    breaks: 'sleeps-in-shutdown',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'dma/shared-memory-freed-in-shutdown',
    breaks: 'frees-ring-in-shutdown',
    keeps: 'stops-receiver-first',
  },
  { rule: 'interrupt/shared-line-without-isr', breaks: 'asks-for-no-isr', keeps: 'masks-in-isr' },
  { rule: 'dma/not-bus-master', breaks: 'denies-bus-master', keeps: 'stops-receiver-first' },
  { rule: 'interrupt/timer-freed-while-set', breaks: 'frees-set-timer', keeps: 'waits-for-timer' },
  {
    rule: 'interrupt/work-item-freed-before-run',
    breaks: 'frees-queued-work-item',
    keeps: 'waits-for-work',
  },
  {
    rule: 'packet/freed-under-spin-lock',
    breaks: 'frees-packet-under-lock',
    keeps: 'returns-packets-first',
  },
  {
    rule: 'hardware/absent-device-accepted',
    breaks: 'accepts-absent-nic',
    keeps: 'checks-its-nic',
  },
  {
    rule: 'hardware/poll-without-limit',
    breaks: 'waits-for-reset-forever',
    keeps: 'checks-its-nic',
  },
  {
    rule: 'hardware/hostile-value-not-survived',
    breaks: 'believes-its-nic',
    keeps: 'checks-its-nic',
  },
  {
    rule: 'hardware/register-access-width',
    breaks: 'writes-half-a-register',
    keeps: 'keeps-to-manual',
  },
  { rule: 'hardware/reserved-bit-written', breaks: 'sets-reserved-bits', keeps: 'keeps-to-manual' },
  { rule: 'hardware/timing-violated', breaks: 'hurries-its-reset', keeps: 'keeps-to-manual' },
  {
    rule: 'hardware/descriptor-misaligned',
    breaks: 'misaligns-its-ring',
    keeps: 'keeps-to-manual',
  },
  {
    rule: 'hardware/ring-ownership-broken',
    breaks: 'hands-over-too-much',
    keeps: 'keeps-to-manual',
  },
  { rule: 'hardware/invalid-frame-sent', breaks: 'sends-short-frames', keeps: 'is-on-network' },
  { rule: 'hardware/base-address-rewritten', breaks: 'moves-registers', keeps: 'checks-its-nic' },
  {
    rule: 'packet/cancelled-with-other-status',
    breaks: 'fails-cancelled-sends',
    keeps: 'completes-sends-later',
  },
  { rule: 'packet/send-order-changed', breaks: 'sends-in-pairs', keeps: 'is-on-network' },
  {
    rule: 'packet/touched-after-send-returned',
    breaks: 'looks-at-sent-packet',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'packet/send-status-not-set',
    breaks: 'leaves-send-status',
    keeps: 'answers-each-packet',
  },
  {
    rule: 'packet/touched-before-return',
    breaks: 'refills-packet-too-early',
    keeps: 'waits-for-packet',
  },
  {
    rule: 'packet/buffer-chain-invalid',
    breaks: 'indicates-half-header',
    keeps: 'waits-for-packet',
  },
  {
    rule: 'power/media-status-unpaired',
    breaks: 'forgets-status-complete',
    keeps: 'reports-its-link',
  },
  {
    rule: 'power/link-change-not-told',
    breaks: 'keeps-link-to-itself',
    keeps: 'reports-its-link',
  },
  {
    rule: 'power/traffic-while-disconnected',
    breaks: 'forgets-media-connect',
    keeps: 'reports-its-link',
  },
  {
    rule: 'memory/uninitialized-read',
    breaks: 'tests-unwritten-flag',
    keeps: 'writes-before-reading',
  },
  {
    rule: 'resource/registry-value-not-checked',
    breaks: 'takes-any-registry-value',
    keeps: 'checks-registry-values',
  },
  {
    rule: 'resource/network-address-not-used',
    breaks: 'ignores-network-address',
    keeps: 'checks-registry-values',
  },
  {
    rule: 'resource/network-address-not-checked',
    breaks: 'takes-any-network-address',
    keeps: 'checks-registry-values',
  },
  {
    rule: 'registration/unsupported-medium-accepted',
    breaks: 'takes-any-medium',
    keeps: 'selects-last-medium',
  },
  {
    rule: 'intermediate/deregistration-order',
    breaks: 'deregisters-upper-edge-first',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/associated-without-both',
    breaks: 'associates-too-early',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/open-completion-mishandled',
    breaks: 'binds-before-opening',
    keeps: 'binds-late',
  },
  { rule: 'oid/request-in-use', breaks: 'reuses-pending-request', keeps: 'echo' },
  { rule: 'packet/transfer-beyond-frame', breaks: 'asks-beyond-frame', keeps: 'echo' },
  { rule: 'packet/question-not-answered', breaks: 'answers-packets-only', keeps: 'echo' },
  {
    rule: 'intermediate/unbind-completed-early',
    breaks: 'unbinds-while-closing',
    keeps: 'binds-late',
  },
  {
    rule: 'intermediate/failed-instance-left-binding',
    breaks: 'keeps-failed-binding',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/packet-information-not-copied',
    breaks: 'drops-packet-information',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/original-packet-not-returned',
    breaks: 'forgets-original-packet',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'intermediate/packet-stack-full',
    breaks: 'ignores-full-stack',
    keeps: 'registers-protocol-first',
  },
  {
    rule: 'registration/adapters-not-independent',
    breaks: 'stops-all-adapters',
    keeps: 'is-on-network',
  },
  {
    rule: 'packet/cancel-not-supported',
    breaks: 'queues-sends-for-seconds',
    keeps: 'completes-sends-later',
  },
  {
    rule: 'packet/resources-packet-not-taken-back',
    breaks: 'waits-for-copied-packet',
    keeps: 'waits-for-packet',
  },
  {
    rule: 'resource/failure-not-tested',
    breaks: 'reads-unopened-configuration',
    keeps: 'checks-registry-values',
  },
  {
    rule: 'dma/map-register-out-of-range',
    breaks: 'counts-map-registers-from-one',
    keeps: 'maps-each-buffer',
  },
  {
    rule: 'dma/map-register-reused',
    breaks: 'maps-two-with-one-register',
    keeps: 'maps-each-buffer',
  },
  {
    rule: 'dma/mapping-not-started',
    breaks: 'completes-mapping-twice',
    keeps: 'maps-each-buffer',
  },
  {
    rule: 'dma/transfer-not-completed',
    breaks: 'forgets-to-complete-mapping',
    keeps: 'maps-each-buffer',
  },
  {
    rule: 'dma/asynchronous-allocation-outstanding',
    breaks: 'halts-with-allocation-pending',
    keeps: 'maps-each-buffer',
  },
  {
    rule: 'dma/shared-memory-overrun',
    breaks: 'clears-past-its-ring',
    keeps: 'stops-receiver-first',
  },
  {
    rule: 'interrupt/lost-interrupt-not-recovered',
    breaks: 'waits-for-lost-interrupt',
    keeps: 'notices-lost-interrupt',
  },
  {
    rule: 'interrupt/foreign-interrupt-claimed',
    breaks: 'claims-every-interrupt',
    keeps: 'masks-in-isr',
  },
  { rule: 'interrupt/false-hang', breaks: 'hangs-when-idle', keeps: 'notices-lost-interrupt' },
  { rule: 'interrupt/interrupts-not-reenabled', breaks: 'masks-for-good', keeps: 'masks-in-isr' },
  {
    rule: 'interrupt/running-timer-not-awaited',
    breaks: 'cancels-without-waiting',
    keeps: 'waits-for-timer',
  },
  {
    rule: 'interrupt/not-ready-for-interrupt',
    breaks: 'is-interrupted-unprepared',
    keeps: 'masks-in-isr',
  },
  { rule: 'interrupt/race-not-survived', breaks: 'is-interrupted-in-reset', keeps: 'masks-in-isr' },
  { rule: 'irql/pageable-touched-at-raised-irql', breaks: 'runs-pageable-code', keeps: 'careful' },
];

const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];
const FAULTY = SAMPLES.filter(({ path }) => /^(?:c\/)?faulty\//.test(path));
/** What every driver is played in here; `ndislab samples` plays all of them in all. */
const SHORT: readonly string[] = ['registration-failure', 'initialize-failure', 'life'];
/** Scenarios that take many runs or many frames: for the drivers that are about them. */
const LONG: readonly string[] = ['surprise-removal', 'packet-shapes', 'hostile-device'];
const scenariosOf = ({ expected }: Sample) =>
  SCENARIO_NAMES.filter((name) => SHORT.includes(name) || Object.hasOwn(expected, name));
/** Those that can be run here: the others never give the thread back. */
const TAME = FAULTY.filter(({ isolated }) => !isolated);

function play(driver: DriverSource, driverName: string, name: ScenarioName, device?: string) {
  return runScenario({ driver, driverName, scenario: SCENARIOS[name], device });
}

function rulesShown(
  driver: DriverSource,
  driverName: string,
  name: ScenarioName,
  device?: string,
): RuleName[] {
  return rulesOf(play(driver, driverName, name, device).runs);
}

function rulesOf(runs: readonly RunResult[]): RuleName[] {
  return [...new Set(runs.flatMap((run) => run.findings.map(({ rule }) => rule)))].sort();
}

function sampleOf(name: string): Sample {
  const sample = FAULTY.find((one) => one.name === name);
  if (sample === undefined) throw new Error(`there is no sample ${name}`);
  return sample;
}

describe('the table of rules', () => {
  test('has every rule once', () => {
    expect(TABLE.map(({ rule }) => rule).sort()).toEqual([...RULE_NAMES].sort());
  });

  test.each(TABLE)('$breaks is expected to break $rule', ({ rule, breaks }) => {
    expect(Object.values(sampleOf(breaks).expected).flat()).toContain(rule);
  });

  test('uses every driver that keeps rules', () => {
    const used = new Set<string>(TABLE.map(({ keeps }) => keeps));
    expect(Object.keys(KEEPERS).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe.each(TAME)('$name', (sample) => {
  const { name, expected, device } = sample;
  const { driver } = loadDriverFile(name);

  /** By scenario, the hashes of what was played of it first. */
  const first = new Map<ScenarioName, string[]>();
  const played = (scenario: ScenarioName) => {
    const { runs } = play(driver, name, scenario, device);
    const hashes = runs.map((run) => run.traceHash);
    if (!first.has(scenario)) first.set(scenario, hashes);
    return { hashes, shown: rulesOf(runs) };
  };

  test.each(scenariosOf(sample))('shows in %s what it is expected to, no more', (scenario) => {
    expect(played(scenario).shown).toEqual([...expectedIn(expected, scenario)].sort());
  });

  test('is the same to the byte each time', () => {
    for (const scenario of scenariosOf(sample).filter((one) => !LONG.includes(one))) {
      if (!first.has(scenario)) played(scenario);
      expect(played(scenario).hashes).toEqual(first.get(scenario));
    }
  });
});

/** Those whose rules need the long scenarios. */
const KEEPS_LONG: readonly string[] = ['checks-its-nic', 'is-on-network', 'polls-for-a-while'];

describe.each(Object.entries(KEEPERS))('%s', (name, driver) => {
  const scenarios = SCENARIO_NAMES.filter(
    (scenario) => !LONG.includes(scenario) || KEEPS_LONG.includes(name),
  );
  test.each(scenarios)('shows nothing in %s, and is played to its end', (scenario) => {
    const { runs } = play(driver, name, scenario);
    expect(runs.flatMap((run) => run.findings)).toEqual([]);
    expect(runs.filter((run) => run.stopped !== null)).toEqual([]);
  });
});

test.each<ScenarioName>(['initialize-failure', 'life'])(
  'e1000 clears Bus Master again where it has set it, in %s',
  (scenario) => {
    const { runs } = play(
      loadDriverFile('e1000').driver,
      'e1000',
      scenario,
      '82540em,busmaster=off',
    );
    expect(runs.flatMap((run) => run.findings)).toEqual([]);
  },
);
test('a send that waits for less than a second need not be cancelled', () => {
  const driver = { DriverEntry: smallMiniport(queueingSends(900)) };
  const { runs } = play(driver, 'queues-for-a-while', 'packet-shapes');
  expect(runs.flatMap((run) => run.findings)).toEqual([]);
});

test('an adapter that fails leaves the other as it is', () => {
  const name = 'maps-one-register';
  const { runs } = play(KEEPERS[name], name, 'initialize-failure', '82540em+82540em');
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.flatMap((run) => run.findings)).toEqual([]);
});

test('each adapter by its own handle is as it should be', () => {
  const name = 'maps-one-register';
  const { runs } = play(KEEPERS[name], name, 'life', '82540em+82540em');
  expect(runs.flatMap((run) => run.findings)).toEqual([]);
});

/**
 * What was found in drivers that had been shipped and certified: Kuznetsov, Chipounov, Candea,
 * "Testing Closed-Source Binary Device Drivers with DDT" (USENIX 2010), table 2. Races need an
 * interrupt at the wrong moment, which a sweep brings about.
 */
const SHIPPED: readonly {
  bug: string;
  sample: string;
  shows: RuleName;
  under: ScenarioName | 'interrupt';
}[] = [
  {
    bug: 'the configuration is not closed when the initialization fails',
    sample: 'leaks-configuration',
    shows: 'resource/configuration-not-closed',
    under: 'initialize-failure',
  },
  {
    bug: 'the range of a registry value is not checked',
    sample: 'takes-any-registry-value',
    shows: 'resource/registry-value-not-checked',
    under: 'configuration',
  },
  {
    bug: 'an interrupt wants a timer that is not initialized',
    sample: 'sets-uninitialized-timer',
    shows: 'interrupt/timer-not-initialized',
    under: 'life',
  },
  {
    bug: 'an unexpected OID is queried',
    sample: 'trusts-every-oid',
    shows: 'memory/null-page',
    under: 'oid-sweep',
  },
  {
    bug: 'an unexpected OID is set',
    sample: 'trusts-every-oid',
    shows: 'memory/null-page',
    under: 'oid-sweep',
  },
  {
    bug: 'memory is not freed when the initialization fails',
    sample: 'leaks-memory',
    shows: 'resource/memory-not-freed',
    under: 'initialize-failure',
  },
  {
    bug: 'packets and buffers are not freed when the initialization fails',
    sample: 'leaks-packet',
    shows: 'packet/packet-not-freed',
    under: 'initialize-failure',
  },
  {
    bug: 'a failed allocation is not noticed',
    sample: 'ignores-failed-allocation',
    shows: 'memory/null-page',
    under: 'initialize-failure',
  },
  {
    bug: 'the failure of another call is not noticed',
    sample: 'reads-unopened-configuration',
    shows: 'resource/failure-not-tested',
    under: 'initialize-failure',
  },
  {
    bug: 'an interrupt comes within the initialization',
    sample: 'is-interrupted-unprepared',
    shows: 'interrupt/not-ready-for-interrupt',
    under: 'interrupt',
  },
  {
    bug: 'an interrupt comes while the device is being set up anew',
    sample: 'is-interrupted-in-reset',
    shows: 'interrupt/race-not-survived',
    under: 'interrupt',
  },
  {
    bug: 'shared memory is not freed when the initialization fails',
    sample: 'leaks-shared-memory',
    shows: 'dma/shared-memory-not-freed',
    under: 'initialize-failure',
  },
  {
    bug: 'a DPC takes and releases a spin lock by functions that do not belong together',
    sample: 'mixes-lock-variants',
    shows: 'irql/spin-lock-variants-mixed',
    under: 'life',
  },
  {
    bug: 'an interrupt comes when what it needs is gone',
    sample: 'is-interrupted-unprepared',
    shows: 'interrupt/race-not-survived',
    under: 'interrupt',
  },
];

/** The rules that a sweep of this kind shows; of all first faults, or those of one call. */
function rulesSwept(
  driver: DriverSource,
  driverName: string,
  kind: FaultKind,
  { pairs = false, call }: { readonly pairs?: boolean; readonly call?: string } = {},
): RuleName[] {
  const request: SweepRequest = {
    driver: driverName,
    device: '82540em',
    profile: 'strict',
    seed: 1,
    kinds: [kind],
    pairs,
  };
  const player = new SweepPlayer(request, { driver, driverName });
  const rules = player
    .plan()
    .faults.flatMap(({ fault }, index) =>
      call !== undefined && fault.call !== call ? [] : playFirst(player, index + 1, fault),
    )
    .flatMap(({ seen }) => seen.map(({ rule }) => rule));
  return [...new Set(rules)].sort();
}

describe('what a sweep alone finds', () => {
  test('low memory: one who asks for ever, and one who gives up', () => {
    const { driver } = loadDriverFile('retries-allocation');
    const shown = sampleOf('retries-allocation').expected['sweep'];
    expect(rulesSwept(driver, 'retries-allocation', 'shortage')).toEqual(shown);
    expect(rulesSwept(retriesThrice, 'retries-thrice', 'shortage')).toEqual([]);
  });

  test('a second failure: one whose unwinding must not fail, and one who keeps nothing', () => {
    const name = 'trusts-its-unwinding';
    const { driver } = loadDriverFile(name);
    const one = { call: 'NdisMMapIoSpace' };
    expect(rulesSwept(driver, name, 'call', one)).toEqual([]);
    const two = { ...one, pairs: true };
    expect(rulesSwept(driver, name, 'call', two)).toEqual(sampleOf(name).expected['sweep']);
    expect(rulesSwept(countsItsLoads, 'counts-its-loads', 'call', two)).toEqual([]);
  });
});

/** What an interrupt or a timer at the wrong moment shows, and a driver that is ready for it. */
const RACES: readonly (readonly [kind: FaultKind, sample: string, keeps: keyof typeof KEEPERS])[] =
  [
    ['interrupt', 'claims-every-interrupt', 'masks-in-isr'],
    ['interrupt', 'is-interrupted-unprepared', 'masks-in-isr'],
    ['interrupt', 'is-interrupted-in-reset', 'masks-in-isr'],
    ['lost-interrupt', 'waits-for-lost-interrupt', 'notices-lost-interrupt'],
    ['timer', 'cancels-without-waiting', 'waits-for-timer'],
  ];

describe.each(RACES)('a sweep of %s', (kind, sample, keeps) => {
  test(`shows what is wrong with ${sample}`, () => {
    const { driver, expected } = sampleOf(sample);
    expect(rulesSwept(driver!, sample, kind)).toEqual([...expected['sweep']].sort());
  });

  test(`shows nothing of ${keeps}`, () => {
    expect(rulesSwept(KEEPERS[keeps], keeps, kind)).toEqual([]);
  });
});

describe('what was found in shipped drivers', () => {
  test('are fourteen bugs', () => {
    expect(SHIPPED).toHaveLength(14);
  });

  test.each(SHIPPED)('$bug: $sample shows it', ({ sample, shows, under }) => {
    const shown =
      under === 'interrupt'
        ? rulesSwept(loadDriverFile(sample).driver, sample, under)
        : rulesShown(loadDriverFile(sample).driver, sample, under);
    expect(shown).toContain(shows);
  });
});

describe('the drivers that never give control back', () => {
  test('are marked, so that they are run in a process of their own', () => {
    const isolated = FAULTY.filter((sample) => sample.isolated).map(({ name }) => name);
    expect(isolated).toEqual(['exhausts-memory', 'spins-forever']);
  });
});
