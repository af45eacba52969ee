/** harness/row-rules.ts */
import { ROWS } from '../../harness/rows';
import { profileDifferences, rulesOf } from '../../harness/row-rules';

test.each([
  {
    name: 'NdisMRegisterMiniport',
    rules: [
      'irql/wrong-irql',
      'irql/call-not-allowed-at-dirql',
      'registration/null-wrapper-used',
      'registration/wrapper-used-after-termination',
    ],
  },
  {
    name: 'NdisFreeMemory',
    rules: [
      'irql/wrong-irql',
      'irql/call-not-allowed-at-dirql',
      'memory/double-free',
      'memory/interior-free',
      'resource/bad-handle',
      'resource/memory-freed-with-other-arguments',
    ],
  },
  { name: 'NdisInterlockedIncrement', rules: [] },
])('$name can break $rules', ({ name, rules }) => {
  expect(rulesOf(ROWS[name])).toEqual(rules);
});

test.each([
  {
    name: 'NdisMFreeSharedMemory',
    differences: ['irql/wrong-irql', 'irql/call-not-allowed-at-dirql', 'resource/released-twice'],
  },
  // The bug checks of these two rules are for shared memory.
  { name: 'NdisMFreeMapRegisters', differences: [] },
  { name: 'NdisMResetComplete', differences: ['power/reset-completed-unexpectedly'] },
])('$name: the profiles differ in $differences', ({ name, differences }) => {
  expect(profileDifferences(ROWS[name]).map(({ rule }) => rule)).toEqual(differences);
});
