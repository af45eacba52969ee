/** The receive ring as a driver uses it, and as it should not. Am79C970A data sheet (19436). */
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/pcnet-bench';

const [RINT, MISS] = [0x0400, 0x1000];

test.each([{ style: 2 }, { style: 3 }])(
  'a frame lies in the buffer with its FCS, and RINT is raised (style $style)',
  ({ style }) => {
    const bench = new Bench();
    bench.start({ style });
    const frame = new Uint8Array(60);
    frame.set(MAC_ADDRESS);
    bench.receive(frame);
    expect(bench.receiveDescriptor(0)).toEqual({
      status: 0x03,
      match: 4,
      lengthBytes: 64,
      runtCount: 0,
    });
    expect(bench.receiveBuffer(0, 60)).toEqual(frame);
    expect([bench.csr(0) & RINT, bench.pin, bench.csr(72), bench.csr(28)]).toEqual([
      RINT,
      true,
      0xfff9,
      0x1010,
    ]);
  },
);

test('the FCS is that of IEEE 802.3, low byte first', () => {
  const bench = new Bench();
  bench.start({ mode: 0x8000 });
  bench.receive(new Uint8Array(60));
  expect(bench.view.getUint32(0x1_0000 + 60, true)).toBe(0x0412_8908);
});

test.each([
  { name: 'buffers of 100 bytes', bufferBytes: 100, byteCount: 246, used: 3 },
  { name: 'buffers filled to the last byte', bufferBytes: 125, byteCount: 246, used: 2 },
  { name: 'one byte over', bufferBytes: 125, byteCount: 247, used: 3 },
])('a frame is chained over $name', ({ bufferBytes, byteCount, used }) => {
  const bench = new Bench();
  bench.start({ bufferBytes });
  const frame = createFrame(byteCount);
  bench.receive(frame);
  const statuses = Array.from(
    { length: used },
    (_, index) => bench.receiveDescriptor(index).status,
  );
  expect(statuses).toEqual([0x02, ...Array<number>(used - 2).fill(0), 0x01]);
  expect(bench.receiveDescriptor(used).status).toBe(0x80);
  expect(bench.receiveDescriptor(used - 1).lengthBytes).toBe(byteCount + 4);
  const stored = Array.from({ length: used }, (_, index) => [
    ...bench.receiveBuffer(index, bufferBytes),
  ]).flat();
  expect(stored.slice(0, byteCount)).toEqual([...frame]);
});

test('a frame that finds no further buffer ends in BUFF, without ENP', () => {
  const bench = new Bench();
  bench.start({ bufferBytes: 100, rxOwned: 2 });
  bench.receive(createFrame(246));
  expect([0, 1, 2].map((n) => bench.receiveDescriptor(n).status)).toEqual([0x02, 0x44, 0]);
  expect(bench.csr(0) & RINT).toBe(RINT);
  // The next frame begins behind it.
  bench.putReceive(2);
  bench.receive(createFrame(60));
  expect(bench.receiveDescriptor(2).status).toBe(0x03);
});

test('in a ring of one a frame has one buffer', () => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  bench.setCsr(76, 0xffff);
  bench.putReceive(0, 100);
  bench.setCsr(0, 2);
  bench.receive(createFrame(246));
  expect(bench.receiveDescriptor(0).status).toBe(0x46);
});

test('without a buffer a frame is missed and counted; the counter wraps into MFCO', () => {
  const bench = new Bench();
  bench.start({ rxOwned: 1, csr0: 4 });
  bench.setCsr(0, 4);
  bench.setCsr(112, 0xfffe);
  bench.setCsr(4, 0x0015);
  bench.setCsr(0, 0x42);
  bench.receive(createFrame(60));
  expect([bench.csr(112), bench.csr(0) & MISS]).toEqual([0xfffe, 0]);
  bench.receive(createFrame(60));
  expect([bench.csr(112), bench.csr(0) & 0x9000, bench.csr(4) & 0x200]).toEqual([
    0xffff, 0x9000, 0,
  ]);
  bench.receive(createFrame(60));
  expect([bench.csr(112), bench.csr(4) & 0x200]).toEqual([0, 0x200]);
});

test('the ring wraps', () => {
  const bench = new Bench();
  bench.start();
  for (let index = 0; index < 20; index++) {
    bench.receive(createFrame(60 + index));
    expect(bench.receiveDescriptor(index % 8).lengthBytes).toBe(64 + index);
    bench.putReceive(index % 8);
  }
  expect(bench.csr(72)).toBe(0xfffc);
});

