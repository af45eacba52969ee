/** The address and VLAN filters. 8254x SDM 3.2.1, 9.3, 13.4.22, 13.5. */
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/82540em-bench';

const [EN, UPE, MPE, BAM] = [0x2, 0x8, 0x10, 0x8000];
const OTHER = [0x02, 0x11, 0x22, 0x33, 0x44, 0x55];
const MULTICAST = [0x01, 0x00, 0x5e, 0x12, 0x34, 0x56];
const BROADCAST = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const [PASSED, INEXACT] = [0x07, 0x87];

/** The status of the frame's descriptor, 0 if the frame did not pass. */
function statusOf(bench: Bench, to: ArrayLike<number>): number {
  bench.receive(createFrame(60, Uint8Array.from(to)));
  return bench.receiveDescriptor(0).status;
}

test.each([
  { name: 'our address', rctl: EN, to: MAC_ADDRESS, want: PASSED },
  { name: 'another address', rctl: EN, to: OTHER, want: 0 },
  { name: 'another address, UPE', rctl: EN | UPE, to: OTHER, want: INEXACT },
  { name: 'our address, UPE', rctl: EN | UPE, to: MAC_ADDRESS, want: PASSED },
  { name: 'broadcast', rctl: EN, to: BROADCAST, want: 0 },
  { name: 'broadcast, BAM', rctl: EN | BAM, to: BROADCAST, want: PASSED },
  { name: 'broadcast, UPE', rctl: EN | UPE, to: BROADCAST, want: 0 },
  { name: 'multicast', rctl: EN, to: MULTICAST, want: 0 },
  { name: 'multicast, MPE', rctl: EN | MPE, to: MULTICAST, want: INEXACT },
  { name: 'multicast, UPE', rctl: EN | UPE, to: MULTICAST, want: 0 },
  { name: 'multicast, BAM', rctl: EN | BAM, to: MULTICAST, want: 0 },
  { name: 'our address, receiver off', rctl: BAM, to: MAC_ADDRESS, want: 0 },
])('$name', ({ rctl, to, want }) => {
  const bench = new Bench();
  bench.startReceiver(rctl);
  expect(statusOf(bench, to)).toBe(want);
});

test.each([
  // 13.5.1: the address 01-00-5E-12-34-56 has bits 47:32 = 5634h.
  { name: '47:36', rctl: 0x0000, hash: 0x563 },
  { name: '46:35', rctl: 0x1000, hash: 0xac6 },
  { name: '45:34', rctl: 0x2000, hash: 0x58d },
  { name: '43:32', rctl: 0x3000, hash: 0x634 },
])('the multicast hash of bits $name', ({ rctl, hash }) => {
  const bench = new Bench();
  bench.startReceiver(EN | rctl);
  for (let word = 0; word < 128; word++) bench.set(0x5200 + 4 * word, 0xffff_ffff);
  bench.set(0x5200 + 4 * (hash >>> 5), ~(1 << (hash & 31)));
  expect(statusOf(bench, MULTICAST)).toBe(0);
  for (let word = 0; word < 128; word++) bench.set(0x5200 + 4 * word, 0);
  bench.set(0x5200 + 4 * (hash >>> 5), 1 << (hash & 31));
  expect(statusOf(bench, MULTICAST)).toBe(INEXACT);
});

test('the multicast hash is not for unicast addresses', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  for (let word = 0; word < 128; word++) bench.set(0x5200 + 4 * word, 0xffff_ffff);
  expect(statusOf(bench, OTHER)).toBe(0);
});

test.each([
  { name: 'entry 15', high: 0x8000_5544, to: OTHER, want: PASSED },
  { name: 'an entry that is not valid', high: 0x0000_5544, to: OTHER, want: 0 },
  { name: 'an entry of a reserved kind', high: 0x8002_5544, to: OTHER, want: 0 },
  { name: 'an entry that matches sources', high: 0x8001_5544, to: OTHER, want: 0 },
])('$name', ({ high, to, want }) => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.set(0x5478, 0x3322_1102);
  bench.set(0x547c, high);
  expect(statusOf(bench, to)).toBe(want);
});

test('an entry may match the source address', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.set(0x5478, 0x0000_0002);
  bench.set(0x547c, 0x8002_0100);
  expect(statusOf(bench, OTHER)).toBe(0);
  bench.set(0x547c, 0x8001_0100);
  expect(statusOf(bench, OTHER)).toBe(PASSED);
});

function createTagged(tag: number): Uint8Array {
  const frame = createFrame(64);
  frame.set([0x81, 0x00, tag >>> 8, tag & 0xff, 0x88, 0xb5], 12);
  return frame;
}

test.each([
  { name: 'a VLAN in the table', rctl: 0x0004_0002, tag: 0x0123, want: true },
  { name: 'a priority in its tag', rctl: 0x0004_0002, tag: 0xe123, want: true },
  { name: 'a VLAN that is not in it', rctl: 0x0004_0002, tag: 0x0124, want: false },
  { name: 'the filter off', rctl: 0x0000_0002, tag: 0x0124, want: true },
  { name: 'CFI where none may be', rctl: 0x000c_0002, tag: 0x1123, want: false },
  { name: 'CFI where it must be', rctl: 0x001c_0002, tag: 0x1123, want: true },
  { name: 'no CFI where it must be', rctl: 0x001c_0002, tag: 0x0123, want: false },
])('VLAN filter: $name', ({ rctl, tag, want }) => {
  const bench = new Bench();
  bench.startReceiver(rctl);
  bench.set(0x38, 0x8100);
  bench.set(0x5600 + 4 * (0x123 >>> 5), 1 << (0x123 & 31));
  bench.receive(createTagged(tag));
  expect((bench.receiveDescriptor(0).status & 1) === 1).toBe(want);
});

test('VME takes the tag off and reports it', () => {
  const bench = new Bench();
  bench.startReceiver(EN);
  bench.set(0x00, 0x4000_0241);
  bench.set(0x38, 0x8100);
  bench.receive(createTagged(0xa123));
  const { status, special, lengthBytes } = bench.receiveDescriptor(0);
  expect([status & 0x08, special, lengthBytes]).toEqual([0x08, 0xa123, 64]);
  expect([...bench.receiveBuffer(0, 16)].slice(12)).toEqual([0x88, 0xb5, 18, 19]);
});
