/** Files that a driver reads. */
import { physical } from '../../../hardware/address';
import { DriverBench } from '../../support/machine';

const FILE_NOT_FOUND = 0xc001_001b;
const ALREADY_MAPPED = 0xc001_001d;
const RESOURCES = 0xc000_009a;
const ANYWHERE = physical(0xffff_ffff);

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench({ files: { 'Firmware.bin': Uint8Array.of(1, 2, 3) } });
});

const open = (name: string, highest = ANYWHERE) =>
  bench.ndis.NdisOpenFile(bench.ndis.unicodeString(name), highest);

test('a file is opened, mapped, unmapped and closed', () => {
  const { ndis } = bench;
  const { Status, FileHandle, FileLength } = open('firmware.BIN');
  expect([Status, FileLength]).toEqual([0, 3]);
  const { MappedBuffer } = ndis.NdisMapFile(FileHandle);
  expect([0, 1, 2].map((offset) => ndis.memory.read8((MappedBuffer + offset) as never))).toEqual([
    1, 2, 3,
  ]);
  expect(ndis.NdisMapFile(FileHandle)).toEqual({ Status: ALREADY_MAPPED, MappedBuffer: 0 });
  ndis.NdisUnmapFile(FileHandle);
  expect(bench.held('file')).toBe(1);
  expect(bench.rules).toEqual([]);
  ndis.memory.read8(MappedBuffer);
  expect(bench.rules).toEqual(['memory/wild-access']);
  ndis.NdisCloseFile(FileHandle);
  expect(bench.held('file')).toBe(0);
});

test.each([
  { name: 'other.bin', highest: ANYWHERE, status: FILE_NOT_FOUND },
  { name: 'firmware.bin', highest: physical(0x1000), status: RESOURCES },
])('$name below $highest is refused', ({ name, highest, status }) => {
  expect(open(name, highest)).toEqual({ Status: status, FileHandle: 0, FileLength: 0 });
  expect(bench.held('file')).toBe(0);
});

test.each(['NdisMapFile', 'NdisUnmapFile', 'NdisCloseFile'] as const)('%s of no file', (name) => {
  bench.ndis[name](bench.adapterHandle);
  expect(bench.rules).toEqual(['resource/bad-handle']);
});

test('a file closed twice', () => {
  const { FileHandle } = open('firmware.bin');
  bench.ndis.NdisCloseFile(FileHandle);
  bench.ndis.NdisCloseFile(FileHandle);
  expect(bench.rules).toEqual(['resource/released-twice']);
});
