/** A driver's way to the configuration space of its own device. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { DEVICE_READ_NS } from '../kernel/costs';
import type { Adapter } from './adapter';

const CONFIGURATION_BYTES = 256;
/** The six base address registers (PCI 2.2, figure 6-1). */
const BASE_ADDRESSES = { first: 0x10, end: 0x28 } as const;

/** The widest access that is aligned at `offset` and within `byteCount`. */
function widthAt(offset: number, byteCount: number): 1 | 2 | 4 {
  if (offset % 4 === 0 && byteCount >= 4) return 4;
  if (offset % 2 === 0 && byteCount >= 2) return 2;
  return 1;
}

/** Copies configuration space to memory; the number of bytes read. */
export function readConfiguration(
  adapter: Adapter,
  offset: number,
  buffer: VirtualAddress,
  byteCount: number,
): number {
  const { os, location } = adapter;
  if (location === undefined) return 0;
  const end = Math.min(offset + byteCount, CONFIGURATION_BYTES);
  let at = offset;
  while (at < end) {
    const width = widthAt(at, end - at);
    const { configSpace } = os.machine;
    const value = configSpace.readConfig(location.device, location.function, at, width);
    os.clock.nowNs += DEVICE_READ_NS;
    for (let index = 0; index < width; index++)
      os.memory.write8(virtual(buffer + at - offset + index), (value >>> (8 * index)) & 0xff);
    at += width;
  }
  return Math.max(0, end - offset);
}

/** Copies memory to configuration space; the number of bytes written. */
export function writeConfiguration(
  adapter: Adapter,
  offset: number,
  buffer: VirtualAddress,
  byteCount: number,
): number {
  const { os, location } = adapter;
  if (location === undefined) return 0;
  const end = Math.min(offset + byteCount, CONFIGURATION_BYTES);
  let at = offset;
  while (at < end) {
    const width = widthAt(at, end - at);
    let value = 0;
    for (let index = 0; index < width; index++)
      value += os.memory.read8(virtual(buffer + at - offset + index)) * 2 ** (8 * index);
    const { configSpace } = os.machine;
    const { device, function: fn } = location;
    const isBase = at >= BASE_ADDRESSES.first && at < BASE_ADDRESSES.end;
    if (isBase && configSpace.readConfig(device, fn, at, width) !== value)
      os.report('hardware/base-address-rewritten', {
        what: `The driver wrote ${hex(value)} to offset ${hex(at)} of its configuration space, which is a base address.`,
      });
    configSpace.writeConfig(device, fn, at, width, value);
    os.clock.nowNs += DEVICE_READ_NS;
    at += width;
  }
  return Math.max(0, end - offset);
}
