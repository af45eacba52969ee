/** Layouts: offsets, sizes, views, and sums that are wrong. */
import { virtual } from '../../hardware/address';
import { Memory, RawMemory } from '../../hardware/memory';
import { array, layout, union } from '../../ndis/layout';
import { BOOLEAN, LONG, PVOID, UCHAR, ULONG, ULONGLONG, USHORT } from '../../ndis/types';

const AT = virtual(0x8001_0000);

const INNER = layout('INNER', 0x08, { Byte: UCHAR, Word: ULONG });

const SAMPLE = layout('SAMPLE', 0x28, {
  Flag: BOOLEAN,
  Short: USHORT,
  Signed: LONG,
  Wide: ULONGLONG,
  Inner: INNER,
  Bytes: array(UCHAR, 3),
  Items: array(INNER, 1),
  Pointer: PVOID,
});

test('aligns each field to its size and the whole to the largest', () => {
  expect(SAMPLE.offsets).toEqual({
    Flag: 0x00,
    Short: 0x02,
    Signed: 0x04,
    Wide: 0x08,
    Inner: 0x10,
    Bytes: 0x18,
    Items: 0x1c,
    Pointer: 0x24,
  });
  expect(SAMPLE.alignment).toBe(8);
});

test('a view reads and writes memory in little-endian order', () => {
  const memory = new RawMemory(new Memory());
  const view = SAMPLE.at(memory, AT);
  view.Flag = true;
  view.Short = 0x1234;
  view.Signed = -2;
  view.Wide = 0x1_0000_0002;
  view.Inner.Word = 0xffff_ffff;
  view.Pointer = virtual(0x8765_4321);
  const bytes = Array.from({ length: 0x28 }, (_, index) => memory.read8(virtual(AT + index)));
  expect(bytes.slice(0x00, 0x08)).toEqual([1, 0, 0x34, 0x12, 0xfe, 0xff, 0xff, 0xff]);
  expect(bytes.slice(0x08, 0x10)).toEqual([2, 0, 0, 0, 1, 0, 0, 0]);
  expect(bytes.slice(0x14, 0x18)).toEqual([0xff, 0xff, 0xff, 0xff]);
  expect(bytes.slice(0x24, 0x28)).toEqual([0x21, 0x43, 0x65, 0x87]);
  expect(view.Flag).toBe(true);
  expect(view.Signed).toBe(-2);
  expect(view.Wide).toBe(0x1_0000_0002);
  expect(view.Inner.Word).toBe(0xffff_ffff);
});

test('a member of a union lies where the other does, and adds nothing', () => {
  const either = layout('UNION', 0x08, {
    Word: ULONG,
    Low: union('Word', USHORT),
    Last: ULONG,
  });
  expect(either.offsets).toEqual({ Word: 0, Low: 0, Last: 4 });
  const view = either.at(new RawMemory(new Memory()), AT);
  view.Word = 0x1234_5678;
  expect(view.Low).toBe(0x5678);
});

test('an array may be a member of a union', () => {
  const both = layout('BOTH', 0x0c, {
    Word: ULONG,
    Short: array(USHORT, 2),
    Long: union('Short', array(USHORT, 4)),
    Rest: ULONG,
  });
  expect(both.offsets).toEqual({ Word: 0, Short: 4, Long: 4, Rest: 8 });
  expect(both.at(new RawMemory(new Memory()), AT).Long).toBe(AT + 4);
});

test('a view gives the address of an array and of itself', () => {
  const view = SAMPLE.at(new RawMemory(new Memory()), AT);
  expect(view.address).toBe(AT);
  expect(view.Bytes).toBe(AT + 0x18);
  expect(view.Inner.address).toBe(AT + 0x10);
});

test('an array of no elements gives an address and takes no bytes', () => {
  const list = layout('LIST', 0x08, { Count: ULONG, Reserved: ULONG, Items: array(ULONGLONG, 0) });
  expect(list.offsets.Items).toBe(0x08);
});

test.each([0x00, 0x04, 0x0c])('a sum other than the DDK size of %i throws', (bytes) => {
  expect(() => layout('WRONG', bytes, { First: ULONG, Second: ULONG })).toThrow(
    `WRONG is 8 bytes by its fields and ${bytes} in the DDK`,
  );
});

test("a driver's own structure has whatever size its fields have", () => {
  expect(layout('OWN', undefined, { First: UCHAR, Second: USHORT }).bytes).toBe(4);
});

test('a driver may name its fields as it likes', () => {
  const odd = layout('ODD', undefined, { 'a field': ULONG, "it's": INNER, constructor: UCHAR });
  const view = odd.at(new RawMemory(new Memory()), AT);
  view['a field'] = 7;
  view["it's"].Byte = 8;
  view.constructor = 9;
  expect([view['a field'], view["it's"].Byte, view.constructor]).toEqual([7, 8, 9]);
});
