/** The wake-up filters, byte by byte. 8254x SDM 6.4.3. */
import { R, REGISTERS } from '../../../../hardware/nic/82540em/registers';
import {
  hasMagic,
  matchesArp,
  matchesFlexible,
  matchesIp,
} from '../../../../hardware/nic/82540em/wake-up-filters';
import type { RegisterValues } from '../../../../hardware/registers';

const STATION = [0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56];
const ADDRESSES = [...STATION, 0x02, 0, 0, 0, 0, 1];
const TAG = [0x81, 0x00, 0x00, 0x05];
const SNAP = [0x00, 0x40, 0xaa, 0xaa, 0x03, 0, 0, 0];
const ARP = [
  0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 192, 0, 2, 9, 0, 0, 0, 0, 0, 0, 192, 0,
  2, 1,
];
const IPV4 = [0x08, 0x00, 0x45, ...Array<number>(15).fill(0), 192, 0, 2, 1];
const IP6_ADDRESS = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
const IPV6 = [0x86, 0xdd, 0x60, ...Array<number>(23).fill(0), ...IP6_ADDRESS];

/** The station's address, VET 8100h, 192.0.2.1 in the third entry, fe80::102:304:506:708. */
function createRegisters(): RegisterValues {
  const regs = REGISTERS.createValues();
  regs[R.RAL] = 0x120c_0e00;
  regs[R.RAH] = 0x8000_5634;
  regs[R.VET] = 0x8100;
  regs[R.IP4AT + 2] = 0x0102_00c0;
  regs[R.IPAV] = 0x1_0004;
  [0x0000_80fe, 0, 0x0403_0201, 0x0807_0605].forEach((word, at) => (regs[R.IP6AT + at] = word));
  return regs;
}

function frameOf(...parts: number[][]): Uint8Array {
  const bytes = parts.flat();
  return Uint8Array.from([...bytes, ...Array<number>(Math.max(60 - bytes.length, 0)).fill(0)]);
}

function change(bytes: number[], at: number, value: number): number[] {
  return bytes.map((byte, index) => (index === at ? value : byte));
}

const COPIES = Array.from({ length: 16 }, () => STATION).flat();
const ONES = (count: number) => Array<number>(count).fill(0xff);

test.each([
  { name: 'six ones and sixteen addresses', tail: [...ONES(6), ...COPIES], want: true },
  { name: 'seven ones', tail: [...ONES(7), ...COPIES], want: true },
  { name: 'five ones', tail: [0, ...ONES(5), ...COPIES], want: false },
  { name: 'fifteen addresses', tail: [...ONES(6), ...COPIES.slice(6), 0], want: false },
  { name: 'a wrong byte at the end', tail: [...ONES(6), ...change(COPIES, 95, 0)], want: false },
  {
    name: 'a false start',
    tail: [...ONES(6), ...STATION, ...ONES(6), ...COPIES],
    want: true,
  },
  { name: 'the end cut off', tail: [...ONES(6), ...COPIES.slice(0, 95)], want: false },
])('magic: $name', ({ tail, want }) => {
  const frame = frameOf(ADDRESSES, [0x08, 0x42], tail);
  expect(hasMagic(createRegisters(), frame, frame.length)).toBe(want);
});

test('magic: only what has come in counts', () => {
  const frame = frameOf(ADDRESSES, [0x08, 0x42], ONES(6), COPIES);
  expect(hasMagic(createRegisters(), frame, frame.length - 1)).toBe(false);
});

test.each([
  { name: 'Ethernet II', bytes: ARP, want: true },
  { name: 'a tag', bytes: [...TAG, ...ARP], want: true },
  { name: 'LLC/SNAP', bytes: [...SNAP, ...ARP], want: true },
  { name: 'a tag and LLC/SNAP', bytes: [...TAG, ...SNAP, ...ARP], want: true },
  { name: 'a reply', bytes: change(ARP, 9, 2), want: false },
  { name: 'another address', bytes: change(ARP, 29, 2), want: false },
  { name: 'another hardware', bytes: change(ARP, 3, 6), want: false },
  { name: 'another protocol', bytes: change(ARP, 1, 0), want: false },
])('ARP: $name', ({ bytes, want }) => {
  const frame = frameOf(ADDRESSES, bytes);
  expect(matchesArp(createRegisters(), frame, frame.length)).toBe(want);
});

