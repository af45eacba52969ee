/** Waking the system: what is an event, what is kept of it. 8254x SDM 6.4, 13.6, 14.7. */
import { Bench, createFrame, LINK_UP_NS, MAC_ADDRESS } from '../../../support/nic/82540em-bench';

const [WUC, WUFC, WUS, IPAV, IP4AT] = [0x5800, 0x5808, 0x5810, 0x5838, 0x5840];
const [WUPL, WUPM, RCTL, MTA] = [0x5900, 0x5a00, 0x100, 0x5200];
const [EN, UPE, BAM] = [0x2, 0x8, 0x8000];
const [LNKC, MAG, EX, MC, BC, ARP, IPV4] = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40];
const ALL = 0xf_00ff;
const BROADCAST = new Uint8Array(6).fill(0xff);
const GROUP = Uint8Array.of(0x01, 0x00, 0x5e, 0x12, 0x34, 0x56);
const STRANGER = Uint8Array.of(0x02, 0, 0, 0, 0, 0x99);

/** Armed as a driver does before it sleeps: link on, receiver on, and the filters asked for. */
function createBench(wufc: number, rctl = EN): Bench {
  const bench = new Bench({ hasPme: true });
  bench.set(0, 0x241);
  bench.set(0x5f00, 0x7ff);
  for (let filter = 1; filter < 4; filter++) bench.set(0x5f00 + 8 * filter, 0x7ff);
  bench.set(RCTL, rctl);
  bench.set(WUFC, wufc);
  return bench;
}

function magicFrame(to: Uint8Array = MAC_ADDRESS): Uint8Array {
  const frame = createFrame(140, to);
  frame.fill(0xff, 20, 26);
  for (let copy = 0; copy < 16; copy++) frame.set(MAC_ADDRESS, 26 + 6 * copy);
  return frame;
}

/** Who has 192.0.2.1? */
function arpRequest(): Uint8Array {
  const frame = createFrame(60, BROADCAST);
  frame.set([0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 1], 12);
  frame.set([192, 0, 2, 1], 38);
  return frame;
}

function ipv4Frame(): Uint8Array {
  const frame = createFrame(60);
  frame.set([0x08, 0x00, 0x45], 12);
  frame.set([192, 0, 2, 1], 30);
  return frame;
}

test.each([
  { name: 'a magic packet', wufc: MAG, frame: magicFrame(), want: MAG },
  { name: 'a directed packet', wufc: EX, frame: createFrame(60), want: EX },
  { name: 'a multicast that the table has', wufc: MC, frame: createFrame(60, GROUP), want: MC },
  { name: 'a broadcast', wufc: BC, frame: createFrame(60, BROADCAST), want: BC },
  { name: 'an ARP request', wufc: ARP, frame: arpRequest(), want: ARP },
  { name: 'an IPv4 packet', wufc: IPV4, frame: ipv4Frame(), want: IPV4 },
  { name: 'a packet of several kinds', wufc: ALL, frame: magicFrame(), want: MAG | EX },
  { name: 'nothing that was asked for', wufc: ALL & ~EX, frame: createFrame(60), want: 0 },
  { name: 'a fragment', wufc: ALL, frame: createFrame(59), want: 0 },
  { name: 'a packet for another', wufc: ALL, frame: createFrame(60, STRANGER), want: 0 },
])('$name', ({ wufc, frame, want }) => {
  const bench = createBench(wufc, EN | BAM);
  bench.set(IP4AT, 0x0102_00c0);
  bench.set(IPAV, 1);
  // Address bits 47:36 are 563h: word 2Bh, bit 3 (13.5.1).
  bench.set(MTA + 4 * 0x2b, 1 << 3);
  bench.receive(frame);
  expect([bench.get(WUS), bench.pmeCount]).toEqual([want, want === 0 ? 0 : 1]);
});

test('a link change is an event once, until LNKC is cleared', () => {
  const bench = createBench(LNKC);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  bench.wire.hasLink = true;
  bench.device.linkChanged(true);
  bench.advance(LINK_UP_NS);
  expect([bench.get(WUS), bench.pmeCount]).toEqual([LNKC, 1]);
  bench.set(WUS, LNKC);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect([bench.get(WUS), bench.pmeCount]).toEqual([LNKC, 2]);
});

test('the packet is kept, and later ones are ignored until WUS is clear', () => {
  const bench = createBench(EX | MAG);
  bench.receive(magicFrame());
  bench.receive(createFrame(60));
  expect([bench.get(WUPL), bench.pmeCount]).toEqual([144, 1]);
  const kept = Array.from({ length: 32 }, (_, word) => bench.get(WUPM + 4 * word));
  const bytes = kept.flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff));
  expect(bytes).toEqual([...magicFrame().slice(0, 128)]);
  bench.set(WUS, 0xffff_ffff);
  bench.receive(createFrame(60));
  expect([bench.get(WUS), bench.get(WUPL), bench.get(WUPM + 4 * 15)]).toEqual([EX, 64, 0]);
});

test('WUPL says 2047 of a longer packet', () => {
  const bench = createBench(EX, EN | 0x20);
  bench.receive(createFrame(4000));
  expect(bench.get(WUPL)).toBe(2047);
});

