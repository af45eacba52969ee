/** The PHY's registers through MDIC, typed from 8254x SDM 13.4.7.1 and IEEE 802.3 clause 22. */
import { Bench } from '../../../support/nic/82540em-bench';

/** Number, name, value after reset without a link, and what is left of ones written. */
// prettier-ignore
const REGISTERS: [number, string, number, number][] = [
  [1, 'PSTATUS', 0x7949, 0x7949], [2, 'PID1', 0x0141, 0x0141], [3, 'PID2', 0x0c20, 0x0c20],
  [4, 'PANA', 0x0de1, 0xafff], [5, 'PLPA', 0, 0], [6, 'PANE', 0x0004, 0x0004],
  [7, 'PNPT', 0x2001, 0xb7ff], [8, 'PLPN', 0, 0], [9, 'PGCON', 0x0e00, 0xff00],
  [10, 'PGSTAT', 0, 0], [15, 'PESTATUS', 0x3000, 0x3000], [16, 'PSCON', 0x0360, 0xffff],
  [17, 'PSSTAT', 0, 0], [18, 'PINTE', 0, 0xffff], [19, 'PINTS', 0, 0],
  [20, 'PESCON1', 0x0d60, 0xffff], [21, 'PREC', 0, 0],
];

test.each(REGISTERS)('register %i, %s', (register, _name, reset, readBack) => {
  const bench = new Bench({ hasLink: false });
  expect(bench.readPhy(register) & 0xffff).toBe(reset);
  bench.writePhy(register, 0xffff);
  expect(bench.readPhy(register) & 0xffff).toBe(readBack);
  expect(bench.unmodelled).toEqual([]);
});

test('PCTRL: reserved bits are 0, reset and restart clear themselves', () => {
  const bench = new Bench({ hasLink: false });
  expect(bench.readPhy(0) & 0xffff).toBe(0x1140);
  bench.writePhy(0, 0xffff);
  expect(bench.readPhy(0) & 0xffff).toBe(0x7dc0);
});

test.each([11, 14, 22, 29, 31])(
  'register %i is not modelled: reads 0, and is reported',
  (register) => {
    const bench = new Bench();
    bench.writePhy(register, 0xffff);
    expect(bench.readPhy(register) & 0xffff).toBe(0);
    const name = `PHY register ${register}`;
    expect(bench.unmodelled).toEqual([name, name]);
  },
);
