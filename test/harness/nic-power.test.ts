/** What the bus does to a sleeping NIC. PMCSR of the 82540EM lies at E0h (8254x SDM 6.3.3.4). */
import { putToSleep, sleepStates } from '../../harness/nic-power';
import { createSession } from '../support/inline-driver';

const PMCSR = 0xe0;
const COMMAND = 0x04;
const BAR_0 = 0x10;

function boardOf(device: string) {
  const { board } = createSession({}, { device });
  board.startDevice();
  const read = (offset: number, width: 2 | 4) => board.bus.readConfig(3, 0, offset, width);
  return { board, read };
}

test.each([
  { device: '82540em', states: [3] },
  { device: 'rtl8139', states: [1, 2, 3] },
  { device: 'rtl8029', states: [3] },
])('the states in which $device sleeps', ({ device, states }) => {
  expect(sleepStates(boardOf(device).board)).toEqual(states);
});

test.each([false, true])('a NIC is back with its addresses, its power off: %s', (isCold) => {
  const { board, read } = boardOf('82540em');
  const before = [read(COMMAND, 2), read(BAR_0, 4)];
  const nic = putToSleep(board, 3, true);
  expect(read(PMCSR, 2)).toBe(0x0103);
  nic.awaken(isCold);
  expect(read(PMCSR, 2) & 3).toBe(0);
  expect([read(COMMAND, 2), read(BAR_0, 4)]).toEqual(before);
});

test('one without power management keeps its addresses too', () => {
  const { board, read } = boardOf('rtl8029');
  const before = [read(COMMAND, 2), read(BAR_0, 4)];
  putToSleep(board, 3, false).awaken(true);
  expect([read(COMMAND, 2), read(BAR_0, 4)]).toEqual(before);
});
