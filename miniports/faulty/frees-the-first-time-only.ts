/**
 * Frees its memory at the first load only, which it remembers in the registry:
 * registration/load-unload-grows.
 */
import {
  layout,
  NDIS_CONFIGURATION_PARAMETER,
  NDIS_STATUS_SUCCESS,
  NdisParameterInteger,
  PVOID,
  UCHAR,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const GLOBALS = layout('GLOBALS', undefined, { Block: PVOID, WasLoaded: UCHAR });
const BLOCK_BYTES = 64;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(
      adapter.WrapperConfigurationContext,
    );
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const globals = ndis.global(GLOBALS);
    const keyword = ndis.unicodeString('WasLoaded');
    const found = ndis.NdisReadConfiguration(ConfigurationHandle, keyword, NdisParameterInteger);
    globals.WasLoaded = found.Status === NDIS_STATUS_SUCCESS ? 1 : 0;
    const parameter = ndis.local(NDIS_CONFIGURATION_PARAMETER);
    parameter.ParameterType = NdisParameterInteger;
    parameter.IntegerData = 1;
    ndis.NdisWriteConfiguration(ConfigurationHandle, keyword, parameter.address);
    ndis.NdisCloseConfiguration(ConfigurationHandle);
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(BLOCK_BYTES, TAG);
    globals.Block = VirtualAddress;
    return Result;
  },
  halt(ndis) {
    const { Block, WasLoaded } = ndis.global(GLOBALS);
    if (WasLoaded === 0) ndis.NdisFreeMemory(Block, BLOCK_BYTES, 0);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/memory-not-freed'],
  life: ['resource/memory-not-freed', 'registration/load-unload-grows'],
  start: ['resource/memory-not-freed'],
  'oid-sweep': [],
  'reset-storm': [],
  'packet-shapes': [],
  'fresh-memory': ['resource/memory-not-freed', 'registration/load-unload-grows'],
};
