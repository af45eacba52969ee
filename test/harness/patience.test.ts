/** Patience: how often a handler does something in vain, counted for each call of it. */
import { Patience } from '../../harness/patience';
import type { OperatingSystem } from '../../ndis/operating-system';

const RULE = 'hardware/poll-without-limit';

test('ends a handler that goes on, and counts anew in the next call of one', () => {
  const neverReturns = jest.fn();
  const os = { frame: {}, boundary: 'MiniportReset', neverReturns };
  const patience = new Patience(os as unknown as OperatingSystem, RULE, 'polls');
  const spend = (times: number) => {
    for (let count = 0; count < times; count++) patience.spend();
  };
  spend(100_000);
  os.frame = {};
  spend(100_000);
  expect(neverReturns).not.toHaveBeenCalled();
  spend(1);
  expect(neverReturns.mock.calls).toEqual([['MiniportReset went on after 100000 polls.', RULE]]);
});
