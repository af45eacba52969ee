/** Accesses of every width (RTL8139C data sheet, chapter 6). */
import { Bench, MAC_ADDRESS } from '../../../support/nic/rtl8139-bench';

test('the station address reads by byte, word and doubleword', () => {
  const bench = new Bench();
  expect(Array.from(MAC_ADDRESS, (_, index) => bench.get(index, 1))).toEqual([...MAC_ADDRESS]);
  expect([bench.get(0, 2), bench.get(4, 2)]).toEqual([0xe000, 0x5634]);
  expect([bench.get(0, 4), bench.get(4, 4)]).toEqual([0x124c_e000, 0x5634]);
});

test('I/O and memory space reach the same registers', () => {
  const { device } = new Bench();
  const [io, memory] = device.bars;
  io!.window.write(0x08, 4, 0x1234_5678);
  expect(memory!.window.read(0x08, 4)).toBe(0x1234_5678);
  expect([io!.space, io!.byteCount]).toEqual(['io', 256]);
  expect([memory!.space, memory!.byteCount]).toEqual(['memory', 256]);
});

test.each([
  { offset: 0x00, width: 1, name: '1-byte write at 00h' },
  { offset: 0x0a, width: 2, name: '2-byte write at 0Ah' },
  { offset: 0x10, width: 2, name: '2-byte write at 10h' },
  { offset: 0x11, width: 4, name: '4-byte write at 11h' },
] as const)('$name is reported and changes nothing', ({ offset, width, name }) => {
  const bench = new Bench();
  const before = bench.device.dump();
  bench.set(offset, width, 0x55);
  expect(bench.unmodelled).toEqual([name]);
  expect(bench.misuses.map(({ kind }) => kind)).toEqual(['width']);
  expect(bench.device.dump()).toEqual(before);
});

test('a doubleword at 34h reaches ERBCR, ERSR and CR', () => {
  const bench = new Bench();
  bench.set(0x34, 4, 0x0c00_0000);
  expect(bench.get(0x37, 1)).toBe(0x0d);
  expect(bench.get(0x34, 4)).toBe(0x0d00_0000);
});

test('IMR and ISR are reached together', () => {
  const bench = new Bench();
  bench.set(0x3c, 4, 0x0000_0005);
  expect(bench.get(0x3c, 4)).toBe(0x0000_0005);
  expect(bench.get(0x3c, 1)).toBe(5);
});

test('reads beyond the window give 0 and are reported', () => {
  const bench = new Bench();
  expect(bench.get(0xd8, 4)).toBe(0x07);
  expect(bench.unmodelled).toEqual(['reserved 000D9h', 'reserved 000DAh', 'reserved 000DBh']);
});
