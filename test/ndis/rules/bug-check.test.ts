/**
 * How Windows XP meets a breach: codes and the parameters that tell causes apart, from the Bug Check
 * Code Reference. "Bug Check 0xD2", Remarks: 0x7C is that of Windows Server 2003 and later.
 */
import {
  RULES,
  RULE_NAMES,
  windowsBugCheck,
  type BreachCircumstances,
  type RuleName,
} from '../../../ndis/rules';
import { RESOURCE_KINDS } from '../../../ndis/resource-kinds';

interface Case {
  readonly name: RuleName;
  readonly given: BreachCircumstances;
  readonly want: readonly [code: number, parameter1?: number, parameter4?: number] | undefined;
}

const initialize = { handler: 'MiniportInitialize' };
const halt = { handler: 'MiniportHalt' };

const CASES: readonly Case[] = [
  { name: 'interrupt/interrupt-not-deregistered', given: initialize, want: [0xd2, undefined, 1] },
  { name: 'interrupt/interrupt-not-deregistered', given: halt, want: [0xd2, undefined, 2] },
  { name: 'interrupt/interrupt-not-deregistered', given: {}, want: undefined },
  { name: 'interrupt/timer-not-cancelled', given: initialize, want: [0xd2, undefined, 1] },
  { name: 'interrupt/timer-not-cancelled', given: halt, want: [0xd2, undefined, 2] },
  { name: 'irql/wrong-irql', given: { resource: 'shared-memory' }, want: [0xd2, undefined, 1] },
  { name: 'irql/wrong-irql', given: { resource: 'map-registers' }, want: undefined },
  { name: 'irql/wait-at-raised-irql', given: { isInDpc: true }, want: [0xb8] },
  { name: 'irql/wait-at-raised-irql', given: { isIrqlRaised: true }, want: undefined },
  { name: 'resource/released-twice', given: { resource: 'shared-memory' }, want: [0xd2] },
  { name: 'resource/released-twice', given: { resource: 'packet' }, want: undefined },
  { name: 'packet/indicated-while-in-use', given: {}, want: [0xd2] },
  { name: 'power/reset-completed-unexpectedly', given: {}, want: [0xd2] },
  { name: 'memory/double-free', given: {}, want: [0xc2, 0x07] },
  { name: 'memory/null-page', given: { isIrqlRaised: true }, want: [0xd1] },
  { name: 'memory/null-page', given: { isIrqlRaised: false }, want: [0x7e] },
  { name: 'memory/wild-access', given: {}, want: [0x50] },
  { name: 'memory/unhandled-exception', given: { isIrqlRaised: true }, want: [0x1e] },
  { name: 'memory/unhandled-exception', given: {}, want: [0x7e] },
  { name: 'memory/stack-overflow', given: {}, want: [0x7f, 0x08] },
  { name: 'memory/stack-too-deep', given: {}, want: [0x7f, 0x08] },
  { name: 'interrupt/callback-after-unload', given: {}, want: [0xce] },
  // Bug Check 0xD2 has no instance of any of these: Windows XP goes on.
  { name: 'registration/wrapper-not-terminated', given: {}, want: undefined },
  { name: 'resource/io-port-range-not-deregistered', given: halt, want: undefined },
  { name: 'resource/io-space-not-unmapped', given: halt, want: undefined },
  { name: 'resource/memory-not-freed', given: halt, want: undefined },
  { name: 'resource/packet-pool-not-freed', given: halt, want: undefined },
  { name: 'dma/map-registers-not-freed', given: halt, want: undefined },
  { name: 'resource/configuration-not-closed', given: initialize, want: undefined },
];

describe('windowsBugCheck', () => {
  test.each(CASES)('$name, $given', ({ name, given, want }) => {
    const check = windowsBugCheck(RULES[name], given);
    expect(check && [check.code, check.parameter1, check.parameter4]).toEqual(
      want && [want[0], want[1], want[2]],
    );
  });
});

describe('the bug checks of the table', () => {
  const checks = RULE_NAMES.flatMap((name) =>
    (RULES[name].windowsBugChecks ?? []).map((check) => ({ name, ...check })),
  );

  test.each(checks)('of $name is one of Windows XP without Driver Verifier', ({ code }) => {
    // 0x7C is not of Windows XP, and 0xC1, 0xC4, 0xC6, 0xC9, 0xCC, 0xD5 and 0xE6 come from Driver Verifier or special pool.
    expect([0x7c, 0xc1, 0xc4, 0xc6, 0xc9, 0xcc, 0xd5, 0xe6]).not.toContain(code);
  });

  test.each(checks)('of $name names a kind of resource that exists', ({ resource }) => {
    if (resource !== undefined) expect(Object.keys(RESOURCE_KINDS)).toContain(resource);
  });
});
