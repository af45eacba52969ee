/** Access to the device's registers, which this driver reaches through I/O ports. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';

function portOf(adapter: Adapter, register: number): VirtualAddress {
  return virtual(adapter.PortOffset + register);
}

export function readUchar(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUchar(portOf(adapter, register)).Data;
}

export function readUshort(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUshort(portOf(adapter, register)).Data;
}

export function readUlong(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUlong(portOf(adapter, register)).Data;
}

export function writeUchar(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUchar(portOf(adapter, register), value);
}

export function writeUshort(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUshort(portOf(adapter, register), value);
}

export function writeUlong(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUlong(portOf(adapter, register), value >>> 0);
}