test.each([
  { name: 'short of padding', lengthField: 45, byteCount: 60, wantBytes: 59 },
  { name: 'empty', lengthField: 0, byteCount: 60, wantBytes: 14 },
  { name: 'full', lengthField: 46, byteCount: 60, wantBytes: 64 },
  { name: 'a type', lengthField: 0x0800, byteCount: 100, wantBytes: 104 },
])('ASTRP_RCV: a length field that is $name', ({ lengthField, byteCount, wantBytes }) => {
  const bench = new Bench();
  bench.setCsr(4, 0x0515);
  bench.start();
  bench.ram.fill(0xee, 0x1_0000, 0x1_0100);
  const frame = createFrame(byteCount);
  frame.set([lengthField >>> 8, lengthField & 0xff], 12);
  bench.receive(frame);
  expect(bench.receiveDescriptor(0).lengthBytes).toBe(wantBytes);
  expect(bench.ram[0x1_0000 + wantBytes]).toBe(0xee);
});

/** CSR124.RPA, which CSR4.EN124 lets be written. */
function acceptRunts(bench: Bench): void {
  bench.setCsr(4, 0x8115);
  bench.setCsr(124, 0x0008);
}

test.each([
  { name: 'half duplex', act: () => {}, byteCount: 59, want: false },
  { name: 'the shortest', act: () => {}, byteCount: 60, want: true },
  { name: 'RPA', act: acceptRunts, byteCount: 20, want: true },
  { name: 'full duplex', act: (b: Bench) => b.setBcr(9, 1), byteCount: 20, want: true },
  { name: 'full duplex, 11 bytes', act: (b: Bench) => b.setBcr(9, 1), byteCount: 7, want: false },
  { name: 'full duplex, FDRPAD', act: (b: Bench) => b.setBcr(9, 5), byteCount: 59, want: false },
  { name: 'no address', act: acceptRunts, byteCount: 5, want: false },
  { name: 'nothing', act: acceptRunts, byteCount: 0, want: false },
])('runts: $name', ({ act, byteCount, want }) => {
  const bench = new Bench();
  act(bench);
  bench.start();
  bench.receive(createFrame(byteCount));
  expect(bench.receiveDescriptor(0).status === 0x03).toBe(want);
});

test('runts with the address are told with the next frame', () => {
  const bench = new Bench();
  bench.start();
  for (let index = 0; index < 3; index++) bench.receive(createFrame(40));
  bench.receive(createFrame(60));
  bench.receive(createFrame(60));
  expect([0, 1].map((n) => bench.receiveDescriptor(n).runtCount)).toEqual([3, 0]);
});

test.each([
  { name: 'stopped', act: (b: Bench) => b.setCsr(0, 4) },
  {
    name: 'looped back inside',
    act(b: Bench) {
      b.setCsr(0, 4);
      b.start({ mode: 0x44 });
    },
  },
  { name: 'without a link', act: (b: Bench) => b.nic.linkChanged((b.wire.hasLink = false)) },
  { name: 'on the port that no cable is in', act: (b: Bench) => b.setBcr(2, 0) },
])('a frame is lost while $name', ({ act }) => {
  const bench = new Bench();
  bench.start();
  act(bench);
  const { dmaCount } = bench;
  bench.receive(createFrame(60));
  expect([bench.dmaCount, bench.csr(112), bench.receiveDescriptor(0).status]).toEqual([
    dmaCount,
    0,
    0x80,
  ]);
});

test.each([
  { name: 'a ring where no memory is', act: (b: Bench) => b.setCsr(25, 0xffff) },
  { name: 'a buffer where no memory is', act: (b: Bench) => (b.ram[0x1003] = 0xf0) },
])('hostile: $name stops the controller', ({ act }) => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  act(bench);
  bench.setCsr(0, 2);
  for (let index = 0; index < 10; index++) bench.receive(createFrame(1514));
  expect([bench.csr(0), bench.csr(5) & 0x0800]).toEqual([4, 0x0800]);
});

test('hostile: buffers of a byte each, and a frame longer than any', () => {
  const bench = new Bench();
  bench.start({ bufferBytes: 1 });
  bench.receive(createFrame(1514));
  expect(bench.receiveDescriptor(7).status).toBe(0x44);
  for (let index = 0; index < 8; index++) bench.putReceive(index);
  bench.receive(createFrame(9000));
  expect(bench.receiveDescriptor(0).status).toBe(0x80);
  bench.receive(createFrame(5000));
  expect([0, 1, 2].map((n) => bench.receiveDescriptor(n).status)).toEqual([0x02, 0x00, 0x01]);
  expect(bench.receiveDescriptor(2).lengthBytes).toBe(5004 & 0xfff);
});
