/** Which frames are taken, and the status they get (RTL8139C data sheet 6.1, 6.8). */
import { Bench, BROADCAST, createFrame, MAC_ADDRESS } from '../../../support/nic/rtl8139-bench';

const OTHER = Uint8Array.of(0x00, 0x11, 0x22, 0x33, 0x44, 0x55);
/** 224.0.0.1: the upper six bits of its CRC are 31. */
const GROUP = Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x01);
const [AAP, APM, AM, AB] = [1, 2, 4, 8];

test.each([
  { name: 'APM and our address', rcr: APM, to: MAC_ADDRESS, want: 0x4001 },
  { name: 'no APM', rcr: AM | AB, to: MAC_ADDRESS, want: 0 },
  { name: 'APM and another address', rcr: APM, to: OTHER, want: 0 },
  { name: 'AAP and another address', rcr: AAP, to: OTHER, want: 0x0001 },
  { name: 'AAP and our address', rcr: AAP, to: MAC_ADDRESS, want: 0x4001 },
  { name: 'AAP alone and a broadcast', rcr: AAP, to: BROADCAST, want: 0 },
  { name: 'AAP alone and a group', rcr: AAP, to: GROUP, want: 0 },
  { name: 'AB and a broadcast', rcr: AB, to: BROADCAST, want: 0x2001 },
  { name: 'AM and a broadcast', rcr: AM, to: BROADCAST, want: 0 },
  { name: 'AM and a group', rcr: AM, to: GROUP, want: 0x8001 },
  { name: 'no AM and a group', rcr: APM | AB, to: GROUP, want: 0 },
])('$name', ({ rcr, to, want }) => {
  const bench = new Bench();
  bench.start(0xe700 | rcr);
  bench.set(0x08, 4, 0xffff_ffff);
  bench.set(0x0c, 4, 0xffff_ffff);
  bench.receive(createFrame(60, to));
  expect(bench.packet(0).status).toBe(want);
});

test.each([
  { to: [0x01, 0x00, 0x5e, 0x00, 0x00, 0x01], bit: 31 },
  { to: [0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb], bit: 15 },
  { to: [0x33, 0x33, 0x00, 0x00, 0x00, 0x01], bit: 62 },
  { to: [0x01, 0x80, 0xc2, 0x00, 0x00, 0x00], bit: 25 },
])('the bit of MAR for $to is $bit', ({ to, bit }) => {
  const bench = new Bench();
  bench.start(0xe700 | AM);
  const one = (word: number) => (bit >>> 5 === word ? (1 << (bit & 31)) >>> 0 : 0);
  const write = (low: number, high: number) => {
    bench.set(0x08, 4, low);
    bench.set(0x0c, 4, high);
  };
  write(~one(0), ~one(1));
  bench.receive(createFrame(60, Uint8Array.from(to)));
  expect(bench.get(0x3a, 2)).toBe(0);
  write(one(0), one(1));
  bench.receive(createFrame(60, Uint8Array.from(to)));
  expect(bench.get(0x3a, 2)).toBe(68);
});
