/** Tables of registers by number. */
import { IndexedTable, Kind } from '../../../../hardware/nic/pcnet/indexed-registers';

const COMMON = { title: '', section: '', widthBytes: 2 } as const;

test('rows become values, masks and kinds', () => {
  const table = new IndexedTable([
    { ...COMMON, name: 'A', offset: 1, access: 'rw', reset: 0x1200, writeMask: 0x00ff },
    { ...COMMON, name: 'B', offset: 2, access: 'ro', reset: 7, isSoftReset: true },
    { ...COMMON, name: 'C', offset: 3, access: 'rw', isGuarded: true },
    { ...COMMON, name: 'D', offset: 4, access: 'rw', modelled: false },
  ]);
  const values = table.createValues();
  for (const number of [1, 2, 3]) table.put(values, number, 0xabcd);
  expect([...values.slice(0, 4)]).toEqual([0, 0x12cd, 7, 0xabcd]);
  values.fill(0xffff);
  table.softReset(values);
  expect([...values.slice(0, 4)]).toEqual([0xffff, 0xffff, 7, 0xffff]);
  expect([0, 1, 3, 4].map((number) => table.kinds[number])).toEqual([
    Kind.ABSENT,
    Kind.OPEN,
    Kind.GUARDED,
    Kind.UNMODELLED,
  ]);
});

test('two rows of one number are refused', () => {
  const row = { ...COMMON, name: 'A', offset: 1, access: 'rw' } as const;
  expect(() => new IndexedTable([row, row])).toThrow(RangeError);
});
