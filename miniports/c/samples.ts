/**
 * The drivers of machine code: .sys files in this folder, which build.sh makes of the C beside them,
 * and what is to be found in each.
 */
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

export const MACHINE_SAMPLES: readonly MachineSample[] = [
  { name: 'e1000-c', file: 'e1000.sys' },
  { name: 'mini', file: 'mini.sys' },
  {
    name: 'mini-leaks-wrapper',
    file: 'mini-leaks-wrapper.sys',
    expected: { 'registration-failure': ['registration/wrapper-not-terminated'] },
  },
  { name: 'careful', file: 'careful.sys' },
  faulty('calls-garbage', { life: ['memory/wild-access'] }),
  faulty('calls-init-late', { life: ['memory/init-section-called'] }),
  faulty('copies-over-itself', { life: ['memory/overlapping-copy'] }),
  faulty('forgets-ntapi', { life: ['memory/stdcall-broken'] }),
  faulty('ignores-failed-allocation', { 'initialize-failure': ['memory/null-page'] }),
  faulty('leaves-direction-set', { life: ['memory/saved-register-lost'] }),
  faulty('loses-ebx', { life: ['memory/saved-register-lost'] }),
  faulty('patches-itself', { life: ['memory/write-to-read-only'] }),
  faulty('sets-timer-on-stack', { life: ['memory/stack-object-outlived'] }),
  faulty('takes-13-kilobytes', { life: ['memory/stack-too-deep'] }),
  faulty('writes-past-block', { life: ['memory/overrun'] }),
];
