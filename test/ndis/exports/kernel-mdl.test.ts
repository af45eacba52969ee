/** Memory descriptor lists. */
import { NULL } from '../../../hardware/address';
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
