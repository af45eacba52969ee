/** The transmit ring as a driver uses it, and as it should not. Am79C970A data sheet (19436). */
import { Bench, createFrame } from '../../../support/nic/pcnet-bench';

const [TINT, CERR, BABL, TXON] = [0x0200, 0x2000, 0x4000, 0x0010];
const [BUFF, UFLO, LCAR, RTRY] = [0x20, 0x10, 0x02, 0x01];

test.each([{ style: 2 }, { style: 3 }])(
  'a frame goes out, its descriptor comes back, and TINT is raised (style $style)',
  ({ style }) => {
    const bench = new Bench();
    bench.start({ style });
    const frame = createFrame(100);
    bench.send(frame);
    expect([bench.sent.length, bench.transmitDescriptor(0).status]).toEqual([0, 0x83]);
    expect(bench.nic.activity().dmaActive).toBe(true);
    bench.advance(1_000_000);
    expect(bench.sent.map((sent) => sent.frame)).toEqual([frame]);
    expect(bench.transmitDescriptor(0)).toEqual({ status: 0x03, errors: 0 });
    expect([bench.csr(0) & TINT, bench.pin, bench.csr(34)]).toEqual([TINT, true, 0x2010]);
  },
);

test.each([
  { name: 'at 10 Mb/s', chip: '970A' as const, linkMbps: 10 as const, byteNs: 800 },
  { name: 'at 100 Mb/s', chip: '973' as const, linkMbps: 100 as const, byteNs: 80 },
  { name: 'with a far end of 10 Mb/s', chip: '973' as const, linkMbps: 10 as const, byteNs: 800 },
])('frames leave one after the other $name', ({ chip, linkMbps, byteNs }) => {
  const bench = new Bench({ chip, linkMbps });
  bench.start();
  const startNs = bench.clock.nowNs;
  for (let index = 0; index < 3; index++) bench.send(createFrame(100), index);
  bench.advance(2_000_000);
  // Preamble and delimiter 8, FCS 4, gap 12 bytes.
  const wantNs = [1, 2, 3].map((count) => startNs + count * (100 + 24) * byteNs);
  expect(bench.sent.map(({ atNs }) => atNs)).toEqual(wantNs);
});

test('a frame is gathered from several buffers', () => {
  const bench = new Bench();
  bench.start();
  const frame = createFrame(200);
  bench.ram.set(frame, 0x8000);
  bench.putTransmit(0, 0x8000, 14, 0x82);
  bench.putTransmit(1, 0x800e, 1, 0x80);
  bench.putTransmit(2, 0x800f, 185, 0x81);
  bench.setCsr(0, 0x48);
  expect([0, 1, 2].map((n) => bench.transmitDescriptor(n).status)).toEqual([0x02, 0x00, 0x81]);
  bench.advance(1_000_000);
  expect(bench.sent.map((sent) => sent.frame)).toEqual([frame]);
  expect(bench.transmitDescriptor(2)).toEqual({ status: 0x01, errors: 0 });
});

test.each([
  { name: 'as it is', csr4: 0x0115, want: 20 },
  { name: 'padded by APAD_XMT', csr4: 0x0915, want: 60 },
])('a short frame goes out $name', ({ csr4, want }) => {
  const bench = new Bench();
  bench.setCsr(4, csr4);
  bench.start();
  const frame = createFrame(20);
  bench.send(frame);
  bench.advance(1_000_000);
  expect(bench.sent[0].frame.length).toBe(want);
  expect(bench.sent[0].frame.slice(0, 20)).toEqual(frame);
  expect(bench.sent[0].frame.slice(20).every((byte) => byte === 0)).toBe(true);
});

/** 60 zeros have the FCS 04128908h. */
const WITH_FCS = Uint8Array.of(...new Uint8Array(60), 0x08, 0x89, 0x12, 0x04);

test.each([
  { name: 'the default', mode: 0, status: 0x83, csr4: 0x115, style: 2, want: 64 },
  { name: 'DXMTFCS', mode: 8, status: 0x83, csr4: 0x115, style: 2, want: 60 },
  { name: 'DXMTFCS, ADD_FCS', mode: 8, status: 0xa3, csr4: 0x115, style: 2, want: 64 },
  { name: 'DXMTFCS, APAD_XMT', mode: 8, status: 0x83, csr4: 0x915, style: 2, want: 64 },
  { name: 'style 1', mode: 0, status: 0x83, csr4: 0x115, style: 1, want: 64 },
  { name: 'style 1, NO_FCS', mode: 0, status: 0xa3, csr4: 0x115, style: 1, want: 60 },
])('FCS: $name', ({ mode, status, csr4, style, want }) => {
  const bench = new Bench();
  bench.setCsr(4, csr4);
  bench.start({ mode, style });
  bench.send(WITH_FCS, 0, status);
  bench.advance(1_000_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([want]);
});

test('a frame whose own FCS is wrong does not arrive, but was sent', () => {
  const bench = new Bench();
  bench.start({ mode: 8 });
  bench.send(createFrame(64));
  bench.send(Uint8Array.of(1, 2, 3), 1);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.transmitDescriptor(0).status]).toEqual([0, 0x03]);
  expect(bench.transmitDescriptor(1).status).toBe(0x03);
});

