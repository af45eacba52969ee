/** Access to the device's registers, each of which has a width of its own. */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';

export function readByte(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUchar(virtual(adapter.PortOffset + register)).Data;
}

export function writeByte(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUchar(virtual(adapter.PortOffset + register), value);
}

export function readWord(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUshort(virtual(adapter.PortOffset + register)).Data;
}

export function writeWord(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUshort(virtual(adapter.PortOffset + register), value);
}

export function readLong(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUlong(virtual(adapter.PortOffset + register)).Data;
}

export function writeLong(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUlong(virtual(adapter.PortOffset + register), value >>> 0);
}
