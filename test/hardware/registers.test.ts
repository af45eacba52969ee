/** The register table: access kinds, masks, arrays, aliases, effects, reports. */
import { RegisterMap, type RegisterRow, RegisterTable } from '../../hardware/registers';

const ROWS = [
  { name: 'A', title: '', offset: 0x00, access: 'rw', section: '1', reset: 7, writeMask: 0xff },
  { name: 'B', title: '', offset: 0x04, access: 'ro', section: '2', reset: 0x55 },
  { name: 'C', title: '', offset: 0x08, access: 'wo', section: '3' },
  { name: 'D', title: '', offset: 0x0c, access: 'rc', section: '4', reset: 9 },
  { name: 'E', title: '', offset: 0x10, access: 'rcw1c', section: '5', reset: 0xf },
  {
    name: 'F',
    title: '',
    offset: 0x20,
    aliases: [0x40],
    access: 'rw',
    section: '6',
    count: 3,
    strideBytes: 8,
  },
  { name: 'G', title: '', offset: 0x70, access: 'rw', section: '7', count: 2, modelled: false },
  {
    name: 'H',
    title: '',
    offset: 0x78,
    access: 'rw',
    section: '8',
    reset: 3,
    modelled: 'at-reset',
  },
  { name: 'I', title: '', offset: 0x7c, access: 'w1c', section: '9', reset: 0xf },
] as const satisfies RegisterRow[];
type Name = (typeof ROWS)[number]['name'];

interface Device {
  seen: string[];
}

function createBench() {
  const table = new RegisterTable<Name>(ROWS, 0x80);
  const values = table.createValues();
  const device: Device = { seen: [] };
  const map = new RegisterMap<Device, Name>(
    table,
    {
      C: { write: (d, value) => d.seen.push(`C=${value.toString(16)}`) },
      F: {
        write: (d, value, slot, before) =>
          d.seen.push(`F${slot - table.slots.F}:${before}>${value}`),
      },
      B: { read: (_d, slot) => values[slot] + 1 },
    },
    (d, name) => d.seen.push(`?${name}`),
  );
  return {
    table,
    values,
    device,
    get: (offset: number) => map.read(device, values, offset),
    set: (offset: number, value: number) => map.write(device, values, offset, value),
  };
}

test.each([
  { name: 'rw keeps what the mask lets through', offset: 0x00, write: 0x1234, want: [0x34, 0x34] },
  {
    name: 'ro ignores writes, and an effect gives the value',
    offset: 0x04,
    write: 1,
    want: [0x56, 0x56],
  },
  { name: 'wo reads 0', offset: 0x08, write: 1, want: [0, 0] },
  { name: 'rc clears', offset: 0x0c, write: 1, want: [9, 0] },
  { name: 'rcw1c clears by ones and by reads', offset: 0x10, write: 0x3, want: [0xc, 0] },
  { name: 'w1c clears by ones, not by reads', offset: 0x7c, write: 0x3, want: [0xc, 0xc] },
])('$name', ({ offset, write, want }) => {
  const bench = createBench();
  bench.set(offset, write);
  expect([bench.get(offset), bench.get(offset)]).toEqual(want);
});

test('an array has elements at its stride, and the same at its alias', () => {
  const bench = createBench();
  bench.set(0x28, 5);
  bench.set(0x48, 6);
  expect([bench.get(0x20), bench.get(0x28), bench.get(0x30), bench.get(0x48)]).toEqual([
    0, 6, 0, 6,
  ]);
  expect(bench.device.seen).toEqual(['F1:0>5', 'F1:5>6']);
});

test('what is not modelled, or not there, is reported and holds nothing', () => {
  const bench = createBench();
  bench.set(0x74, 1);
  bench.set(0x78, 3);
  bench.set(0x78, 4);
  bench.set(0x24, 1);
  expect([bench.get(0x74), bench.get(0x78), bench.get(0x18)]).toEqual([0, 4, 0]);
  expect(bench.device.seen).toEqual(['?G', '?H', '?reserved 00024h', '?G', '?reserved 00018h']);
});

test('the dump shows modelled registers and disturbs none', () => {
  const bench = createBench();
  const names = bench.table.dump(bench.values).map(({ name, value }) => `${name}=${value}`);
  expect(names).toEqual([
    'A=7',
    'B=85',
    'C=0',
    'D=9',
    'E=15',
    'F[0]=0',
    'F[1]=0',
    'F[2]=0',
    'H=3',
    'I=15',
  ]);
  expect(bench.get(0x0c)).toBe(9);
});

test('instances do not share values', () => {
  const table = new RegisterTable<Name>(ROWS, 0x80);
  const one = table.createValues();
  one[table.slots.A] = 1;
  expect(table.createValues()[table.slots.A]).toBe(7);
});

test.each([
  { name: 'two registers at one offset', offset: 0x00 },
  { name: 'a register outside the window', offset: 0x80 },
  { name: 'a register between words', offset: 0x1e },
])('$name cannot be', ({ offset }) => {
  const row: RegisterRow = { name: 'X', title: '', offset, access: 'rw', section: '' };
  expect(() => new RegisterTable([...ROWS, row], 0x80)).toThrow(RangeError);
});