test.each([
  { name: 'RCTL.EN is off', rctl: 0, want: 0 },
  { name: 'a promiscuous mode lets it in', rctl: EN | UPE, want: 1 },
])('a magic packet for another station when $name', ({ rctl, want }) => {
  const bench = createBench(MAG, rctl);
  bench.receive(magicFrame(STRANGER));
  expect(bench.pmeCount).toBe(want);
});

test('a magic broadcast needs no RCTL.BAM, an ordinary one does', () => {
  const bench = createBench(MAG | BC);
  bench.receive(createFrame(60, BROADCAST));
  expect(bench.get(WUS)).toBe(0);
  bench.receive(magicFrame(BROADCAST));
  expect(bench.get(WUS)).toBe(MAG);
});

test('the VLAN filter keeps packets out', () => {
  const bench = createBench(EX, EN | 0x4_0000);
  bench.set(0x38, 0x8100);
  const frame = createFrame(64);
  frame.set([0x81, 0x00, 0x00, 0x05], 12);
  bench.receive(frame);
  expect(bench.get(WUS)).toBe(0);
  bench.set(0x5600, 1 << 5);
  bench.receive(frame);
  expect(bench.get(WUS)).toBe(EX);
});

describe('APM wake-up (6.4.1)', () => {
  test.each([
    { name: 'alone keeps the packet only', wuc: 0x1, want: [MAG, 0] },
    { name: 'with APMPME wakes', wuc: 0x9, want: [MAG, 1] },
    { name: 'off does nothing', wuc: 0x8, want: [0, 0] },
  ])('APME $name', ({ wuc, want }) => {
    const bench = new Bench({ hasPme: true });
    bench.set(WUC, wuc);
    bench.receive(createFrame(140));
    bench.receive(magicFrame());
    expect([bench.get(WUS), bench.pmeCount]).toEqual(want);
  });

  test('comes from the EEPROM, before any driver', () => {
    const eeprom = new Uint8Array(128);
    // Signature; APM PME# Enable; APM Enable.
    eeprom.set([0x0b, 0x64], 2 * 0x0a);
    eeprom.set([0x00, 0x80], 2 * 0x0f);
    eeprom.set([0x00, 0x04], 2 * 0x24);
    const bench = new Bench({ hasPme: true, card: { eeprom, macAddress: MAC_ADDRESS } });
    expect(bench.get(WUC)).toBe(0x9);
    bench.receive(magicFrame());
    expect(bench.pmeCount).toBe(1);
    bench.set(WUS, MAG);
    bench.set(WUC, 0);
    bench.receive(magicFrame());
    expect(bench.pmeCount).toBe(1);
    bench.set(0, 0x0400_0000);
    bench.receive(magicFrame());
    expect(bench.pmeCount).toBe(2);
  });
});

test('in D3 it wakes, stores nothing in memory, and says why after the reset to D0 (14.7)', () => {
  const bench = createBench(MAG);
  bench.startReceiver(EN);
  bench.device.powerManagement.setPowerState(3);
  const before = bench.dmaCount;
  bench.receive(magicFrame());
  expect([bench.dmaCount, bench.pmeCount]).toEqual([before, 1]);
  bench.device.reset();
  bench.device.powerManagement.setPowerState(0);
  expect([bench.get(WUS), bench.get(WUPL), bench.get(WUFC)]).toEqual([MAG, 144, 0]);
  bench.set(0, 0x0400_0000);
  expect([bench.get(WUS), bench.get(WUPM)]).toEqual([MAG, 0x120c_0e00]);
});

test('in D0 the packet is received as well', () => {
  const bench = createBench(EX);
  bench.startReceiver(EN);
  bench.receive(createFrame(60));
  expect([bench.pmeCount, bench.receiveDescriptor(0).status]).toEqual([1, 7]);
});

test('a looped-back device hears nothing of the wire', () => {
  const bench = createBench(EX, EN | 0x40);
  bench.receive(createFrame(60));
  expect(bench.pmeCount).toBe(0);
});

test.each([
  { name: 'WUFC without PME#', hasPme: false, act: (b: Bench) => b.set(WUFC, MAG), want: ['WUFC'] },
  { name: 'APME without PME#', hasPme: false, act: (b: Bench) => b.set(WUC, 1), want: ['WUC'] },
  { name: 'zeros', hasPme: false, act: (b: Bench) => b.set(WUFC, 0), want: [] },
])('reported: $name', ({ hasPme, act, want }) => {
  const bench = new Bench({ hasPme });
  act(bench);
  expect(bench.unmodelled).toEqual(want);
});

test('WUC shows PME_En and PME_Status of PMCSR, and changes them', () => {
  const bench = createBench(EX);
  bench.set(WUC, 2);
  expect([bench.pme.isEnabled, bench.get(WUC)]).toEqual([true, 2]);
  bench.receive(createFrame(60));
  expect([bench.pme.hasEvent, bench.get(WUC)]).toEqual([true, 6]);
  bench.set(WUC, 4);
  expect([bench.pme.isEnabled, bench.pme.hasEvent, bench.get(WUC)]).toEqual([false, false, 0]);
  expect(bench.unmodelled).toEqual([]);
});