test.each([
  { byteCount: 1514, want: 0 },
  { byteCount: 1515, want: BABL },
  { byteCount: 4000, want: BABL },
])('$byteCount bytes and the FCS: BABL', ({ byteCount, want }) => {
  const bench = new Bench();
  bench.start();
  bench.send(createFrame(byteCount));
  bench.advance(10_000_000);
  expect([bench.sent.length, bench.csr(0) & BABL]).toEqual([1, want]);
});

test.each([{ chip: '970A' as const }, { chip: '973' as const }])(
  'without a link a frame is lost with LCAR and CERR ($chip)',
  ({ chip }) => {
    const bench = new Bench({ chip, hasLink: false });
    bench.start();
    bench.send(createFrame(100));
    bench.advance(10_000_000);
    expect(bench.sent.length).toBe(0);
    expect(bench.transmitDescriptor(0)).toEqual({ status: 0x43, errors: LCAR });
    expect(bench.csr(0) & (CERR | TINT | 0x8000)).toBe(CERR | TINT | 0x8000);
  },
);

test('DLNKTST: the link is not tested, and the frame vanishes without an error', () => {
  const bench = new Bench({ hasLink: false });
  bench.start({ mode: 0x1000 });
  bench.send(createFrame(100));
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.transmitDescriptor(0).status]).toEqual([0, 0x03]);
});

test('FCOLL in internal loopback ends in RTRY', () => {
  const bench = new Bench();
  bench.start({ mode: 0x0054 });
  bench.send(createFrame(100));
  bench.advance(1_000_000);
  expect(bench.transmitDescriptor(0)).toEqual({ status: 0x43, errors: RTRY });
  expect(bench.receiveDescriptor(0).status).toBe(0x80);
});

test.each([
  { name: 'turns the transmitter off', csr3: 0, isOn: false },
  { name: 'goes on with DXSUFLO', csr3: 0x40, isOn: true },
])('a chain whose next buffer does not come is BUFF and UFLO, and $name', ({ csr3, isOn }) => {
  const bench = new Bench();
  bench.setCsr(3, csr3);
  bench.start();
  bench.putTransmit(0, 0x8000, 100, 0x82);
  bench.putTransmit(1, 0x8000, 100, 0x00);
  bench.setCsr(0, 0x48);
  bench.advance(1_000_000);
  expect(bench.transmitDescriptor(0)).toEqual({ status: 0x42, errors: BUFF | UFLO });
  expect([bench.sent.length, (bench.csr(0) & TXON) !== 0, bench.csr(0) & TINT]).toEqual([
    0,
    isOn,
    TINT,
  ]);
  // What comes too late is given back until a frame begins.
  bench.putTransmit(1, 0x8000, 100, 0x81);
  bench.send(createFrame(70), 2);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.transmitDescriptor(1).status]).toEqual(
    isOn ? [1, 0x01] : [0, 0x81],
  );
});

test('a chain whose next buffer comes while the first is on the wire goes out whole', () => {
  const bench = new Bench();
  bench.start();
  const frame = createFrame(200);
  bench.ram.set(frame, 0x8000);
  bench.putTransmit(0, 0x8000, 100, 0x82);
  bench.putTransmit(1, 0x8064, 100, 0x01);
  const startNs = bench.clock.nowNs;
  bench.setCsr(0, 0x48);
  bench.advance(50_000);
  bench.putTransmit(1, 0x8064, 100, 0x81);
  bench.advance(1_000_000);
  expect(bench.sent).toEqual([{ atNs: startNs + 224 * 800, frame }]);
});

