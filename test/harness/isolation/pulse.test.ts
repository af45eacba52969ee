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
