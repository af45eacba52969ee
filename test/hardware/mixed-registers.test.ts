/** Registers of several widths side by side: every access width at every place. */
import { MixedRegisterMap } from '../../hardware/mixed-registers';
import { type RegisterRow, RegisterTable } from '../../hardware/registers';
import type { Width } from '../../hardware/ports';

const ROWS = [
  { name: 'BYTE', title: '', offset: 0, widthBytes: 1, access: 'rw', section: '', reset: 0x11 },
  { name: 'RO', title: '', offset: 1, widthBytes: 1, access: 'ro', section: '', reset: 0x22 },
  {
    name: 'WORD',
    title: '',
    offset: 2,
    widthBytes: 2,
    access: 'rw',
    section: '',
    reset: 0x4433,
    writeMask: 0x0fff,
  },
  { name: 'LONG', title: '', offset: 4, access: 'rw', section: '', reset: 0x8877_6655 },
  { name: 'ISR', title: '', offset: 8, widthBytes: 2, access: 'w1c', section: '', reset: 0x8421 },
  { name: 'COUNT', title: '', offset: 10, widthBytes: 1, access: 'rc', section: '', reset: 7 },
  { name: 'KEY', title: '', offset: 12, widthBytes: 1, access: 'wo', section: '' },
  {
    name: 'LATER',
    title: '',
    offset: 13,
    widthBytes: 1,
    access: 'rw',
    section: '',
    modelled: false,
  },
  {
    name: 'FIXED',
    title: '',
    offset: 14,
    widthBytes: 1,
    access: 'rw',
    section: '',
    modelled: 'at-reset',
  },
] as const satisfies RegisterRow[];
type Name = (typeof ROWS)[number]['name'];

function createBench() {
  const table = new RegisterTable<Name>(ROWS, 16, 1);
  const values = table.createValues();
  const seen: string[] = [];
  const map = new MixedRegisterMap<string[], Name>(
    table,
    {
      LONG: { write: (d, value, _slot, before) => d.push(`LONG ${hex(before)}>${hex(value)}`) },
      KEY: { write: (d, value) => d.push(`KEY ${hex(value)}`) },
    },
    (d, name) => d.push(`?${name}`),
  );
  return {
    seen,
    get: (offset: number, width: Width) => map.read(seen, values, offset, width),
    set: (offset: number, width: Width, value: number) =>
      map.write(seen, values, offset, width, value),
  };
}

function hex(value: number): string {
  return value.toString(16);
}

test.each([
  { offset: 0, width: 4, want: 0x4433_2211 },
  { offset: 1, width: 2, want: 0x3322 },
  { offset: 2, width: 4, want: 0x6655_4433 },
  { offset: 3, width: 1, want: 0x44 },
  { offset: 6, width: 2, want: 0x8877 },
  { offset: 4, width: 4, want: 0x8877_6655 },
] as const)('a read of $width bytes at $offset', ({ offset, width, want }) => {
  const { get, seen } = createBench();
  expect(get(offset, width)).toBe(want);
  expect(seen).toEqual([]);
});

test.each([
  { name: 'several registers', offset: 0, width: 4, value: 0xaabb_ccdd, want: 0x4abb_22dd },
  { name: 'the upper half of one', offset: 3, width: 1, value: 0xff, want: 0x4f33_2211 },
  { name: 'parts of two', offset: 1, width: 2, value: 0xeeff, want: 0x44ee_2211 },
] as const)('a write to $name', ({ offset, width, value, want }) => {
  const { get, set } = createBench();
  set(offset, width, value);
  expect(get(0, 4)).toBe(want);
});

test('an effect is told the whole register when a part of it was written', () => {
  const { get, set, seen } = createBench();
  set(6, 1, 0xab);
  expect(get(4, 4)).toBe(0x88ab_6655);
  expect(seen).toEqual(['LONG 88776655>88ab6655']);
});

test('w1c clears the ones written, in the bytes written', () => {
  const { get, set } = createBench();
  set(9, 1, 0x84);
  expect(get(8, 2)).toBe(0x0021);
  set(8, 2, 0x0001);
  expect(get(8, 2)).toBe(0x0020);
});

test('a read clears rc and gives wo as 0', () => {
  const { get, set, seen } = createBench();
  expect([get(10, 1), get(10, 1), get(12, 1)]).toEqual([7, 0, 0]);
  set(12, 1, 5);
  expect(seen).toEqual(['KEY 5']);
});

test('what is not modelled or not there is told', () => {
  const { get, set, seen } = createBench();
  get(11, 1);
  get(13, 1);
  set(14, 1, 0);
  set(14, 1, 3);
  set(14, 4, 3);
  expect(seen).toEqual([
    '?reserved 0000Bh',
    '?LATER',
    '?FIXED',
    '?FIXED',
    '?reserved 0000Fh',
    '?reserved 00010h',
    '?reserved 00011h',
  ]);
});

test('a table of words cannot be mapped', () => {
  const table = new RegisterTable([{ ...ROWS[3], offset: 0 }], 16);
  expect(() => new MixedRegisterMap<object, string>(table, {}, () => undefined)).toThrow(
    RangeError,
  );
});
