import fc from 'fast-check';
import { Clock } from '../../hardware/clock';

test('starts at zero with nothing due', () => {
  const clock = new Clock();
  expect(clock.nowNs).toBe(0);
  expect(clock.nextDueNs).toBe(Infinity);
  expect(clock.runNext(Infinity)).toBe(false);
});

test.each([
  { name: 'by time', delays: [30, 10, 20], want: [1, 2, 0] },
  { name: 'ties in order of scheduling', delays: [10, 10, 10], want: [0, 1, 2] },
  { name: 'a tie behind an earlier one', delays: [10, 5, 10, 5], want: [1, 3, 0, 2] },
  { name: 'zero delays', delays: [0, 0], want: [0, 1] },
  { name: 'fractions, rounded to the nanosecond', delays: [1.6, 1.4], want: [1, 0] },
])('runs events $name', ({ delays, want }) => {
  const clock = new Clock();
  const order: number[] = [];
  delays.forEach((delayNs, index) => clock.schedule(delayNs, () => order.push(index)));
  clock.advance(100);
  expect(order).toEqual(want);
  expect(clock.nowNs).toBe(100);
});

test.each([-1, NaN, Infinity, -Infinity])('refuses a delay of %d', (delayNs) => {
  expect(() => new Clock().schedule(delayNs, () => undefined)).toThrow(RangeError);
});

test('time stands at the event while it runs', () => {
  const clock = new Clock();
  const seen: number[] = [];
  clock.schedule(7, () => seen.push(clock.nowNs));
  clock.schedule(9, () => seen.push(clock.nowNs));
  clock.advance(8);
  expect(seen).toEqual([7]);
  expect(clock.nextDueNs).toBe(9);
});

test('an event that is overdue does not move time back', () => {
  const clock = new Clock();
  clock.schedule(5, () => undefined);
  clock.nowNs = 50;
  clock.runDue();
  expect(clock.nowNs).toBe(50);
});

test('an event may schedule further ones, also at once', () => {
  const clock = new Clock();
  const order: string[] = [];
  clock.schedule(5, () => {
    order.push('first');
    clock.schedule(0, () => order.push('nested'));
  });
  clock.schedule(5, () => order.push('second'));
  clock.advance(5);
  expect(order).toEqual(['first', 'second', 'nested']);
});

test('runDue runs what is due, and no more', () => {
  const clock = new Clock();
  const order: number[] = [];
  for (const delayNs of [1, 2, 3]) clock.schedule(delayNs, () => order.push(delayNs));
  clock.nowNs = 2;
  clock.runDue();
  expect(order).toEqual([1, 2]);
  expect(clock.nextDueNs).toBe(3);
});

describe('cancel', () => {
  test('takes an event back, once', () => {
    const clock = new Clock();
    const ran: number[] = [];
    const event = clock.schedule(5, () => ran.push(1));
    expect(clock.cancel(event)).toBe(true);
    expect(clock.cancel(event)).toBe(false);
    clock.advance(10);
    expect(ran).toEqual([]);
    expect(clock.nextDueNs).toBe(Infinity);
  });

  test('is too late for an event that runs or has run', () => {
    const clock = new Clock();
    const results: boolean[] = [];
    const event = clock.schedule(5, () => results.push(clock.cancel(event)));
    clock.advance(10);
    results.push(clock.cancel(event));
    expect(results).toEqual([false, false]);
  });

  test('of the last event leaves nothing to run', () => {
    const clock = new Clock();
    clock.cancel(clock.schedule(5, () => undefined));
    expect(clock.runNext(Infinity)).toBe(false);
    expect(clock.nowNs).toBe(0);
  });
});

test('any schedule and cancellation runs the rest in order of time and of scheduling', () => {
  const action = fc.record({ delayNs: fc.nat(20), cancels: fc.boolean(), advanceNs: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const clock = new Clock();
      const ran: { timeNs: number; sequence: number; atNs: number }[] = [];
      const wanted: { timeNs: number; sequence: number }[] = [];
      actions.forEach(({ delayNs, cancels, advanceNs }, sequence) => {
        const timeNs = clock.nowNs + delayNs;
        const run = () => ran.push({ timeNs, sequence, atNs: clock.nowNs });
        const event = clock.schedule(delayNs, run);
        if (cancels) clock.cancel(event);
        else wanted.push({ timeNs, sequence });
        clock.advance(advanceNs);
      });
      clock.advance(1_000);
      wanted.sort((a, b) => a.timeNs - b.timeNs || a.sequence - b.sequence);
      expect(ran.map(({ timeNs, sequence }) => ({ timeNs, sequence }))).toEqual(wanted);
      expect(ran.every(({ timeNs, atNs }) => timeNs === atNs)).toBe(true);
    }),
    { seed: 1 },
  );
});
