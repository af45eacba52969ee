/** The receive ring as a driver uses it, and as it should not. 8254x SDM 3.2, 13.4.22-13.4.32. */
import { Bench, createFrame } from '../../../support/nic/82540em-bench';

const [ICR, IMS, RDH, RDT] = [0xc0, 0xd0, 0x2810, 0x2818];
const [EN, SBP, LPE, SECRC] = [0x2, 0x4, 0x20, 0x0400_0000];

test('a frame lies in the buffer with its FCS, its descriptor says so, and RXT0 is raised', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.get(ICR);
  bench.set(IMS, 0x80);
  const frame = new Uint8Array(60);
  frame.set([0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56]);
  bench.receive(frame);
  expect(bench.receiveDescriptor(0)).toMatchObject({ lengthBytes: 64, status: 0x07, errors: 0 });
  expect(bench.receiveBuffer(0, 60)).toEqual(frame);
  expect([bench.get(RDH), bench.pin, bench.get(ICR)]).toEqual([1, true, 0x80]);
});

test('the FCS behind the frame is that of IEEE 802.3', () => {
  const bench = new Bench();
  bench.startReceiver(EN | 0x8);
  bench.receive(new Uint8Array(60));
  expect(bench.view.getUint32(0x1_0000 + 60, true)).toBe(0x0412_8908);
});

test('SECRC leaves the FCS out', () => {
  const bench = new Bench();
  bench.startReceiver(EN | SECRC);
  bench.ram.fill(0xee, 0x1_0000, 0x1_0100);
  bench.receive(createFrame(60));
  expect(bench.receiveDescriptor(0).lengthBytes).toBe(60);
  expect(bench.ram[0x1_0000 + 60]).toBe(0xee);
});

test.each([
  { name: 'BSIZE 00', rctl: 0x0000_0000, byteCount: 2048 },
  { name: 'BSIZE 01', rctl: 0x0001_0000, byteCount: 1024 },
  { name: 'BSIZE 10', rctl: 0x0002_0000, byteCount: 512 },
  { name: 'BSIZE 11', rctl: 0x0003_0000, byteCount: 256 },
  { name: 'BSIZE 01, BSEX', rctl: 0x0201_0000, byteCount: 16384 },
  { name: 'BSIZE 10, BSEX', rctl: 0x0202_0000, byteCount: 8192 },
  { name: 'BSIZE 11, BSEX', rctl: 0x0203_0000, byteCount: 4096 },
])('$name: a frame fills buffers of $byteCount', ({ rctl, byteCount }) => {
  const bench = new Bench();
  bench.startReceiver((EN | LPE | SECRC | rctl) >>> 0, 64);
  bench.receive(createFrame(16000));
  const count = Math.ceil(16000 / byteCount);
  const descriptors = Array.from({ length: count }, (_, index) => bench.receiveDescriptor(index));
  const lengths = descriptors.map(({ lengthBytes }) => lengthBytes);
  expect(lengths.slice(0, -1).every((length) => length === byteCount)).toBe(true);
  expect(lengths.reduce((sum, length) => sum + length)).toBe(16000);
  expect(descriptors.map(({ status }) => status & 3)).toEqual([...Array(count - 1).fill(1), 3]);
  expect(bench.get(RDH)).toBe(count);
});

test.each([
  { name: 'the shortest', byteCount: 60, rctl: EN, want: [1, 0, 0] },
  { name: 'a short one', byteCount: 59, rctl: EN, want: [0, 1, 0] },
  { name: 'a short one, SBP', byteCount: 59, rctl: EN | SBP, want: [1, 1, 0] },
  { name: 'the longest', byteCount: 1518, rctl: EN, want: [1, 0, 0] },
  { name: 'a long one', byteCount: 1519, rctl: EN, want: [0, 0, 1] },
  { name: 'a long one, LPE', byteCount: 1519, rctl: EN | LPE, want: [1, 0, 0] },
  { name: 'a jumbo, LPE', byteCount: 16380, rctl: EN | LPE, want: [1, 0, 0] },
  { name: 'nothing at all', byteCount: 0, rctl: EN, want: [0, 0, 0] },
])('$name: stored, RUC, ROC', ({ byteCount, rctl, want }) => {
  const bench = new Bench();
  bench.startReceiver(rctl, 16);
  bench.receive(byteCount === 0 ? new Uint8Array(0) : createFrame(byteCount));
  const isStored = (bench.receiveDescriptor(0).status & 1) === 1;
  expect([Number(isStored), bench.get(0x40a4), bench.get(0x40ac)]).toEqual(want);
});

