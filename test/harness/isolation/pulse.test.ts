/** Signs of life through shared memory. */
import { Pulse } from '../../../harness/isolation/pulse';

test('what beats on one side is felt on the other', () => {
  const watched = new Pulse();
  const beating = new Pulse(watched.buffer);
  expect([watched.count, watched.handler]).toEqual([0, undefined]);
  beating.beat('MiniportInitialize');
  expect([watched.count, watched.handler]).toEqual([1, 'MiniportInitialize']);
  beating.beat('idle');
  expect([watched.count, watched.handler]).toEqual([2, undefined]);
});

test('what the process holds when a run begins is told', () => {
  const watched = new Pulse();
  expect(watched.beganWithBytes).toBeUndefined();
  new Pulse(watched.buffer).beginRun();
  const bytes = process.memoryUsage.rss();
  expect(watched.beganWithBytes).toBeGreaterThan(bytes / 2);
  expect(watched.beganWithBytes).toBeLessThan(bytes * 2);
});
