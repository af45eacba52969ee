/** A countdown in virtual time that is restarted cheaply. */
import { Clock } from '../../../hardware/clock';
import { Timer } from '../../../hardware/nic/timer';

function createTimer() {
  const clock = new Clock();
  const expiredNs: number[] = [];
  return { clock, expiredNs, timer: new Timer(clock, () => expiredNs.push(clock.nowNs)) };
}

test('expires once, when it was last told to', () => {
  const { clock, expiredNs, timer } = createTimer();
  timer.start(100);
  clock.advance(60);
  timer.start(100);
  clock.advance(60);
  timer.start(10);
  clock.advance(1000);
  expect(expiredNs).toEqual([130]);
  expect(timer.isRunning).toBe(false);
});

test('stops, and starts anew', () => {
  const { clock, expiredNs, timer } = createTimer();
  timer.start(100);
  timer.stop();
  clock.advance(500);
  timer.start(0);
  clock.advance(0);
  expect(expiredNs).toEqual([500]);
});
