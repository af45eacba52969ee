/** Access to the device's registers, which this driver reaches through I/O ports. */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';

export function readCsr(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisRawReadPortUlong(virtual(adapter.PortOffset + register)).Data;
}

export function writeCsr(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisRawWritePortUlong(virtual(adapter.PortOffset + register), value >>> 0);
}
