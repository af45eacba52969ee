/** Pools of blocks of one size. */
import { Irql, incomplete, input, optional } from '../row';
import { NDIS_HANDLE, PVOID, ULONG, USHORT, VOID, pointer } from '../types';

export const NdisCreateBlockPool = incomplete({
  name: 'NdisCreateBlockPool',
  returns: NDIS_HANDLE,
  args: [
    input('BlockSize', USHORT),
    input('FreeBlockLimit', USHORT),
    input('Tag', ULONG),
    optional('InitFunction', pointer('NDIS_BLOCK_INITIALIZER')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisCreateBlockPool',
  summary: 'Makes a pool of blocks of one size, in bytes.',
});

export const NdisDestroyBlockPool = incomplete({
  name: 'NdisDestroyBlockPool',
  returns: VOID,
  args: [input('BlockPoolHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551916',
  summary: 'Frees a pool of blocks.',
});

export const NdisAllocateFromBlockPool = incomplete({
  name: 'NdisAllocateFromBlockPool',
  returns: PVOID,
  args: [input('BlockPoolHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550749',
  summary: 'Takes a block from a pool; NULL if there is none.',
});

export const NdisFreeToBlockPool = incomplete({
  name: 'NdisFreeToBlockPool',
  returns: VOID,
  args: [input('Block', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisFreeToBlockPool',
  summary: 'Puts a block back into its pool.',
});
