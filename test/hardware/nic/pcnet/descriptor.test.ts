/** Descriptors in the 16-bit style, byte by byte. Am79C970A data sheet (19436), RMD and TMD. */
import { Bench, createFrame } from '../../../support/nic/pcnet-bench';

/** Style 0, rings of one page each, without an initialization block. */
function start(upper = 0): Bench {
  const bench = new Bench();
  bench.setBcr(20, 0);
  const registers = [
    [2, upper << 8],
    [24, 0x1000],
    [25, 0],
    [30, 0x2000],
    [31, 0],
    [76, 0xfffc],
    [78, 0xfffc],
  ];
  for (const [number, value] of registers) bench.setCsr(number, value);
  return bench;
}

function bytes(bench: Bench, address: number): number[] {
  return [...bench.ram.slice(address, address + 8)];
}

test('receive: address, count, message count, status', () => {
  const bench = start();
  bench.ram.set([0x34, 0x12, 0x05, 0x80, 0x00, 0xfa, 0xaa, 0xaa], 0x1000);
  bench.setCsr(0, 2);
  const frame = createFrame(100);
  bench.receive(frame);
  expect(bytes(bench, 0x1000)).toEqual([0x34, 0x12, 0x05, 0x03, 0x00, 0xfa, 104, 0]);
  expect(bench.ram.slice(0x5_1234, 0x5_1234 + 100)).toEqual(frame);
});

test('transmit: address, count, errors, status', () => {
  const bench = start();
  const frame = createFrame(100);
  bench.ram.set(frame, 0x3_4568);
  bench.ram.set([0x68, 0x45, 0x03, 0x83, 0x9c, 0xff, 0xaa, 0xaa], 0x2000);
  bench.setCsr(0, 2);
  bench.advance(1_000_000);
  expect(bytes(bench, 0x2000)).toEqual([0x68, 0x45, 0x03, 0x03, 0x9c, 0xff, 0, 0]);
  expect(bench.sent.map((sent) => sent.frame)).toEqual([frame]);
});

test('transmit: BUFF and UFLO are the upper bits of TMD3', () => {
  const bench = start();
  bench.ram.set([0x00, 0x80, 0x00, 0x82, 0x9c, 0xff, 0, 0], 0x2000);
  bench.setCsr(0, 2);
  bench.advance(1_000_000);
  expect(bytes(bench, 0x2000)).toEqual([0x00, 0x80, 0x00, 0x42, 0x9c, 0xff, 0, 0xc0]);
});

test('the upper eight bits of addresses are those of CSR2', () => {
  const bench = start(0x77);
  bench.ram.set([0, 0, 0, 0x83, 0x9c, 0xff, 0, 0], 0x2000);
  bench.setCsr(0, 2);
  bench.advance(1_000_000);
  expect([bench.csr(20), bench.csr(21), bench.csr(5) & 0x0800]).toEqual([0, 0x7700, 0x0800]);
});

test('a count of 0 is 4,096 bytes', () => {
  const bench = start();
  bench.ram.set([0, 0x80, 0, 0x83, 0x00, 0xf0, 0, 0], 0x2000);
  bench.setCsr(0, 2);
  bench.advance(10_000_000);
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([4096]);
});
