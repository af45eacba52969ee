/** The window in its two modes. Am79C970A data sheet (19436), I/O Resources. */
import { Bench, MAC_ADDRESS } from '../../../support/nic/pcnet-bench';

test.each([{ bar: 0 }, { bar: 1 }])('BAR $bar shows the Address PROM', ({ bar }) => {
  const { window } = new Bench().nic.bars[bar]!;
  const bytes = Array.from({ length: 16 }, (_, offset) => window.read(offset, 1));
  expect(bytes.slice(0, 6)).toEqual([...MAC_ADDRESS]);
  expect([bytes[9], bytes[14], bytes[15]]).toEqual([0x11, 0x57, 0x57]);
  // The sum of bytes 0 to Bh, Eh and Fh.
  const sum = [...MAC_ADDRESS, 0x11, 0x57, 0x57].reduce((total, byte) => total + byte);
  expect(bytes[12] | (bytes[13] << 8)).toBe(sum);
  expect([window.read(0, 2), window.read(2, 4)]).toEqual([0x0000, 0x5634_121a]);
});

test('the Address PROM is written with APROMWE only', () => {
  const bench = new Bench();
  bench.window.write(0, 4, 0x1234_5678);
  expect(bench.window.read(0, 4)).toBe(0x121a_0000);
  bench.setBcr(2, 0x0102);
  bench.window.write(0, 2, 0x5678);
  expect(bench.window.read(0, 4)).toBe(0x121a_5678);
});

test('RAP holds eight bits and selects for RDP and BDP', () => {
  const { window } = new Bench();
  window.write(0x12, 2, 0xff58);
  expect([window.read(0x12, 2), window.read(0x10, 2)]).toEqual([0x58, 0x1003]);
  window.write(0x12, 2, 18);
  expect(window.read(0x16, 2)).toBe(0x9001);
});

test('a 32-bit write to RDP switches over, and only RST# switches back', () => {
  const bench = new Bench();
  const { window } = bench;
  window.write(0x10, 4, 0);
  window.write(0x14, 4, 88);
  expect([window.read(0x14, 4), window.read(0x10, 4)]).toEqual([88, 0x0262_1003]);
  window.write(0x14, 4, 18);
  expect(window.read(0x1c, 4)).toBe(0x9081);
  window.read(0x18, 4);
  expect(window.read(0x14, 4)).toBe(0);
  window.write(0x14, 4, 89);
  expect([window.read(0x10, 4), window.read(0, 4)]).toEqual([0x0262, 0x121a_0000]);
  bench.nic.reset();
  window.write(0x12, 2, 88);
  expect([window.read(0x10, 2), bench.unmodelled]).toEqual([0x1003, []]);
});

test('the write that switches over reaches the register too', () => {
  const bench = new Bench();
  bench.window.write(0x12, 2, 4);
  bench.window.write(0x10, 4, 0x0915);
  expect(bench.window.read(0x10, 4)).toBe(0x0915);
});

test.each([
  { mode: 16, offset: 0x14, width: 2 as const },
  { mode: 32, offset: 0x18, width: 4 as const },
])('a read at $offset resets in the mode of $mode bits, a write does not', (row) => {
  const bench = new Bench();
  const { window } = bench;
  if (row.mode === 32) window.write(0x10, 4, 0);
  window.write(row.mode === 32 ? 0x14 : 0x12, row.width, 4);
  window.write(0x10, row.width, 0x0915);
  window.write(row.offset, row.width, 0);
  expect(window.read(0x10, row.width)).toBe(0x0915);
  window.read(row.offset, row.width);
  window.write(row.mode === 32 ? 0x14 : 0x12, row.width, 4);
  expect(window.read(0x10, row.width)).toBe(0x0115);
});

test.each([
  { mode: 16, offset: 0x10, width: 1 as const },
  { mode: 16, offset: 0x14, width: 4 as const },
  { mode: 16, offset: 0x1a, width: 2 as const },
  { mode: 16, offset: 0x1c, width: 4 as const },
  { mode: 32, offset: 0x10, width: 2 as const },
  { mode: 32, offset: 0x12, width: 2 as const },
  { mode: 32, offset: 0x1f, width: 1 as const },
])('in the mode of $mode bits $width bytes at $offset are undefined', (row) => {
  const { window, unmodelled } = modeBench(row.mode);
  expect(window.read(row.offset, row.width)).toBe(0);
  window.write(row.offset, row.width, 0xffff_ffff);
  const hex = row.offset.toString(16).toUpperCase();
  const name = `${row.width}-byte access at ${hex}h`;
  expect(unmodelled).toEqual([name, name]);
});

// Drivers that do not know the mode read the Reset Registers of both.
test.each([
  { mode: 16, offset: 0x18, width: 2 as const },
  { mode: 16, offset: 0x18, width: 4 as const },
  { mode: 32, offset: 0x14, width: 2 as const },
])(
  "in the mode of $mode bits a read of $width bytes at the other mode's Reset does nothing",
  (row) => {
    const { window, unmodelled } = modeBench(row.mode);
    const [rap, rdp, width] = row.mode === 32 ? [0x14, 0x10, 4 as const] : [0x12, 0x10, 2 as const];
    window.write(rap, width, 4);
    window.write(rdp, width, 0x0915);
    expect([window.read(row.offset, row.width), window.read(rdp, width)]).toEqual([0, 0x0915]);
    expect(unmodelled).toEqual([]);
  },
);

function modeBench(bits: number): Bench {
  const bench = new Bench();
  if (bits === 32) bench.window.write(0x10, 4, 0);
  return bench;
}
