/** The PHY through MDIC, and the link. 8254x SDM 8.6.2, 11.1, 13.4.7; IEEE 802.3 clause 22. */
import { Bench, LINK_UP_NS } from '../../../support/nic/82540em-bench';

const [STATUS, ICR, IMS] = [0x08, 0xc0, 0xd0];

function statusAfter(bench: Bench): number {
  return bench.readPhy(1) & 0xffff;
}

test('the identifiers are those of the PHY in an 82540EM', () => {
  const bench = new Bench();
  expect([bench.readPhy(2) & 0xffff, bench.readPhy(3) & 0xffff]).toEqual([0x0141, 0x0c20]);
});

test('MDIC becomes ready in time, and interrupts if asked', () => {
  const bench = new Bench();
  bench.set(IMS, 0x200);
  bench.set(0x20, 0x2822_0000);
  expect(bench.get(0x20)).toBe(0x2822_0000);
  bench.advance(25_599);
  expect(bench.pin).toBe(false);
  bench.advance(1);
  expect(bench.get(0x20)).toBe(0x3822_0141);
  expect(bench.get(ICR)).toBe(0x200);
});

test('no PHY answers at another address: ones and an error', () => {
  const bench = new Bench();
  expect(bench.readPhy(2, 2)).toBe(0x5842_ffff);
});

test.each([
  { name: 'PSTATUS is read-only', register: 1, write: 0, want: 0x796d },
  { name: 'PID1 is read-only', register: 2, write: 0, want: 0x0141 },
  { name: 'PANA', register: 4, write: 0x0061, want: 0x0061 },
  { name: 'PSCON', register: 16, write: 0x1234, want: 0x1234 },
])('$name', ({ register, write, want }) => {
  const bench = new Bench();
  bench.readPhy(1);
  bench.writePhy(register, write);
  expect(bench.readPhy(register) & 0xffff).toBe(want);
});

test('a board that is on has its link; the MAC sees it once SLU is set, with an event', () => {
  const bench = new Bench();
  expect(bench.get(STATUS) & 0x02).toBe(0);
  bench.set(0, 0x241);
  expect(bench.get(STATUS)).toBe(0x283);
  expect(bench.get(ICR)).toBe(0x04);
});

test('a link that comes up takes negotiation, and LSC says so', () => {
  const bench = new Bench({ hasLink: false });
  bench.set(0, 0x241);
  expect(bench.get(STATUS) & 2).toBe(0);
  bench.wire.hasLink = true;
  bench.device.linkChanged(true);
  bench.advance(1_000_000_000);
  expect([bench.get(STATUS) & 2, bench.get(ICR)]).toEqual([0, 0]);
  expect(statusAfter(bench) & 0x24).toBe(0);
  bench.advance(1_000_000_000);
  expect([bench.get(STATUS) & 2, bench.get(ICR)]).toEqual([2, 4]);
  expect(bench.readPhy(17) & 0xfc00).toBe(0xbc00);
});

test('PSTATUS keeps a lost link until it is read', () => {
  const bench = new Bench();
  bench.set(0, 0x241);
  expect([statusAfter(bench), statusAfter(bench)]).toEqual([0x7969, 0x796d]);
  bench.get(ICR);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect([bench.get(STATUS) & 2, bench.get(ICR)]).toEqual([0, 4]);
  bench.wire.hasLink = true;
  bench.device.linkChanged(true);
  bench.advance(LINK_UP_NS);
  expect([statusAfter(bench) & 4, statusAfter(bench) & 4]).toEqual([0, 4]);
});

test.each([
  { name: '1000 full', pana: 0x0de1, pgcon: 0x0e00, want: 0x283 },
  { name: '1000 half', pana: 0x0de1, pgcon: 0x0100, want: 0x282 },
  { name: '100 full', pana: 0x01e1, pgcon: 0, want: 0x143 },
  { name: '100 half', pana: 0x00a1, pgcon: 0, want: 0x142 },
  { name: '10 full', pana: 0x0061, pgcon: 0, want: 0x003 },
  { name: '10 half', pana: 0x0021, pgcon: 0, want: 0x002 },
])('negotiates $name from what is advertised', ({ pana, pgcon, want }) => {
  const bench = new Bench();
  bench.set(0, 0x241);
  bench.writePhy(4, pana);
  bench.writePhy(9, pgcon);
  bench.writePhy(0, 0x1340);
  expect(bench.get(STATUS) & 2).toBe(0);
  bench.advance(LINK_UP_NS);
  expect(bench.get(STATUS)).toBe(want);
  expect(bench.readPhy(0) & 0x0200).toBe(0);
});

test('nothing in common, no link', () => {
  const bench = new Bench();
  bench.set(0, 0x241);
  bench.writePhy(4, 0x0001);
  bench.writePhy(9, 0);
  bench.writePhy(0, 0x1340);
  bench.advance(10 * LINK_UP_NS);
  expect(bench.get(STATUS) & 2).toBe(0);
});

