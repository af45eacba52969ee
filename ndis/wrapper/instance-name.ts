/** The friendly name of an adapter, in memory that who asked has to free. */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { writeTerminated } from '../kernel/string';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../status';
import { UNICODE_STRING } from '../structures/string';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { allocateMemory } from './memory';

/**
 * NdisQueryAdapterInstanceName and NdisQueryBindInstanceName: fills a string whose buffer the caller
 * frees by NdisFreeMemory with MaximumLength and no flags.
 */
export function storeInstanceName(
  os: OperatingSystem,
  address: VirtualAddress,
  adapter: Adapter,
): NdisStatus {
  const text = `${adapter.driver.image.name} Network Adapter`;
  const byteCount = 2 * text.length + 2;
  const buffer = allocateMemory(os, byteCount);
  if (buffer === NULL) return NDIS_STATUS_RESOURCES;
  writeTerminated(os.raw, buffer, text);
  const string = UNICODE_STRING.at(os.memory, address);
  string.Length = byteCount - 2;
  string.MaximumLength = byteCount;
  string.Buffer = buffer;
  os.ledger.acquire({
    kind: 'returned-string',
    key: buffer,
    acquiredBy: os.currentCall!,
    acquiredIn: os.boundary,
    adapter: 0,
    image: os.frame!.image.number,
    remembered: [byteCount, 0],
    site: os.callSite?.(),
  });
  return NDIS_STATUS_SUCCESS;
}
