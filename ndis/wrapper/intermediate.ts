/**
 * Intermediate drivers: a miniport above and a protocol below. Their virtual miniports are adapters
 * without hardware. (NDIS 5: NdisIMRegisterLayeredMiniport, NdisIMInitializeDeviceInstanceEx,
 * "Initializing Virtual Miniports")
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { RegistryKey } from '../kernel/registry';
import { readUnicodeString } from '../kernel/string';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_NOT_ACCEPTED, NDIS_STATUS_SUCCESS } from '../status';
import {
  NDIS_PACKET,
  NDIS_PACKET_EXTENSION,
  NDIS_PACKET_OOB_DATA,
  ScatterGatherListPacketInfo,
} from '../structures/packet';
import type { NdisHandle, NdisStatus } from '../types';
import { Adapter } from './adapter';
import { haltAdapter, initializeAdapter } from './lifecycle';
import { offerToProtocols } from './protocol';
import { registerMiniport } from './registration';

/** Who looks at virtual miniports when they come and go: NDIS itself drives them. */
export interface LayeredMiniportWatcher {
  /** MiniportInitialize has returned. */
  started(adapter: Adapter, status: NdisStatus): void;
  /** The protocols above have unbound, and MiniportHalt has returned. */
  halted(adapter: Adapter): void;
}

/** NdisIMRegisterLayeredMiniport. */
export function registerLayeredMiniport(
  os: OperatingSystem,
  wrapperHandle: NdisHandle,
  characteristics: VirtualAddress,
  byteCount: number,
): { Result: NdisStatus; DriverHandle: NdisHandle } {
  const Result = registerMiniport(os, wrapperHandle, characteristics, byteCount, true);
  if (Result !== NDIS_STATUS_SUCCESS) return { Result, DriverHandle: 0 as NdisHandle };
  const handle = os.createHandle();
  os.layeredMiniports.set(handle, os.drivers.get(wrapperHandle)!);
  return { Result, DriverHandle: handle as NdisHandle };
}

/** NdisIMDeregisterLayeredMiniport. */
export function deregisterLayeredMiniport(os: OperatingSystem, handle: NdisHandle): void {
  const driver = os.layeredMiniports.get(handle)!;
  // Its page, "Remarks": after NdisDeregisterProtocol. Until then NDIS offers it adapters to bind.
  if ([...os.protocols.values()].some(({ miniport }) => miniport === driver))
    os.report('intermediate/deregistration-order', {
      what: 'NdisIMDeregisterLayeredMiniport was called while the protocol of the driver is registered.',
    });
  os.layeredMiniports.delete(handle);
  os.freeHandle(handle);
  for (const protocol of os.protocols.values())
    if (protocol.miniport === driver) protocol.miniport = undefined;
}

/** NdisIMAssociateMiniport. */
export function associateMiniport(
  os: OperatingSystem,
  driverHandle: NdisHandle,
  protocolHandle: NdisHandle,
): void {
  os.protocols.get(protocolHandle)!.miniport = os.layeredMiniports.get(driverHandle)!;
}

/**
 * NdisIMInitializeDeviceInstanceEx. The Plug and Play manager starts the virtual device at once, so
 * that MiniportInitialize runs within the call; its failure is not the call's, which has only
 * initiated it ("Return Value").
 */
export function initializeDeviceInstance(
  os: OperatingSystem,
  driverHandle: NdisHandle,
  deviceInstance: VirtualAddress,
  deviceContext: VirtualAddress,
): NdisStatus {
  const driver = os.layeredMiniports.get(driverHandle)!;
  const name = readUnicodeString(os.memory, deviceInstance);
  const isTaken = [...os.adapters.values()].some((one) => one.name === name);
  if (isTaken) return NDIS_STATUS_NOT_ACCEPTED;
  const adapter = new Adapter(os, driver, { name, deviceContext, parameters: new RegistryKey() });
  const acquiredIn = os.boundary;
  const site = os.callSite?.();
  const status = initializeAdapter(adapter);
  os.layeredMiniportWatcher?.started(adapter, status);
  if (status !== NDIS_STATUS_SUCCESS) {
    adapter.dispose();
    return NDIS_STATUS_SUCCESS;
  }
  os.ledger.acquire({
    kind: 'im-device-instance',
    key: adapter.handle,
    acquiredBy: os.currentCall ?? 'NdisIMInitializeDeviceInstanceEx',
    acquiredIn,
    adapter: 0,
    image: driver.image.number,
    remembered: undefined,
    site,
  });
  offerToProtocols(adapter);
  return NDIS_STATUS_SUCCESS;
}

/** NdisIMCancelInitializeDeviceInstance: what is initiated is over here when the call returns. */
export function cancelInitializeDeviceInstance(): NdisStatus {
  return NDIS_STATUS_FAILURE;
}

/** NdisIMDeInitializeDeviceInstance: the protocols above unbind, then MiniportHalt. */
export function deinitializeDeviceInstance(os: OperatingSystem, handle: NdisHandle): NdisStatus {
  const adapter = os.adapter(handle);
  haltAdapter(adapter);
  os.layeredMiniportWatcher?.halted(adapter);
  adapter.dispose();
  return NDIS_STATUS_SUCCESS;
}

/**
 * NdisIMCopySendPerPacketInfo and its kin: the whole NdisPacketInfo goes over but for the list of
 * addresses, which NDIS makes for each adapter that wants one.
 */
export function copyPerPacketInfo(
  { memory }: OperatingSystem,
  to: VirtualAddress,
  from: VirtualAddress,
): void {
  const extensionOf = (packet: VirtualAddress) =>
    packet +
    NDIS_PACKET.at(memory, packet).Private.NdisPacketOobOffset +
    NDIS_PACKET_OOB_DATA.bytes;
  const source = extensionOf(from);
  const target = extensionOf(to);
  for (let offset = 0; offset < NDIS_PACKET_EXTENSION.bytes; offset += 4)
    if (offset !== 4 * ScatterGatherListPacketInfo)
      memory.write32(virtual(target + offset), memory.read32(virtual(source + offset)));
}
