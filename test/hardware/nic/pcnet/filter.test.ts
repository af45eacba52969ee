/** Address matching. Am79C970A data sheet (19436), CSR8 to CSR15; RMD1. */
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/pcnet-bench';

const BROADCAST = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const OTHER = Uint8Array.of(0x00, 0x00, 0x1a, 0x12, 0x34, 0x57);
const GROUP = Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x01);
const [PAM, LAFM, BAM] = [4, 2, 1];
const NOT_STORED = -1;

test.each([
  { name: 'the physical address', to: MAC_ADDRESS, mode: 0, want: PAM },
  { name: 'another one', to: OTHER, mode: 0, want: NOT_STORED },
  { name: 'another one, PROM', to: OTHER, mode: 0x8000, want: 0 },
  { name: 'the physical address, PROM', to: MAC_ADDRESS, mode: 0x8000, want: PAM },
  { name: 'the physical address, DRCVPA', to: MAC_ADDRESS, mode: 0x2000, want: NOT_STORED },
  { name: 'broadcast', to: BROADCAST, mode: 0, want: BAM },
  { name: 'broadcast, DRCVBC', to: BROADCAST, mode: 0x4000, want: NOT_STORED },
  { name: 'a group', to: GROUP, mode: 0, want: NOT_STORED },
  { name: 'a group, PROM', to: GROUP, mode: 0x8000, want: 0 },
  { name: 'a group, all of LADRF', to: GROUP, mode: 0, ladrf: 0xffff_ffff, want: LAFM },
  { name: 'broadcast, all of LADRF', to: BROADCAST, mode: 0, ladrf: 0xffff_ffff, want: BAM },
  {
    name: 'broadcast, DRCVBC, all of LADRF',
    to: BROADCAST,
    mode: 0x4000,
    ladrf: 0xffff_ffff,
    want: LAFM,
  },
  {
    name: 'another one, all of LADRF',
    to: OTHER,
    mode: 0,
    ladrf: 0xffff_ffff,
    want: NOT_STORED,
  },
])('$name', ({ to, mode, ladrf = 0, want }) => {
  const bench = new Bench();
  bench.putFilter(ladrf, ladrf);
  bench.start({ mode });
  bench.receive(createFrame(60, to));
  const { status, match } = bench.receiveDescriptor(0);
  expect(status === 0x80 ? NOT_STORED : match).toBe(want);
});

/** From the table of logical addresses that AMD's LANCE data sheets (Am7990, Am79C90) end with. */
test.each([
  { first: 0x85, bit: 0 },
  { first: 0xa5, bit: 1 },
  { first: 0xe5, bit: 2 },
  { first: 0xc5, bit: 3 },
  { first: 0x45, bit: 4 },
  { first: 0x65, bit: 5 },
  { first: 0x25, bit: 6 },
  { first: 0x05, bit: 7 },
  { first: 0x2b, bit: 8 },
  { first: 0x0b, bit: 9 },
  { first: 0x4b, bit: 10 },
  { first: 0x6b, bit: 11 },
  { first: 0xeb, bit: 12 },
  { first: 0xcb, bit: 13 },
])('$first and five zeros pass by bit $bit of LADRF alone', ({ first, bit }) => {
  const frame = createFrame(60, Uint8Array.of(first, 0, 0, 0, 0, 0));
  const only = new Bench();
  only.putFilter(1 << bit, 0);
  only.start();
  only.receive(frame);
  expect(only.receiveDescriptor(0)).toMatchObject({ status: 0x03, match: LAFM });
  const others = new Bench();
  others.putFilter(~(1 << bit) >>> 0, 0xffff_ffff);
  others.start();
  others.receive(frame);
  expect(others.receiveDescriptor(0).status).toBe(0x80);
});

test('the 16-bit structures have no match bits', () => {
  const bench = new Bench();
  bench.start();
  bench.setCsr(0, 4);
  bench.setBcr(20, 0);
  bench.view.setUint32(0x1000, 0x8001_0000, true);
  bench.view.setUint32(0x1004, 0xf800, true);
  bench.setCsr(0, 2);
  bench.receive(createFrame(60));
  expect(bench.view.getUint32(0x1000, true)).toBe(0x0301_0000);
  expect(bench.view.getUint32(0x1004, true)).toBe(0x0040_f800);
});
