/**
 * Coverage as DynamoRIO's tool drcov writes it, version 2 with a module table of version 2: what
 * Lighthouse and its like for IDA, Binary Ninja and Ghidra read.
 *
 * Source: DynamoRIO, clients/drcov, drcov.c and drcov.h (bb_entry_t: the offset in 32 bits, the size
 * and the module's number in 16 bits each), and libutil/modules.c (the module table on Windows).
 */
import type { Block } from './coverage';
import type { CoveredImage } from './image';

const BLOCK_BYTES = 8;
/** The number of the only module. */
const MODULE = 0;

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** The file. */
export function drcovFile(image: CoveredImage, blocks: readonly Block[]): Uint8Array {
  const { name, preferredBase, byteCount, entry, checksum, timestamp } = image;
  const module = [
    MODULE,
    hex(preferredBase),
    hex(preferredBase + byteCount),
    hex(preferredBase + entry),
    hex(checksum),
    hex(timestamp),
    name,
  ];
  const text = [
    'DRCOV VERSION: 2',
    'DRCOV FLAVOR: drcov',
    'Module Table: version 2, count 1',
    'Columns: id, base, end, entry, checksum, timestamp, path',
    module.join(', '),
    `BB Table: ${blocks.length} bbs`,
    '',
  ].join('\n');
  const head = new TextEncoder().encode(text);
  const file = new Uint8Array(head.length + BLOCK_BYTES * blocks.length);
  file.set(head);
  const view = new DataView(file.buffer);
  blocks.forEach((block, index) => {
    const at = head.length + BLOCK_BYTES * index;
    view.setUint32(at, block.offset, true);
    view.setUint16(at + 4, block.byteCount, true);
    view.setUint16(at + 6, MODULE, true);
  });
  return file;
}
