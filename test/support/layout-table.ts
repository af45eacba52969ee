/** Checks of C layouts against offsets and sizes typed from the document or a compiler's output. */
import { RawMemory, Memory } from '../../hardware/memory';
import { virtual } from '../../hardware/address';
import type { Fields, Layout } from '../../ndis/layout';

export interface LayoutCase {
  readonly layout: Layout<any>;
  readonly bytes: number;
  readonly offsets: { readonly [field: string]: number };
}

const AT = virtual(0x8001_0000);

/** Fields that pad a layout to the size that alignment gives it in C, where they have no name. */
const PADDING = /^(Padding|Reserved)[0-9A-F]+$/;

function isScalar(layout: Layout<Fields>, field: string): boolean {
  const type = layout.fields[field];
  return !('element' in type) && !('offsets' in type) && !('sharedWith' in type);
}

/** One test for the size of each layout, one for its offsets, one for what its view touches. */
export function describeLayouts(cases: readonly LayoutCase[]): void {
  describe.each(cases.map((row) => ({ name: row.layout.name, ...row })))(
    '$name',
    ({ layout, bytes, offsets }) => {
      test('has the size of the C structure', () => {
        expect(layout.bytes).toBe(bytes);
      });

      test('has its fields where C has them, and no others', () => {
        expect(layout.offsets).toMatchObject(offsets);
        const extra = Object.keys(layout.offsets).filter((field) => !(field in offsets));
        expect(extra.filter((field) => !PADDING.test(field))).toEqual([]);
      });

      test('writes each scalar to its own bytes and reads it back', () => {
        const memory = new RawMemory(new Memory());
        const view = layout.at(memory, AT) as Record<string, unknown>;
        const given = (field: string, index: number) =>
          layout.fields[field].name === 'BOOLEAN' ? index % 2 === 1 : (index * 7 + 1) & 0x7f;
        const scalars = Object.keys(offsets).filter((field) => isScalar(layout, field));
        scalars.forEach((field, index) => (view[field] = given(field, index)));
        scalars.forEach((field, index) => {
          const value = given(field, index);
          expect(view[field]).toBe(value);
          expect(memory.read8(virtual(AT + offsets[field]))).toBe(Number(value));
        });
      });
    },
  );
}
