/** The reference of the devices: their registers, from the register tables. */
import { REGISTERS } from '../../hardware/nic/82540em';
import type { RegisterRow } from '../../hardware/registers';
import { DEVICES, type DeviceName } from '../devices';
import { code, heading, link, list, markdownTable, page } from './markdown';

const REGISTERS_OF: Readonly<Record<DeviceName, readonly RegisterRow[]>> = {
  '82540em': REGISTERS.rows,
};

const ACCESS_WORDS = [
  '`rw` read and write',
  '`ro` read only, writes are ignored',
  '`wo` write only, reads give 0',
  '`rc` cleared by a read',
  '`rcw1c` cleared by a read, and bit by bit by writing 1',
];

/** The pages by path. */
export function devicePages(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(DEVICES).map(([name, { title, id }]) => [
      `devices/${name}.md`,
      page([
        heading(1, title),
        `PCI ID ${id}. Offsets in bytes from the register window; sections are the manual's.`,
        list(ACCESS_WORDS),
        heading(2, 'Registers'),
        registerTable(REGISTERS_OF[name as DeviceName]),
        heading(2, 'Fields'),
        ...fieldTables(REGISTERS_OF[name as DeviceName]),
      ]),
    ]),
  );
}

/** For the index. */
export function deviceIndex(): readonly string[] {
  return Object.entries(DEVICES).map(([name, { title }]) => link(title, `devices/${name}.md`));
}

function registerTable(rows: readonly RegisterRow[]): string {
  return markdownTable(
    ['Offset', 'Name', 'Title', 'Access', 'Reset', 'Modelled', 'Section'],
    [...rows]
      .sort((a, b) => a.offset - b.offset)
      .map((row) => [
        offsetText(row),
        row.name,
        row.title,
        code(row.access),
        code(hexOf(row.reset ?? 0, 8)),
        modelledText(row),
        row.section,
      ]),
  );
}

function offsetText({ offset, count = 1, strideBytes = 4, aliases = [] }: RegisterRow): string {
  const first = hexOf(offset, 5);
  const last = hexOf(offset + (count - 1) * strideBytes, 5);
  const range = count === 1 ? code(first) : `${code(first)} to ${code(last)}`;
  const also = aliases.map((alias) => code(hexOf(alias, 5))).join(', ');
  return also === '' ? range : `${range}, also ${also}`;
}

function modelledText({ modelled = true }: RegisterRow): string {
  if (modelled === 'at-reset') return 'while it holds its reset value';
  return modelled ? 'yes' : 'no';
}

function fieldTables(rows: readonly RegisterRow[]): string[] {
  return rows
    .filter((row) => row.fields !== undefined)
    .map((row) => {
      const fields = Object.entries(row.fields!).map(([name, mask]) => [
        name,
        bitsText(mask),
        code(hexOf(mask, 8)),
      ]);
      return `${heading(3, row.name)}\n\n${markdownTable(['Field', 'Bits', 'Mask'], fields)}`;
    });
}

/** The bits of a mask as the manual writes them: `11:8`. */
function bitsText(mask: number): string {
  const bits = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask >>> bit) & 1);
  const parts: string[] = [];
  for (let index = 0; index < bits.length; ) {
    let end = index;
    while (bits[end + 1] === bits[end] + 1) end++;
    parts.unshift(end === index ? String(bits[index]) : `${bits[end]}:${bits[index]}`);
    index = end + 1;
  }
  return parts.join(', ');
}

function hexOf(value: number, digits: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(digits, '0')}`;
}