test('the packet checksum starts at PCSS', () => {
  const bench = new Bench();
  bench.startReceiver(EN | SECRC);
  const frame = createFrame(60);
  frame.fill(0, 14);
  frame[20] = 0x12;
  frame[59] = 0x34;
  bench.set(0x5000, 14);
  bench.receive(frame);
  expect(bench.receiveDescriptor(0).checksum).toBe(0x1234);
});

test('the packet checksum is in the first descriptor of several, and in the last (3.2.3)', () => {
  const bench = new Bench();
  bench.startReceiver(EN | SECRC | 0x0003_0000);
  const frame = createFrame(700);
  frame.fill(0, 14);
  frame[20] = 0x12;
  frame[699] = 0x34;
  bench.set(0x5000, 14);
  bench.receive(frame);
  const checksums = [0, 1, 2].map((index) => bench.receiveDescriptor(index).checksum);
  expect(checksums).toEqual([0x1234, 0, 0x1234]);
});

test.each([
  { name: 'a half', rdmts: 0x000, free: 8 },
  { name: 'a quarter', rdmts: 0x100, free: 4 },
  { name: 'an eighth', rdmts: 0x200, free: 2 },
])('RXDMT0 when $name of the ring is left', ({ rdmts, free }) => {
  const bench = new Bench();
  bench.startReceiver(EN | rdmts, 16);
  bench.set(0x100, EN | rdmts);
  for (let left = 14; left >= 0; left--) {
    bench.get(ICR);
    bench.receive(createFrame(60));
    expect([left, (bench.get(ICR) & 0x10) !== 0]).toEqual([left, left === free]);
  }
});

test('without a descriptor frames wait in the packet buffer, then are missed', () => {
  const bench = new Bench();
  bench.startReceiver(EN, 8);
  bench.set(0x1000, 8);
  for (let index = 0; index < 7 + 5; index++) bench.receive(createFrame(1500 + index));
  // 8 KB hold five frames of about 1,500 bytes.
  expect([bench.get(0x40a0), bench.get(0x4010), bench.get(ICR) & 0x40]).toEqual([5, 0, 0]);
  bench.receive(createFrame(1514));
  // RNBC, MPC, RXO; GPRC does not count what was missed.
  expect([bench.get(0x40a0), bench.get(0x4010), bench.get(ICR) & 0x40]).toEqual([1, 1, 0x40]);
  expect(bench.get(0x4074)).toBe(12);
  bench.set(RDT, 4);
  expect(bench.get(RDH)).toBe(4);
  expect([7, 0, 1, 2, 3].map((index) => bench.receiveDescriptor(index).lengthBytes)).toEqual(
    [7, 8, 9, 10, 11].map((index) => 1504 + index),
  );
});

test('a frame that finds too few descriptors goes on when more come', () => {
  const bench = new Bench();
  bench.startReceiver(EN | 0x0003_0000 | SECRC);
  bench.set(RDT, 2);
  bench.receive(createFrame(1000));
  expect([bench.get(RDH), bench.get(ICR) & 0x80]).toEqual([2, 0]);
  bench.set(RDT, 7);
  expect([bench.get(RDH), bench.get(ICR) & 0x80]).toEqual([4, 0x80]);
  expect(bench.receiveDescriptor(3)).toMatchObject({ lengthBytes: 1000 - 768, status: 0x07 });
});

test.each([
  { name: 'none', rdtr: 0, radv: 50, wantNs: 0 },
  { name: 'RDTR from the last frame', rdtr: 10, radv: 0, wantNs: 5000 + 10_240 },
  { name: 'RADV from the first frame', rdtr: 10, radv: 8, wantNs: 8192 },
])('delay: $name', ({ rdtr, radv, wantNs }) => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.get(ICR);
  bench.set(IMS, 0x80);
  bench.set(0x2820, rdtr);
  bench.set(0x282c, radv);
  bench.receive(createFrame(60));
  bench.advance(5000);
  bench.receive(createFrame(60));
  bench.advance(100_000);
  expect(bench.pinEdges[0]).toEqual({ atNs: wantNs, asserted: true });
  expect(bench.get(ICR)).toBe(0x80);
});