test('a software reset keeps settings and makes them count: 8000h forces 10 half', () => {
  const bench = new Bench();
  bench.set(0, 0x241);
  bench.writePhy(4, 0x0061);
  bench.writePhy(0, 0x8000);
  bench.advance(LINK_UP_NS);
  expect(bench.get(STATUS)).toBe(0x002);
  expect([bench.readPhy(0) & 0xffff, bench.readPhy(4) & 0xffff]).toEqual([0, 0x0061]);
});

test('CTRL.PHY_RST restores the registers, and the link comes back', () => {
  const bench = new Bench();
  bench.writePhy(4, 0x0061);
  bench.set(0, 0x8000_0241);
  expect(bench.get(STATUS) & 2).toBe(0);
  expect(bench.readPhy(2) & 0x4000_0000).toBe(0x4000_0000);
  bench.set(0, 0x241);
  expect(bench.readPhy(4) & 0xffff).toBe(0x0de1);
  bench.advance(LINK_UP_NS);
  expect(bench.get(STATUS) & 2).toBe(2);
});

test('power down takes the link, and its end brings it back', () => {
  const bench = new Bench();
  bench.set(0, 0x241);
  bench.writePhy(0, 0x1940);
  bench.advance(LINK_UP_NS);
  expect(bench.get(STATUS) & 2).toBe(0);
  bench.writePhy(0, 0x1140);
  bench.advance(LINK_UP_NS);
  expect(bench.get(STATUS) & 2).toBe(2);
});

test('CTRL.RST leaves the PHY and its link alone', () => {
  const bench = new Bench();
  bench.writePhy(4, 0x0061);
  bench.set(0, 0x0400_0241);
  expect(bench.readPhy(4) & 0xffff).toBe(0x0061);
  bench.set(0, 0x241);
  expect(bench.get(STATUS) & 2).toBe(2);
});

test('CTRL forces speed and duplex', () => {
  const bench = new Bench();
  bench.set(0, 0x1940);
  expect(bench.get(STATUS) & 0xc3).toBe(0x42);
});

test('PINTE lets a link change through to ICR.PHYINT, and a read clears PINTS', () => {
  const bench = new Bench();
  bench.readPhy(19);
  bench.writePhy(18, 0x0400);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect(bench.get(ICR)).toBe(0x1000);
  expect([bench.readPhy(19) & 0x0400, bench.readPhy(19) & 0x0400]).toEqual([0x0400, 0]);
});

test('PINTS says what negotiation has brought', () => {
  const bench = new Bench();
  bench.readPhy(19);
  bench.writePhy(4, 0x0061);
  bench.writePhy(9, 0);
  bench.writePhy(0, 0x1340);
  bench.advance(LINK_UP_NS);
  // Speed, page received, complete, link; the duplex is what it was.
  expect(bench.readPhy(19) & 0xffff).toBe(0x5c00);
});

describe('the far end', () => {
  test.each([
    { linkMbps: 1000, status: 0x283, plpa: 0x45e1, pgstat: 0x3c00, psstat: 0xbc00 },
    { linkMbps: 100, status: 0x143, plpa: 0x45e1, pgstat: 0, psstat: 0x7c00 },
    { linkMbps: 10, status: 0x003, plpa: 0x4461, pgstat: 0, psstat: 0x3c00 },
  ] as const)('that can do $linkMbps Mb/s', ({ linkMbps, status, plpa, pgstat, psstat }) => {
    const bench = new Bench({ card: { linkMbps } });
    bench.set(0, 0x241);
    expect(bench.get(STATUS)).toBe(status);
    const registers = [5, 10, 17].map((register) => bench.readPhy(register) & 0xffff);
    expect(registers).toEqual([plpa, pgstat, psstat]);
  });

  test.each([
    { name: '10 Mb/s', pctrl: 0x8000, want: 0x002 },
    { name: '100 Mb/s full duplex', pctrl: 0xa100, want: 0x143 },
    { name: '1000 Mb/s, which it cannot do', pctrl: 0x8140, want: undefined },
  ])('that can do 100 Mb/s, forced to $name', ({ pctrl, want }) => {
    const bench = new Bench({ card: { linkMbps: 100 } });
    bench.set(0, 0x241);
    bench.writePhy(0, pctrl);
    bench.advance(LINK_UP_NS);
    if (want === undefined) expect(bench.get(STATUS) & 2).toBe(0);
    else expect(bench.get(STATUS)).toBe(want);
  });

  test('that cannot do what is advertised gives no link', () => {
    const bench = new Bench({ card: { linkMbps: 10 } });
    bench.set(0, 0x241);
    bench.writePhy(4, 0x0181);
    bench.writePhy(0, 0x1340);
    bench.advance(LINK_UP_NS);
    expect(bench.get(STATUS) & 2).toBe(0);
  });
});
