/**
 * How a protocol driver opens an adapter and closes it again. (NDIS 5: NdisOpenAdapter,
 * NdisCloseAdapter)
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { ETH_LENGTH_OF_ADDRESS, NdisMedium802_3 } from '../constants';
import { ProtocolCloseAdapterComplete, ProtocolOpenAdapterComplete } from '../handlers';
import { readUnicodeString } from '../kernel/string';
import { OID_802_3_CURRENT_ADDRESS } from '../oid';
import type { OperatingSystem } from '../operating-system';
import {
  NDIS_STATUS_ADAPTER_NOT_FOUND,
  NDIS_STATUS_CLOSING,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_UNSUPPORTED_MEDIA,
} from '../status';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { currentBindOperation } from './bind-operation';
import { ProtocolBinding } from './protocol-binding';
import { request } from './requests';

/** NDIS_MEDIUM has 14 values; an array of more names some of them twice. */
const MEDIA_MAX = 14;

export interface OpenRequest {
  readonly protocolHandle: number;
  readonly context: VirtualAddress;
  readonly adapterName: VirtualAddress;
  readonly mediumArray: VirtualAddress;
  readonly mediumCount: number;
}

export interface OpenResult {
  readonly Status: NdisStatus;
  readonly OpenErrorStatus: NdisStatus;
  readonly NdisBindingHandle: NdisHandle;
  readonly SelectedMediumIndex: number;
}

/** NdisOpenAdapter. While its adapter is being reset it is pending. */
export function openAdapter(os: OperatingSystem, given: OpenRequest): OpenResult {
  const refuse = (Status: NdisStatus): OpenResult => ({
    Status,
    OpenErrorStatus: Status,
    NdisBindingHandle: 0 as NdisHandle,
    SelectedMediumIndex: 0,
  });
  const adapter = adapterByName(os, readUnicodeString(os.memory, given.adapterName));
  if (adapter === undefined) return refuse(NDIS_STATUS_ADAPTER_NOT_FOUND);
  if (adapter.state !== 'running') return refuse(NDIS_STATUS_CLOSING);
  const SelectedMediumIndex = findMedium(os, given);
  if (SelectedMediumIndex < 0) return refuse(NDIS_STATUS_UNSUPPORTED_MEDIA);
  const protocol = os.protocols.get(given.protocolHandle)!;
  const binding = new ProtocolBinding(protocol, adapter, given.context);
  if (adapter.isResetPending) openAfterReset(binding);
  else open(binding);
  return {
    Status: adapter.isResetPending ? NDIS_STATUS_PENDING : NDIS_STATUS_SUCCESS,
    OpenErrorStatus: NDIS_STATUS_SUCCESS,
    NdisBindingHandle: binding.handle as number as NdisHandle,
    SelectedMediumIndex,
  };
}

function open(binding: ProtocolBinding): void {
  const { adapter } = binding;
  const { os } = adapter;
  const buffer = os.allocateObject(ETH_LENGTH_OF_ADDRESS, Shadow.PLAIN);
  request(adapter, 'query', OID_802_3_CURRENT_ADDRESS, buffer, ETH_LENGTH_OF_ADDRESS);
  const start = buffer - VIRTUAL_BASE;
  adapter.stationAddress = os.memory.bytes.slice(start, start + ETH_LENGTH_OF_ADDRESS);
  os.pool.free(buffer);
  binding.attach();
}

/** A reset that is pending comes first. */
function openAfterReset(binding: ProtocolBinding): void {
  const { os, adapter, protocol, context, handle } = binding;
  const { image } = os.frame!;
  const acquiredIn = os.boundary;
  const site = os.callSite?.();
  const operation = currentBindOperation(os);
  const run = () => {
    const status = os.lateOpenStatus;
    if (operation !== undefined) operation.openStatus = status;
    const { OpenAdapterCompleteHandler } = protocol.handlers;
    const inputs = [context, status, status] as const;
    if (status !== NDIS_STATUS_SUCCESS) {
      os.pool.free(handle);
      binding.call(ProtocolOpenAdapterComplete, OpenAdapterCompleteHandler, ...inputs);
      return;
    }
    open(binding);
    os.ledger.acquire({
      kind: 'binding',
      key: handle,
      acquiredBy: 'NdisOpenAdapter',
      acquiredIn,
      adapter: 0,
      image: image.number,
      remembered: undefined,
      site,
    });
    binding.call(ProtocolOpenAdapterComplete, OpenAdapterCompleteHandler, ...inputs);
  };
  adapter.afterReset.push(() => os.scheduler.queueWorkItem({ run }));
}

function adapterByName(os: OperatingSystem, name: string): Adapter | undefined {
  const wanted = name.toLowerCase();
  for (const adapter of os.adapters.values())
    if (adapter.name.toLowerCase() === wanted) return adapter;
  return undefined;
}

function findMedium(
  { memory }: OperatingSystem,
  { mediumArray, mediumCount }: OpenRequest,
): number {
  for (let index = 0; index < Math.min(mediumCount, MEDIA_MAX); index++)
    if (memory.read32(virtual(mediumArray + 4 * index)) === NdisMedium802_3) return index;
  return -1;
}

/**
 * NdisCloseAdapter. The handle is dead at once; what is under way is completed first, a reset of the
 * adapter too, and then ProtocolCloseAdapterComplete ends the close.
 */
export function closeAdapter(os: OperatingSystem, handle: number): NdisStatus {
  const closing = os.protocolBindings.get(handle)!;
  const { adapter, binding } = closing;
  closing.detach();
  if (binding.pendingCount === 0 && !adapter.isResetPending) {
    os.pool.free(closing.handle);
    return NDIS_STATUS_SUCCESS;
  }
  closing.isClosing = true;
  closing.protocol.closingCount++;
  if (adapter.isResetPending) adapter.afterReset.push(() => closeWhenIdle(closing));
  else closeWhenIdle(closing);
  return NDIS_STATUS_PENDING;
}

function closeWhenIdle(closing: ProtocolBinding): void {
  const { os, binding } = closing;
  const finish = () => {
    binding.onIdle = undefined;
    os.scheduler.queueWorkItem({ run: () => finishClose(closing) });
  };
  if (binding.pendingCount === 0) finish();
  else binding.onIdle = finish;
}

function finishClose(closing: ProtocolBinding): void {
  const { os, protocol, context } = closing;
  os.pool.free(closing.handle);
  closing.isClosing = false;
  protocol.closingCount--;
  const { CloseAdapterCompleteHandler } = protocol.handlers;
  const inputs = [context, NDIS_STATUS_SUCCESS] as const;
  closing.call(ProtocolCloseAdapterComplete, CloseAdapterCompleteHandler, ...inputs);
}