test.each([
  { name: 'TOKINTD', csr5: 0x8000, status: 0x83, hasLink: true, want: 0 },
  { name: 'TOKINTD, an error', csr5: 0x8000, status: 0x83, hasLink: false, want: TINT },
  { name: 'LTINTEN', csr5: 0x4000, status: 0x83, hasLink: true, want: 0 },
  { name: 'LTINTEN, LTINT', csr5: 0x4000, status: 0x93, hasLink: true, want: TINT },
  { name: 'LTINTEN, an error', csr5: 0x4000, status: 0x83, hasLink: false, want: TINT },
  { name: 'LTINTEN over TOKINTD', csr5: 0xc000, status: 0x93, hasLink: true, want: TINT },
])('$name: TINT', ({ csr5, status, hasLink, want }) => {
  const bench = new Bench({ hasLink });
  bench.setCsr(5, csr5);
  bench.start();
  bench.send(createFrame(100), 0, status);
  bench.advance(1_000_000);
  expect([bench.csr(0) & TINT, bench.transmitDescriptor(0).status & 0xb0]).toEqual([want, 0]);
});

test('TXSTRT is set when a frame starts', () => {
  const bench = new Bench();
  bench.setCsr(4, 0x0111);
  bench.start();
  bench.send(createFrame(100));
  expect([bench.csr(4) & 8, bench.pin]).toEqual([8, true]);
  bench.setCsr(4, 0x0119);
  expect([bench.csr(4) & 8, bench.pin]).toEqual([0, false]);
});

test.each([
  { name: '65,536 clocks', csr47: 0, beforeNs: 1_960_000, afterNs: 10_000 },
  { name: 'CSR47 clocks', csr47: 0x10000 - 1000, beforeNs: 29_000, afterNs: 2000 },
])('without a demand the ring is polled each $name', ({ csr47, beforeNs, afterNs }) => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  bench.setCsr(47, csr47);
  bench.setCsr(0, 0x42);
  bench.putTransmit(0, 0x8000, 100);
  bench.advance(beforeNs);
  expect(bench.nic.activity().dmaActive).toBe(false);
  bench.advance(afterNs);
  expect(bench.nic.activity().dmaActive).toBe(true);
});

test('DPOLL ends polling; a demand still sends, and TDMD clears when the ring is read', () => {
  const bench = new Bench();
  bench.setCsr(4, 0x1115);
  bench.start();
  bench.putTransmit(0, 0x8000, 100);
  bench.advance(100_000_000);
  expect([bench.sent.length, bench.clock.nextDueNs]).toEqual([0, Infinity]);
  bench.setCsr(0, 0x48);
  expect(bench.csr(0) & 8).toBe(0);
  bench.setCsr(0, 0x48);
  expect(bench.csr(0) & 8).toBe(8);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.csr(0) & 8]).toEqual([1, 0]);
});

test('TDMD does nothing while stopped', () => {
  const bench = new Bench();
  bench.setCsr(0, 8);
  expect([bench.csr(0), bench.dmaCount]).toEqual([4, 0]);
});

test('STOP takes a frame off the wire', () => {
  const bench = new Bench();
  bench.start();
  bench.send(createFrame(100));
  bench.setCsr(0, 4);
  bench.advance(10_000_000);
  expect([bench.sent.length, bench.transmitDescriptor(0).status]).toEqual([0, 0x83]);
});

test.each([
  { name: 'a ring where no memory is', act: (b: Bench) => b.setCsr(31, 0xffff) },
  { name: 'a buffer where no memory is', act: (b: Bench) => b.putTransmit(0, 0xf000_0000, 100) },
])('hostile: $name stops the controller', ({ act }) => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  act(bench);
  bench.setCsr(0, 2);
  bench.advance(1_000_000);
  expect([bench.csr(0), bench.csr(5) & 0x0800, bench.sent.length]).toEqual([4, 0x0800, 0]);
});

test('hostile: a frame without end is timed, called babble, and never goes out', () => {
  const bench = new Bench();
  bench.start();
  for (let index = 0; index < 8; index++)
    bench.putTransmit(index, 0x8000, 0x1000, index === 0 ? 0x82 : 0x80);
  bench.setCsr(0, 0x48);
  for (let round = 0; round < 50; round++) {
    bench.advance(1_000_000);
    for (let index = 0; index < 8; index++)
      if (bench.transmitDescriptor(index).status < 0x80)
        bench.putTransmit(index, 0x8000, 0x1000, 0x80);
  }
  expect([bench.sent.length, bench.csr(0) & TXON]).toEqual([0, TXON]);
  for (let index = 0; index < 8; index++) bench.putTransmit(index, 0x8000, 100, 0x81);
  bench.advance(100_000_000);
  expect([bench.sent.length, bench.csr(0) & BABL]).toEqual([0, BABL]);
});

test('hostile: a ring of owned descriptors that start nothing is given back a part at a time', () => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  bench.setCsr(78, 0x0001);
  for (let at = 0x2007; at < 0xe_0000; at += 16) bench.ram[at] = 0x80;
  const { dmaCount } = bench;
  bench.setCsr(0, 2);
  expect(bench.dmaCount - dmaCount).toBe(1024);
});
