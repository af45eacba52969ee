/** Checksum insertion and TCP segmentation. 8254x SDM 3.3.3.1, 3.3.6, 3.3.7, 3.5. */
import { Bench } from '../../../support/nic/82540em-bench';

const [EOP, IFCS, RS, DEXT] = [0x0100_0000, 0x0200_0000, 0x0800_0000, 0x2000_0000];
const IC = 0x0400_0000;
const TSE = 0x0400_0000;
const DATA = DEXT | 0x0010_0000;
const TDT = 0x3818;

/** The one's complement sum of 16-bit words, done the slow way. */
function sum(bytes: Uint8Array): number {
  let total = 0;
  for (let index = 0; index < bytes.length; index += 2)
    total += bytes[index] * 256 + (bytes[index + 1] ?? 0);
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x1_0000);
  return total;
}

/** Whether the IPv4 header sums up. */
function isIpGood(frame: Uint8Array): boolean {
  return sum(frame.subarray(14, 34)) === 0xffff;
}

/** Whether the TCP or UDP part with its pseudo header sums up. */
function isTransportGood(frame: Uint8Array): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset);
  const end = 14 + view.getUint16(16);
  const pseudo = new Uint8Array(12);
  pseudo.set(frame.subarray(26, 34));
  pseudo[9] = frame[23];
  new DataView(pseudo.buffer).setUint16(10, end - 34);
  return sum(Uint8Array.from([...pseudo, ...frame.subarray(34, end)])) === 0xffff;
}

/** An IPv4 packet whose TCP or UDP checksum field holds the sum of the pseudo header. */
function createPacket(protocol: 6 | 17, payloadBytes: number, hasLength: boolean): Uint8Array {
  const headerBytes = protocol === 6 ? 20 : 8;
  const frame = new Uint8Array(34 + headerBytes + payloadBytes);
  const view = new DataView(frame.buffer);
  frame.set([2, 0, 0, 0, 0, 9, 0, 0x0e, 0x0c, 0x12, 0x34, 0x56, 0x08, 0x00, 0x45]);
  view.setUint16(16, frame.length - 14);
  view.setUint16(18, 0xfffe);
  frame.set([64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2], 22);
  view.setUint16(34, 1000);
  view.setUint16(36, 2000);
  if (protocol === 6) {
    view.setUint32(38, 0xffff_ff00);
    frame.set([0x50, 0x19], 46);
  } else {
    view.setUint16(38, 8 + payloadBytes);
  }
  for (let index = 0; index < payloadBytes; index++) frame[34 + headerBytes + index] = index * 7;
  const pseudo = new Uint8Array(12);
  pseudo.set(frame.subarray(26, 34));
  pseudo[9] = protocol;
  if (hasLength) new DataView(pseudo.buffer).setUint16(10, headerBytes + payloadBytes);
  view.setUint16(protocol === 6 ? 50 : 40, sum(pseudo));
  return frame;
}

function createBench(frame: Uint8Array): Bench {
  const bench = new Bench();
  bench.startTransmitter();
  bench.ram.set(frame, 0x8000);
  return bench;
}

/** A context descriptor for IPv4 at 14 and TCP or UDP at 34. */
function putContext(bench: Bench, protocol: 6 | 17, paylen = 0, hdrlen = 0, mss = 0): void {
  const tucso = protocol === 6 ? 50 : 40;
  const tucmd = (protocol === 6 ? 0x01 : 0x00) | 0x02;
  const lower = (DEXT | (tucmd << 24) | paylen) >>> 0;
  const ip = (33 << 16) | (24 << 8) | 14;
  bench.putTransmit(0, [ip, (tucso << 8) | 34, lower, (mss << 16) | (hdrlen << 8)]);
}