test('RDTR.FPD reports at once what is held back, and nothing if nothing is', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.get(ICR);
  bench.set(0x2820, 1000);
  bench.set(0x2820, 0x8000_03e8);
  expect(bench.get(ICR)).toBe(0);
  bench.receive(createFrame(60));
  expect(bench.get(ICR)).toBe(0);
  bench.set(0x2820, 0x8000_03e8);
  expect([bench.get(ICR), bench.get(0x2820)]).toEqual([0x80, 1000]);
});

test('SRPD reports a small frame past the delay', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.get(ICR);
  bench.set(0x2820, 1000);
  bench.set(0x2c00, 100);
  bench.receive(createFrame(200));
  expect(bench.get(ICR)).toBe(0);
  bench.receive(createFrame(60));
  expect(bench.get(ICR)).toBe(0x1_0000);
});

test('a null address in a descriptor pads the ring', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.view.setUint32(0x1000, 0, true);
  bench.receive(createFrame(60));
  expect(bench.receiveDescriptor(0)).toMatchObject({ lengthBytes: 0, status: 1 });
  expect(bench.receiveDescriptor(1)).toMatchObject({ lengthBytes: 64, status: 7 });
});

test.each([
  { name: 'the link is down', act: (b: Bench) => b.set(0, 0x201) },
  { name: 'the receiver is off', act: (b: Bench) => b.set(0x100, 0) },
  { name: 'the MAC is looped back', act: (b: Bench) => b.set(0x100, 0x42) },
  { name: 'the device is in D3', act: (b: Bench) => b.device.powerManagement.setPowerState(3) },
])('a frame is lost when $name', ({ act }) => {
  const bench = new Bench();
  bench.startReceiver(EN);
  act(bench);
  const before = bench.dmaCount;
  bench.receive(createFrame(60));
  expect([bench.dmaCount, bench.receiveDescriptor(0).status]).toEqual([before, 0]);
});

test.each([
  { name: 'a ring without length', offset: 0x2808, value: 0 },
  { name: 'a head beyond the ring', offset: RDH, value: 100 },
  { name: 'a tail beyond the ring', offset: RDT, value: 0xffff },
  { name: 'a ring where no memory is', offset: 0x2800, value: 0xffff_fff0 },
  { name: 'a ring beyond 4 GiB', offset: 0x2804, value: 0xffff_ffff },
])('hostile: $name stores nothing', ({ offset, value }) => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.set(offset, value);
  for (let index = 0; index < 100; index++) bench.receive(createFrame(1514));
  expect(bench.dmaCount).toBeLessThan(2);
  expect(bench.get(0x4010)).toBeGreaterThan(50);
  expect(bench.receiveDescriptor(0).status).toBe(0);
});

test('hostile: a ring of null addresses ends with the ring', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.ram.fill(0, 0x1000, 0x1080);
  bench.receive(createFrame(60));
  expect([bench.get(RDH), bench.dmaCount]).toEqual([7, 14]);
  bench.set(RDT, 6);
  expect(bench.get(RDH)).toBe(6);
});

test('hostile: a buffer where no memory is halts the receiver until a reset', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.view.setUint32(0x1000, 0x4000_0000, true);
  bench.receive(createFrame(60));
  bench.receive(createFrame(60));
  expect([bench.get(RDH), bench.dmaCount]).toEqual([0, 2]);
  bench.set(0, 0x0400_0000);
  bench.startReceiver(EN);
  bench.receive(createFrame(60));
  expect(bench.receiveDescriptor(0).status).toBe(7);
});

test('an interrupt routine that resets the device mid-frame does no harm', () => {
  const bench: Bench = new Bench({
    onPin: (asserted) => {
      if (asserted) bench.set(0, 0x0400_0000);
    },
  });
  bench.startReceiver(EN | 0x0003_0000, 8);
  bench.get(ICR);
  bench.set(IMS, 0x10);
  bench.receive(createFrame(1514));
  expect([bench.get(RDH), bench.get(ICR), bench.pin]).toEqual([0, 0, false]);
});