test('ARP: an entry that is not valid does not match', () => {
  const regs = createRegisters();
  regs[R.IPAV] = 0x1_000b;
  expect(matchesArp(regs, frameOf(ADDRESSES, ARP), 60)).toBe(false);
});

test.each([
  { name: 'IPv4', bytes: IPV4, want: 0x40 },
  { name: 'IPv4 with a tag', bytes: [...TAG, ...IPV4], want: 0x40 },
  { name: 'IPv4 for another', bytes: change(IPV4, 21, 7), want: 0 },
  { name: 'IPv4 of another version', bytes: change(IPV4, 2, 0x55), want: 0 },
  { name: 'IPv6', bytes: IPV6, want: 0x80 },
  { name: 'IPv6 as the manual has it', bytes: [0x08, 0x00, ...IPV6.slice(2)], want: 0x80 },
  { name: 'IPv6 for another', bytes: change(IPV6, 41, 0), want: 0 },
  { name: 'neither', bytes: [0x88, 0xb5, 0x45], want: 0 },
])('IP: $name', ({ bytes, want }) => {
  const frame = frameOf(ADDRESSES, bytes);
  expect(matchesIp(createRegisters(), frame, frame.length)).toBe(want);
});

test.each([18, 20, 35, 53])('IP: a frame of %i bytes is too short', (byteCount) => {
  for (const bytes of [IPV4.slice(0, 17), IPV6])
    expect(matchesIp(createRegisters(), frameOf(ADDRESSES, bytes), byteCount)).toBe(0);
  expect(matchesArp(createRegisters(), frameOf(ADDRESSES, ARP), Math.min(byteCount, 41))).toBe(
    false,
  );
});

describe('flexible filters (6.4.3.3)', () => {
  /** Filters 0 and 3 on bytes 12 and 13; the others look for what never comes. */
  function createFilters(lengthBytes: number): RegisterValues {
    const regs = createRegisters();
    for (let filter = 0; filter < 4; filter++) regs[R.FFLT + filter] = lengthBytes;
    regs.fill(0x6, R.FFMT, R.FFMT + 128);
    regs[R.FFMT + 12] = 0xf;
    regs[R.FFMT + 13] = 0xf;
    regs[R.FFVT + 12] = 0x0800_0081;
    regs[R.FFVT + 13] = 0x0600_0037;
    return regs;
  }

  test.each([
    { name: 'the first', type: [0x81, 0x37], lengthBytes: 14, want: 0x1_0000 },
    { name: 'the last', type: [0x08, 0x06], lengthBytes: 60, want: 0x8_0000 },
    { name: 'none', type: [0x08, 0x37], lengthBytes: 14, want: 0 },
    {
      name: 'all, as masks behind the length are ignored',
      type: [0, 0],
      lengthBytes: 0,
      want: 0xf_0000,
    },
    { name: 'none, as the packet is too short', type: [0x81, 0x37], lengthBytes: 65, want: 0 },
  ])('$name', ({ type, lengthBytes, want }) => {
    const frame = frameOf(ADDRESSES, type);
    expect(matchesFlexible(createFilters(lengthBytes), frame, 60)).toBe(want);
  });

  test('128 bytes are compared, and no more', () => {
    const regs = createFilters(2000);
    regs.fill(0, R.FFMT, R.FFMT + 128);
    regs[R.FFMT + 127] = 0x1;
    const frame = new Uint8Array(2000);
    expect(matchesFlexible(regs, frame, 2000)).toBe(0xf_0000);
    frame[127] = 1;
    expect(matchesFlexible(regs, frame, 2000)).toBe(0xe_0000);
  });
});