test('a legacy descriptor sums from CSS to the end and stores at CSO', () => {
  const bench = createBench(createPacket(17, 33, true));
  const css = 34;
  const cso = 40;
  bench.putTransmit(0, [0x8000, 0, EOP | IFCS | IC | RS | (cso << 16) | 75, css << 8]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect(isTransportGood(bench.sent[0].frame)).toBe(true);
});

test.each([
  { name: 'CSO beyond the packet', css: 34, cso: 75 },
  { name: 'CSS beyond the packet', css: 75, cso: 40 },
])('hostile: $name inserts nothing', ({ css, cso }) => {
  const packet = createPacket(17, 33, true);
  const bench = createBench(packet);
  bench.putTransmit(0, [0x8000, 0, EOP | IFCS | IC | RS | (cso << 16) | 75, css << 8]);
  bench.set(TDT, 1);
  bench.advance(10_000);
  expect(bench.sent[0].frame).toEqual(packet);
});

test.each([
  { name: 'both', protocol: 6, popts: 0x300, want: [true, true] },
  { name: 'IXSM', protocol: 6, popts: 0x100, want: [true, false] },
  { name: 'TXSM', protocol: 6, popts: 0x200, want: [false, true] },
  { name: 'both', protocol: 17, popts: 0x300, want: [true, true] },
  { name: 'neither', protocol: 17, popts: 0, want: [false, false] },
] as const)('a data descriptor inserts $name (protocol $protocol)', ({ protocol, popts, want }) => {
  const packet = createPacket(protocol, 101, true);
  const bench = createBench(packet);
  putContext(bench, protocol);
  // POPTS counts in the first descriptor alone.
  bench.putTransmit(1, [0x8000, 0, DATA | 20, popts]);
  bench.putTransmit(2, [0x8014, 0, (DATA | EOP | IFCS | RS) + packet.length - 20, 0]);
  bench.set(TDT, 3);
  bench.advance(10_000);
  const [{ frame }] = bench.sent;
  expect([isIpGood(frame), isTransportGood(frame)]).toEqual(want);
  expect([bench.get(0x3810), bench.transmitStatus(2)]).toEqual([3, 1]);
});

/** The descriptors of a segmented packet: the header, then the payload in two. */
function sendSegmented(protocol: 6 | 17, payloadBytes: number, mss: number): Bench {
  const hdrlen = protocol === 6 ? 54 : 42;
  const bench = createBench(createPacket(protocol, payloadBytes, false));
  putContext(bench, protocol, payloadBytes, hdrlen, mss);
  const split = Math.floor(payloadBytes / 3);
  const command = DATA | TSE | IFCS;
  bench.putTransmit(1, [0x8000, 0, command | hdrlen, 0x300]);
  bench.putTransmit(2, [0x8000 + hdrlen, 0, command | split, 0]);
  const last = (command | EOP | RS | (payloadBytes - split)) >>> 0;
  bench.putTransmit(3, [0x8000 + hdrlen + split, 0, last, 0]);
  bench.set(TDT, 4);
  bench.advance(1_000_000);
  return bench;
}

test.each([
  { name: 'a rest', payloadBytes: 2500, mss: 1000, want: [1000, 1000, 500] },
  { name: 'no rest', payloadBytes: 3000, mss: 1000, want: [1000, 1000, 1000] },
  { name: 'one segment', payloadBytes: 90, mss: 1000, want: [90] },
])('TCP segmentation with $name', ({ payloadBytes, mss, want }) => {
  const bench = sendSegmented(6, payloadBytes, mss);
  const frames = bench.sent.map(({ frame }) => frame);
  const packet = createPacket(6, payloadBytes, false);
  expect(frames.map((frame) => frame.length - 54)).toEqual(want);
  expect(frames.every((frame) => isIpGood(frame) && isTransportGood(frame))).toBe(true);
  const payload = frames.flatMap((frame) => [...frame.subarray(54)]);
  expect(payload).toEqual([...packet.subarray(54)]);
  const views = frames.map((frame) => new DataView(frame.buffer));
  const wantSequence = want.map((_, index) => (0xffff_ff00 + index * mss) % 0x1_0000_0000);
  expect(views.map((view) => view.getUint32(38))).toEqual(wantSequence);
  expect(views.map((view) => view.getUint16(18))).toEqual(
    want.map((_, index) => (0xfffe + index) & 0xffff),
  );
  const wantFlags = want.map((_, index) => (index === want.length - 1 ? 0x19 : 0x10));
  expect(frames.map((frame) => frame[47])).toEqual(wantFlags);
  // TSCTC, TSCTFC, TPT
  expect([bench.get(0x40f8), bench.get(0x40fc), bench.get(0x40d4)]).toEqual([1, 0, want.length]);
  expect([bench.get(0x3810), bench.transmitStatus(3)]).toEqual([4, 1]);
});

test('a checksum whose sum has all bits is 0, and stays so', () => {
  const packet = createPacket(17, 4, true);
  // The last word makes up for all the others.
  packet.fill(0, 42);
  const rest = 0xffff - sum(packet.subarray(34));
  packet.set([rest >>> 8, rest & 0xff], 44);
  const bench = createBench(packet);
  putContext(bench, 17);
  bench.putTransmit(1, [0x8000, 0, (DATA | EOP | IFCS | RS) + packet.length, 0x200]);
  bench.set(TDT, 2);
  bench.advance(10_000);
  expect([...bench.sent[0].frame.subarray(40, 42)]).toEqual([0, 0]);
});

test('TCP segmentation over IPv6: the payload of each, and no IP checksum', () => {
  const [ip, tcp, headerBytes, payloadBytes, mss] = [14, 54, 74, 250, 100];
  const packet = new Uint8Array(headerBytes + payloadBytes).fill(7, headerBytes);
  packet.set([2, 0, 0, 0, 0, 9, 0, 0x0e, 0x0c, 0x12, 0x34, 0x56, 0x86, 0xdd, 0x60]);
  packet.set([6, 64], ip + 6);
  packet.fill(0x11, ip + 8, tcp);
  packet.set([0x50, 0x19], tcp + 12);
  const pseudo = sum(Uint8Array.from([...packet.subarray(ip + 8, tcp), 0, 6]));
  packet.set([pseudo >>> 8, pseudo & 0xff], tcp + 16);
  const bench = createBench(packet);
  // TUCMD.TCP and TSE without IP; POPTS.TXSM.
  const context = (DEXT | (0x05 << 24) | payloadBytes) >>> 0;
  bench.putTransmit(0, [ip, ((tcp + 16) << 8) | tcp, context, (mss << 16) | (headerBytes << 8)]);
  const data = (DATA | TSE | IFCS | EOP | RS) + packet.length;
  bench.putTransmit(1, [0x8000, 0, data, 0x200]);
  bench.set(TDT, 2);
  bench.advance(1_000_000);
  const frames = bench.sent.map(({ frame }) => frame);
  const lengths = frames.map((frame) => frame[ip + 4] * 256 + frame[ip + 5]);
  expect(lengths).toEqual([120, 120, 70]);
  for (const [index, frame] of frames.entries()) {
    const added = Uint8Array.from([...frame.subarray(ip + 8, tcp), 0, lengths[index], 0, 6]);
    expect(sum(Uint8Array.from([...added, ...frame.subarray(tcp)]))).toBe(0xffff);
  }
});

test('PAYLEN tells the last segment where an empty descriptor ends the packet', () => {
  const bench = createBench(createPacket(6, 1000, false));
  putContext(bench, 6, 1000, 54, 1000);
  bench.putTransmit(1, [0x8000, 0, DATA | TSE | IFCS | 1054, 0x300]);
  bench.putTransmit(2, [0x8000, 0, (DATA | TSE | IFCS | EOP | RS) >>> 0, 0]);
  bench.set(TDT, 3);
  bench.advance(100_000);
  expect(bench.sent.map(({ frame }) => [frame.length, frame[47]])).toEqual([[1054, 0x19]]);
  expect([bench.get(0x3810), bench.transmitStatus(2), bench.get(0x40f8)]).toEqual([3, 1, 1]);
});

test('UDP segmentation writes the length of each', () => {
  const bench = sendSegmented(17, 1500, 700);
  const lengths = bench.sent.map(({ frame }) => new DataView(frame.buffer).getUint16(38));
  expect(lengths).toEqual([708, 708, 108]);
  expect(bench.sent.every(({ frame }) => isTransportGood(frame))).toBe(true);
});

test.each([
  { name: 'no payload in a segment', hdrlen: 54, mss: 0 },
  { name: 'no header', hdrlen: 0, mss: 1000 },
  { name: 'segments larger than any packet', hdrlen: 54, mss: 0xffff },
])('hostile: $name fails the context and takes its descriptors', ({ hdrlen, mss }) => {
  const bench = createBench(createPacket(6, 500, false));
  putContext(bench, 6, 500, hdrlen, mss);
  bench.putTransmit(1, [0x8000, 0, DATA | TSE | IFCS | 54, 0x300]);
  bench.putTransmit(2, [0x8036, 0, (DATA | TSE | IFCS | EOP | RS | 500) >>> 0, 0]);
  bench.set(TDT, 3);
  bench.advance(10_000);
  expect([bench.sent.length, bench.get(0x3810), bench.get(0x40fc)]).toEqual([0, 3, 1]);
});

test('hostile: a million bytes in segments of one each take wire time, not the host', () => {
  const bench = createBench(createPacket(6, 500, false));
  putContext(bench, 6, 0xf_ffff, 54, 1);
  bench.putTransmit(1, [0x8000, 0, (DATA | TSE | IFCS | EOP | RS | 0xf_ffff) >>> 0, 0x300]);
  bench.set(TDT, 2);
  bench.advance(688 * 1000);
  expect(bench.sent.length).toBe(1000);
});
