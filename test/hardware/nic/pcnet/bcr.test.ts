/** What BCRs do beside holding a value. Am79C970A data sheet (19436); Am79C973 (21510). */
import { Bench, createFrame } from '../../../support/nic/pcnet-bench';

test.each([
  { name: 'a link', hasLink: true, want: 0x80c0 },
  { name: 'no link', hasLink: false, want: 0x00c0 },
])('BCR4.LEDOUT with $name', ({ hasLink, want }) => {
  expect(new Bench({ hasLink }).bcr(4)).toBe(want);
});

test.each([
  { name: 'full-duplex link', act: (b: Bench) => b.setBcr(9, 1), led: 0x0100, want: 0x8100 },
  { name: 'half-duplex link', act: () => {}, led: 0x0100, want: 0x0100 },
  { name: 'polarity', act: () => {}, led: 0x0008, want: 0x8008 },
  { name: 'collision', act: () => {}, led: 0x0001, want: 0x0001 },
])('an LED for $name', ({ act, led, want }) => {
  const bench = new Bench();
  act(bench);
  bench.setBcr(5, led);
  expect(bench.bcr(5)).toBe(want);
});

test('an LED shines while a frame is sent', () => {
  const bench = new Bench();
  bench.start();
  bench.setBcr(7, 0x0010);
  bench.send(createFrame(100));
  expect(bench.bcr(7)).toBe(0x8010);
  bench.advance(1_000_000);
  expect(bench.bcr(7)).toBe(0x0010);
});

test('the LEDs of the Am79C973 are written with LEDPE only, and know 100 Mb/s', () => {
  const bench = new Bench({ chip: '973' });
  bench.setBcr(5, 0x1000);
  expect(bench.bcr(5)).toBe(0x0084);
  bench.setBcr(2, 0x1002);
  bench.setBcr(5, 0x1000);
  expect(bench.bcr(5)).toBe(0x9000);
});

test('DWIO is not written', () => {
  const bench = new Bench();
  bench.setBcr(18, 0x9081);
  expect(bench.bcr(18)).toBe(0x9001);
});

test.each([
  { style: 0, want: 0x0200 },
  { style: 1, want: 0x0100 },
  { style: 2, want: 0x0302 },
  { style: 3, want: 0x0303 },
])('BCR20: style $style sets SSIZE32 and CSRPCNET', ({ style, want }) => {
  const bench = new Bench();
  bench.setBcr(20, style);
  expect(bench.bcr(20) & ~style).toBe(want & ~style);
});

test('BCR20 and BCR22 are written only while STOP or SPND is set', () => {
  const bench = new Bench();
  bench.start();
  bench.setBcr(20, 3);
  bench.setBcr(22, 0x1234);
  expect([bench.bcr(20), bench.bcr(22)]).toEqual([0x0302, 0xff06]);
});

test('MIN_GNT and MAX_LAT are those of configuration space', () => {
  const bench = new Bench();
  bench.setBcr(22, 0x1234);
  expect([bench.nic.minGrant, bench.nic.maxLatency]).toEqual([0x34, 0x12]);
});

test.each([
  { name: 'a reserved BCR', act: (b: Bench) => b.bcr(32), want: ['reserved BCR32'] },
  { name: 'INTLEVEL', act: (b: Bench) => b.setBcr(2, 0x82), want: ['BCR2.INTLEVEL'] },
])('$name is reported', ({ act, want }) => {
  const bench = new Bench();
  act(bench);
  expect(bench.unmodelled).toEqual(want);
});

test('a PHY is read and written through BCR33 and BCR34, and MCCINT says so', () => {
  const bench = new Bench({ chip: '973' });
  bench.setBcr(33, (30 << 5) | 3);
  expect(bench.bcr(34)).toBe(0x6b60);
  expect(bench.csr(7) & 0x0220).toBe(0x0020);
  bench.setBcr(33, (30 << 5) | 4);
  bench.setBcr(34, 0x0061);
  expect(bench.bcr(34)).toBe(0x0061);
});

test('where no PHY is, a read gives ones and MREINT', () => {
  const bench = new Bench({ chip: '973' });
  bench.setBcr(33, (1 << 5) | 2);
  expect([bench.bcr(34), bench.csr(7) & 0x0220]).toEqual([0xffff, 0x0220]);
});

test('PREAD takes in what was written to the EEPROM; PVALID tells whether its sum is right', () => {
  const bench = new Bench();
  expect(bench.bcr(19)).toBe(0xa002);
  bench.nic.eeprom.words[0] ^= 1;
  bench.nic.eeprom.words[1] ^= 1;
  bench.setBcr(19, 0x4000);
  expect(bench.bcr(19) & 0xc000).toBe(0x0000);
  bench.nic.eeprom.words[1] ^= 1;
  bench.nic.eeprom.words[0] ^= 1;
  bench.setBcr(19, 0x4000);
  expect(bench.bcr(19) & 0xc000).toBe(0x8000);
});

/** EEN 10h, ECS 4, ESK 2, EDI 1. */
test('the wires of BCR19 reach the EEPROM while EEN is set', () => {
  const bench = new Bench();
  const put = (bit: number) => {
    bench.setBcr(19, 0x14 | bit);
    bench.setBcr(19, 0x16 | bit);
  };
  for (const bit of [1, 1, 0, 0, 0, 0, 0, 0, 1]) put(bit);
  let word = 0;
  for (let index = 0; index < 16; index++) {
    put(0);
    word = (word << 1) | (bench.bcr(19) & 1);
  }
  // Bytes 2 and 3 of the address.
  expect(word).toBe(0x121a);
  bench.setBcr(19, 0x02);
  expect(bench.bcr(19) & 1).toBe(0);
});
