/** Handles of files and sections, and references. */
import { NULL, virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

const NOT_FOUND = 0xc000_0034;
const INVALID_HANDLE = 0xc000_0008;
const TYPE_MISMATCH = 0xc000_0024;
const THIS_PROCESS = 0xffff_ffff;

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench({ files: { 'fw.bin': new Uint8Array(4) } });
});

interface Opened {
  readonly Result: number;
  readonly FileHandle: number;
}

function openFile(name: string, status = bench.memory(8)): Opened {
  return bench.call('ZwOpenFile', 0x8000_0000, bench.attributes(name), status, 0, 0) as Opened;
}

test.each([
  { name: '\\SystemRoot\\System32\\Drivers\\FW.bin', status: 0 },
  { name: '\\??\\C:\\WINDOWS\\system32\\drivers\\fw.bin', status: 0 },
  { name: '\\SystemRoot\\System32\\Drivers\\other.bin', status: NOT_FOUND },
  { name: '\\Device\\Nobody', status: NOT_FOUND },
])('opening $name', ({ name, status }) => {
  const block = bench.memory(8, 0xcc);
  const { Result, FileHandle } = openFile(name, block);
  expect(Result).toBe(status);
  expect(bench.os.raw.read32(block)).toBe(status);
  expect(bench.os.raw.read32(virtual(block + 4))).toBe(status === 0 ? 1 : 0);
  expect(bench.held('handle')).toBe(status === 0 ? 1 : 0);
  if (status === 0) expect(bench.call('ZwClose', FileHandle)).toBe(0);
  expect(bench.held('handle')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('a handle is closed once, and was one', () => {
  const { FileHandle } = openFile('\\SystemRoot\\System32\\Drivers\\fw.bin');
  bench.call('ZwClose', FileHandle);
  bench.call('ZwClose', FileHandle);
  bench.call('ZwClose', 0x1234);
  expect(bench.rules).toEqual(['resource/released-twice', 'resource/bad-handle']);
});

test('a security descriptor', () => {
  const descriptor = bench.memory(20, 0xcc);
  expect(bench.call('RtlCreateSecurityDescriptor', descriptor, 1)).toBe(0);
  expect(bench.bytesAt(descriptor, 20)).toEqual([1, ...new Array<number>(19).fill(0)]);
  expect(bench.call('RtlCreateSecurityDescriptor', descriptor, 2)).toBe(0xc000_0058);
  const { FileHandle } = openFile('\\SystemRoot\\System32\\Drivers\\fw.bin');
  expect(bench.call('ZwSetSecurityObject', FileHandle, 4, descriptor)).toBe(0);
  expect(bench.call('ZwSetSecurityObject', 4, 4, descriptor)).toBe(INVALID_HANDLE);
});

describe('physical memory', () => {
  const open = (name: string) =>
    bench.call('ZwOpenSection', 4, bench.attributes(name)) as {
      Result: number;
      SectionHandle: number;
    };
  function map(section: number, offset: number, byteCount: number) {
    const SectionOffset = bench.memory(8);
    bench.os.raw.write32(SectionOffset, offset);
    const inputs = [section, THIS_PROCESS, 0, 0, 0, SectionOffset, byteCount, 1, 0, 4];
    const result = bench.call('ZwMapViewOfSection', ...inputs) as {
      Result: number;
      BaseAddress: number;
      ViewSize: number;
    };
    return { ...result, offset: bench.os.raw.read32(SectionOffset) };
  }

  test('the only section there is', () => {
    expect(open('\\Device\\PhysicalMemory').Result).toBe(0);
    expect(open('\\BaseNamedObjects\\Mine').Result).toBe(NOT_FOUND);
  });

  test('a view begins at 64 KiB, and ends with a page', () => {
    const { SectionHandle } = open('\\Device\\PhysicalMemory');
    const view = map(SectionHandle, 0x000f_1234, 0x100);
    expect(view).toMatchObject({ Result: 0, ViewSize: 0x2000, offset: 0x000f_0000 });
    // Nothing answers on the bus.
    expect(bench.ndis.memory.read32(virtual(view.BaseAddress + 0x1234))).toBe(0xffff_ffff);
    expect(bench.held('section-view')).toBe(1);
    expect(bench.call('ZwUnmapViewOfSection', THIS_PROCESS, view.BaseAddress)).toBe(0);
    expect(bench.held('section-view')).toBe(0);
    expect(bench.rules).toEqual([]);
    bench.ndis.memory.read32(virtual(view.BaseAddress));
    expect(bench.rules).toEqual(['hardware/access-after-release']);
  });

  test('main memory is the memory itself', () => {
    const { SectionHandle } = open('\\Device\\PhysicalMemory');
    const memory = bench.memory(16, 0x5a);
    const view = map(SectionHandle, memory - 0x8000_0000, 16);
    const at = virtual(view.BaseAddress + memory - 0x8000_0000 - view.offset);
    expect(bench.ndis.memory.read32(at)).toBe(0x5a5a_5a5a);
  });

  test('what is no section has no view', () => {
    const { FileHandle } = openFile('\\SystemRoot\\System32\\Drivers\\fw.bin');
    expect(map(FileHandle, 0, 16).Result).toBe(TYPE_MISMATCH);
    expect(map(4, 0, 16).Result).toBe(INVALID_HANDLE);
    expect(bench.held('section-view')).toBe(0);
    bench.call('ZwUnmapViewOfSection', THIS_PROCESS, 0x8123_0000);
    expect(bench.rules).toEqual(['resource/bad-handle']);
  });
});

test('references: of what is no handle, and back', () => {
  const none = bench.call('ObReferenceObjectByHandle', 4, 0, NULL, 0);
  expect(none).toEqual({ Result: INVALID_HANDLE, Object: 0, HandleInformation: 0 });
  const { FileHandle } = openFile('\\SystemRoot\\System32\\Drivers\\fw.bin');
  const stop = stopOf(() => bench.call('ObReferenceObjectByHandle', FileHandle, 0, NULL, 0));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});

test('a name beneath another object is not guessed over', () => {
  const stop = stopOf(() => bench.call('ZwOpenSection', 4, bench.attributes('x', 4)));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});
