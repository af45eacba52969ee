/** Memory descriptor lists. */
import { NULL, virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test('an MDL says where its memory is mapped', () => {
  const memory = bench.memory(100);
  const mdl = bench.call('IoAllocateMdl', memory, 100, false, false, NULL);
  bench.call('MmBuildMdlForNonPagedPool', mdl);
  expect(bench.call('MmMapLockedPages', mdl, 0)).toBe(memory);
  expect(bench.call('MmMapLockedPagesSpecifyCache', mdl, 0, 1, NULL, 0, 16)).toBe(memory);
  bench.call('MmUnmapLockedPages', memory, mdl);
  expect(bench.held('buffer')).toBe(1);
  bench.call('IoFreeMdl', mdl);
  expect(bench.held('buffer')).toBe(0);
  expect(bench.rules).toEqual([]);
  bench.call('IoFreeMdl', mdl);
  expect(bench.rules).toEqual(['resource/released-twice']);
});

test('a buffer of NDIS is freed as NdisFreeBuffer is compiled', () => {
  const { ndis } = bench;
  const { PoolHandle } = ndis.NdisAllocateBufferPool(1);
  const { Buffer } = ndis.NdisAllocateBuffer(PoolHandle, bench.memory(8), 8);
  bench.call('IoFreeMdl', Buffer);
  ndis.NdisFreeBufferPool(PoolHandle);
  expect(bench.rules).toEqual([]);
});

test('an MDL too long, and one of an IRP', () => {
  expect(bench.call('IoAllocateMdl', NULL, 0x1000_0000, false, false, NULL)).toBe(0);
  const stop = stopOf(() => bench.call('IoAllocateMdl', NULL, 8, false, false, bench.memory(8)));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});

// MDL: MdlFlags at 6, MappedSystemVa 0xC, StartVa 0x10, ByteCount 0x14, ByteOffset 0x18, pages 0x1C.
describe('locking and parts', () => {
  const word = (address: number) => bench.os.raw.read32(virtual(address));
  const flags = (address: number) => bench.os.raw.read16(virtual(address + 6));

  test('locked pages are unlocked', () => {
    const mdl = bench.call('IoAllocateMdl', bench.memory(64), 64, false, false, NULL) as number;
    bench.call('MmProbeAndLockPages', mdl, 0, 2);
    expect(flags(mdl) & 0x0082).toBe(0x0082);
    expect(bench.held('locked-pages')).toBe(1);
    bench.call('MmUnlockPages', mdl);
    expect(flags(mdl) & 0x0083).toBe(0);
    expect(bench.rules).toEqual([]);
    bench.call('MmUnlockPages', mdl);
    expect(bench.rules).toEqual(['resource/released-twice']);
  });

  test('what is no memory is not locked', () => {
    const mdl = bench.call('IoAllocateMdl', 0x40_0000, 64, false, false, NULL);
    const raised = bench.raised(() => bench.call('MmProbeAndLockPages', mdl, 1, 0));
    expect(raised).toBe(0xc000_0005);
    expect(bench.held('locked-pages')).toBe(0);
  });

  test.each([
    { length: 16, bytes: 16 },
    { length: 0, bytes: 56 },
  ])('a part of $length bytes', ({ length, bytes }) => {
    const memory = bench.memory(64);
    const source = bench.call('IoAllocateMdl', memory, 64, false, false, NULL);
    const target = bench.call('IoAllocateMdl', memory, 64, false, false, NULL) as number;
    bench.call('IoBuildPartialMdl', source, target, memory + 8, length);
    expect([word(target + 0x10) + word(target + 0x18), word(target + 0x14)]).toEqual([
      memory + 8,
      bytes,
    ]);
    expect(flags(target) & 0x0110).toBe(0x0110);
    expect(word(target + 0x1c)).toBe((memory - 0x8000_0000) >>> 12);
    expect(bench.rules).toEqual([]);
  });

  test('a part beyond the whole, and a target with too few pages', () => {
    const memory = bench.memory(0x3000);
    const source = bench.call('IoAllocateMdl', memory, 0x3000, false, false, NULL);
    const small = bench.call('IoAllocateMdl', memory, 4, false, false, NULL);
    bench.call('IoBuildPartialMdl', source, small, memory + 8, 0x3000);
    expect(bench.rules).toEqual(['registration/nonsense-argument']);
    const stop = stopOf(() => bench.call('IoBuildPartialMdl', source, small, memory, 0x3000));
    expect(stop).toMatchObject({ kind: 'bug-check', code: 0x40 });
  });
});
