/**
 * The drivers of machine code: .sys files in this folder, which build.sh makes of the C beside them,
 * and what is to be found in each.
 */
import type { RuleName } from '../../ndis/rules';
import type { ExpectedFindings } from '../samples';

export interface MachineSample {
  /** On the command line. */
  readonly name: string;
  /** In this folder. */
  readonly file: string;
  readonly expected?: ExpectedFindings;
}

function faulty(name: string, expected: ExpectedFindings): MachineSample {
  return { name, file: `faulty/${name}.sys`, expected };
}

/** One that breaks a rule in MiniportReset, in every scenario that resets it. */
function faultyInReset(name: string, rule: RuleName): MachineSample {
  const shown = [rule];
  return faulty(name, {
    life: shown,
    configuration: shown,
    'reset-storm': shown,
    'surprise-removal': shown,
    'hostile-device': shown,
    'fresh-memory': shown,
  });
}

export const MACHINE_SAMPLES: readonly MachineSample[] = [
  { name: 'e1000-c', file: 'e1000.sys' },
  { name: 'mini', file: 'mini.sys' },
  {
    name: 'mini-leaks-wrapper',
    file: 'mini-leaks-wrapper.sys',
    expected: { 'registration-failure': ['registration/wrapper-not-terminated'] },
  },
  { name: 'careful', file: 'careful.sys' },
  { name: 'passthru-c', file: 'passthru.sys' },
  faultyInReset('calls-garbage', 'memory/wild-access'),
  faultyInReset('calls-init-late', 'memory/init-section-called'),
  faultyInReset('copies-over-itself', 'memory/overlapping-copy'),
  faultyInReset('forgets-ntapi', 'memory/stdcall-broken'),
  faulty('gives-physical-addresses', {
    'initialize-failure': ['dma/physical-address-given-to-device'],
    life: ['dma/physical-address-given-to-device'],
    start: ['dma/physical-address-given-to-device'],
  }),
  faulty('ignores-failed-allocation', { 'initialize-failure': ['memory/null-page'] }),
  faulty('leaks-key', {
    'initialize-failure': ['resource/file-not-closed'],
    life: ['resource/file-not-closed'],
    start: ['resource/file-not-closed'],
  }),
  faultyInReset('leaves-direction-set', 'memory/saved-register-lost'),
  faultyInReset('loses-ebx', 'memory/saved-register-lost'),
  faulty('makes-link', {
    'registration-failure': ['registration/forbidden-import'],
    'initialize-failure': ['registration/forbidden-import'],
    life: ['registration/forbidden-import'],
    start: ['registration/forbidden-import'],
  }),
  faultyInReset('patches-itself', 'memory/write-to-read-only'),
  faulty('reads-unwritten-local', { 'fresh-memory': ['memory/uninitialized-read'] }),
  faultyInReset('runs-pageable-code', 'irql/pageable-touched-at-raised-irql'),
  faultyInReset('sets-timer-on-stack', 'memory/stack-object-outlived'),
  faultyInReset('takes-13-kilobytes', 'memory/stack-too-deep'),
  faultyInReset('writes-past-block', 'memory/overrun'),
];
