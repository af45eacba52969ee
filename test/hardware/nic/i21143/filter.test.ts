/** Setup frames and filtering modes: 21143 HRM (setup frame), CSR6. */
import { frameCheckSequence } from '../../../../hardware/nic/crc';
import {
  Bench,
  BROADCAST,
  createFrame,
  MAC_ADDRESS,
  RUN,
  RX_LIST,
  SETUP,
  TX_LIST,
} from '../../../support/nic/i21143-bench';

const OTHER = Uint8Array.of(0x00, 0x00, 0xf8, 0x12, 0x34, 0x57);
const GROUP = Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x01);
const HASH = 0x0840_0000;
const INVERSE = 0x1800_0000;
const HASH_ONLY = 0x1840_0000;
const FRAMES = { mine: MAC_ADDRESS, other: OTHER, group: GROUP, broadcast: BROADCAST };

/** Which frames come, as names. */
function taken(bench: Bench): string[] {
  return Object.entries(FRAMES).flatMap(([name, address]) => {
    bench.setCsr(6, bench.csr(6) & ~2);
    bench.receiveRing();
    bench.setCsr(6, bench.csr(6) | 2);
    bench.receive(createFrame(60, address));
    return bench.word(RX_LIST) === 0x8000_0000 ? [] : [name];
  });
}

/** The bit of an address: the nine low bits of its CRC, the register not inverted. */
function setHashBit(bench: Bench, address: Uint8Array): void {
  const index = ~frameCheckSequence(address, 6) & 0x1ff;
  bench.ram[SETUP + 4 * (index >> 4) + ((index >> 3) & 1)] |= 1 << (index & 7);
}

test('the bit of broadcast is 255, as drivers set it', () => {
  expect(~frameCheckSequence(BROADCAST, 6) & 0x1ff).toBe(255);
});

test.each([
  { name: 'perfect', control: 0x0800_0000, mode: 0, want: ['mine', 'broadcast'], bits: 0 },
  { name: 'inverse', control: INVERSE, mode: 0, want: ['other', 'group'], bits: 0x10 },
  {
    name: 'perfect, PM',
    control: 0x0800_0000,
    mode: 0x80,
    want: ['mine', 'group', 'broadcast'],
    bits: 0x80,
  },
  { name: 'perfect, PR', control: 0x0800_0000, mode: 0x40, want: Object.keys(FRAMES), bits: 0x40 },
])('$name', ({ control, mode, want, bits }) => {
  const bench = new Bench();
  bench.start(RUN | mode);
  bench.setup(0, [MAC_ADDRESS, BROADCAST], control);
  expect(bench.word(TX_LIST)).toBe(0x7fff_ffff);
  expect(bench.csr(6) & 0xd5).toBe(bits);
  expect(taken(bench)).toEqual(want);
});

test.each([
  { name: 'hash, and one perfect address', control: HASH, want: ['mine', 'group'], bits: 0x01 },
  { name: 'hash only', control: HASH_ONLY, want: ['other', 'group'], bits: 0x05 },
])('$name', ({ control, want, bits }) => {
  const bench = new Bench();
  bench.start();
  bench.ram.fill(0, SETUP, SETUP + 192);
  setHashBit(bench, GROUP);
  setHashBit(bench, OTHER);
  for (let at = 0; at < 6; at++)
    bench.ram[SETUP + 156 + 4 * (at >> 1) + (at & 1)] = MAC_ADDRESS[at];
  bench.describe(TX_LIST, 0x8000_0000, control | 192, SETUP, 0);
  bench.setCsr(1, 1);
  expect(bench.csr(6) & 0x15).toBe(bits);
  expect(taken(bench)).toEqual(want);
});

test('without a setup frame nothing matches', () => {
  const bench = new Bench();
  bench.start();
  expect(taken(bench)).toEqual([]);
});

test('receive all: FF says what the filter would not have passed', () => {
  const bench = new Bench();
  bench.start(RUN | 0x4000_0000);
  bench.setup(0, [MAC_ADDRESS]);
  bench.receive(createFrame(60));
  bench.receive(createFrame(60, OTHER));
  expect([bench.word(RX_LIST), bench.word(RX_LIST + 16)]).toEqual([0x0040_0320, 0x4040_0320]);
});

test('a setup frame of another length is named, and one with IC interrupts', () => {
  const bench = new Bench();
  bench.start();
  bench.setup(0, [MAC_ADDRESS], 0x8800_0000);
  expect(bench.csr(5) & 1).toBe(1);
  bench.describe(TX_LIST + 16, 0x8000_0000, 0x0800_0000 | 100, SETUP, 0);
  bench.setCsr(1, 1);
  expect(bench.unmodelled).toEqual(['setup frame of 100 bytes']);
});
