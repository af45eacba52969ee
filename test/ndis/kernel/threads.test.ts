/** Threads: one that waits, and the workers that run meanwhile. */
import { DriverBench } from '../../support/machine';

test('each that waits for the next is another one, and suspended', () => {
  const { threads } = new DriverBench().os;
  const first = threads.current;
  expect(threads.current).toBe(first);
  threads.runWorker(() => {
    const second = threads.current;
    expect(second).not.toBe(first);
    expect([first, second].map((one) => threads.isSuspended(one))).toEqual([true, false]);
    threads.runWorker(() => expect(threads.isSuspended(second)).toBe(true));
  });
  expect(threads.current).toBe(first);
  expect(threads.isSuspended(first)).toBe(false);
});
