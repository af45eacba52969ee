/** The reference of the devices: their registers, from the register tables. */
import type { RegisterBank } from '../../hardware/nic/nic';
import { ONES, type RegisterRow } from '../../hardware/registers';
import { DEVICES, type DeviceRow } from '../devices';
import { code, heading, link, list, markdownTable, page } from './markdown';

const BYTE_BITS = 8;

const ACCESS_WORDS = [
  '`rw` read and write',
  '`ro` read only, writes are ignored',
  '`wo` write only, reads give 0',
  '`rc` cleared by a read',
  '`rcw1c` cleared by a read, and bit by bit by writing 1',
  '`w1c` cleared bit by bit by writing 1',
];

/** What a wire and a bus without faults do not have. */
const LIMITS_OF_ALL = [
  'Collisions, damaged frames and a lost carrier: no frame has them, and what counts or reports ' +
    'them has no effect.',
  'Burst sizes, and the fill of a FIFO from which bus or wire are used: a frame moves whole, and ' +
    'they have no effect.',
];

/** The pages by path. */
export function devicePages(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(DEVICES).map(([name, row]) => [`devices/${name}.md`, devicePage(row)]),
  );
}

function devicePage({ title, id, manual, atHand, registers, limits }: DeviceRow): string {
  return page([
    heading(1, title),
    `PCI ID ${id}. Manual: ${manual}. Sections are this manual's unless another is named.` +
      (atHand === undefined ? '' : ` ${atHand}`),
    list(ACCESS_WORDS),
    ...registers().flatMap((bank) => bankSections(bank)),
    heading(2, 'What is not modelled'),
    'A driver that uses it gets a verdict of _inconclusive_, unless it says here that it has no ' +
      'effect. Registers are told in their tables.',
    list([...limits, ...LIMITS_OF_ALL]),
  ]);
}

function bankSections({ title, rows }: RegisterBank): string[] {
  return [heading(2, title), registerTable(rows), ...fieldTables(rows)];
}

/** For the index. */
export function deviceIndex(): readonly string[] {
  return Object.entries(DEVICES).map(([name, { title }]) => link(title, `devices/${name}.md`));
}

function registerTable(rows: readonly RegisterRow[]): string {
  return markdownTable(
    ['Offset', 'Bits', 'Name', 'Title', 'Access', 'Writable', 'Reset', 'Modelled', 'Section'],
    [...rows]
      .sort((a, b) => a.offset - b.offset)
      .map((row) => [
        offsetText(row),
        String(BYTE_BITS * (row.widthBytes ?? 4)),
        row.name,
        row.title,
        code(row.access),
        writableText(row),
        code(hexOf(row.reset ?? 0, 2 * (row.widthBytes ?? 4))),
        modelledText(row),
        row.section,
      ]),
  );
}

function offsetText(row: RegisterRow): string {
  const { offset, count = 1, widthBytes = 4, strideBytes = widthBytes, aliases = [] } = row;
  const first = hexOf(offset, 5);
  const last = hexOf(offset + (count - 1) * strideBytes, 5);
  const range = count === 1 ? code(first) : `${code(first)} to ${code(last)}`;
  const also = aliases.map((alias) => code(hexOf(alias, 5))).join(', ');
  return also === '' ? range : `${range}, also ${also}`;
}

/** The bits that a write can change. */
function writableText({ access, writeMask = -1, widthBytes = 4 }: RegisterRow): string {
  if (access === 'ro' || access === 'rc') return 'none';
  const mask = (writeMask & ONES[widthBytes]) >>> 0;
  return mask === ONES[widthBytes] ? 'all' : code(hexOf(mask, 2 * widthBytes));
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
        code(hexOf(mask, 2 * (row.widthBytes ?? 4))),
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
