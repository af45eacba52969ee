/**
 * Variables of ntoskrnl.exe that machine code imports as data (the import is their address), and the
 * words of the processor control region that change by themselves. All of them are read-only for
 * drivers, so that each read passes here first. Source: wdm.h and ntddk.h of the DDK (KeTickCount
 * and KSYSTEM_TIME, which the macro KeQueryTickCount reads; KPCR; the rest by their names).
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { CURRENT_THREAD_OFFSET, IRQL_OFFSET } from './control-region';
import type { Kernel } from './kernel';
import { CONTROL_REGION, KERNEL_DATA } from './memory-map';
import { tickCount } from './system-time';

/** KSYSTEM_TIME: LowPart, High1Time and High2Time, 4 bytes each; the high parts are equal. */
const TICK_COUNT_BYTES = 12;
const SLOT_BYTES = 16;

/** English Windows XP of 32 bits with one processor, free build 2600 (ntdef.h, wdm.h, ntddk.h). */
const CONSTANTS: Readonly<Record<string, number>> = {
  /** CCHAR. */
  KeNumberProcessors: 1,
  /** ULONG; the 4 high bits tell a free build. */
  NtBuildNumber: 0xf000_0a28,
  /** BOOLEAN: code pages of one byte a character. */
  NlsMbCodePageTag: 0,
  NlsMbOemCodePageTag: 0,
  /** USHORT. */
  NlsAnsiCodePage: 1252,
  NlsOemCodePage: 437,
  /** ULONG: not in safe mode. */
  InitSafeBootMode: 0,
  /** BOOLEAN: without a debugger. */
  KdDebuggerEnabled: 0,
  KdDebuggerNotPresent: 1,
  /** Where user space ends and kernel space begins. */
  MmHighestUserAddress: 0x7ffe_ffff,
  MmUserProbeAddress: 0x7fff_0000,
  MmSystemRangeStart: 0x8000_0000,
};

/** Pointers to objects that no driver looks into: the types of objects, and the first process. */
const OBJECTS: readonly string[] = [
  'IoFileObjectType',
  'IoDeviceObjectType',
  'IoDriverObjectType',
  'ExEventObjectType',
  'ExSemaphoreObjectType',
  'PsProcessType',
  'PsThreadType',
  'PsInitialSystemProcess',
];

export class KernelData {
  readonly #kernel: Kernel;
  readonly #addresses = new Map<string, VirtualAddress>();
  #end: number = KERNEL_DATA;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The address of a variable; undefined if it is not modelled. */
  addressOf(name: string): VirtualAddress | undefined {
    const known = this.#addresses.get(name);
    if (known !== undefined) return known;
    if (name === 'KeTickCount') return this.#add(name, TICK_COUNT_BYTES);
    if (Object.hasOwn(CONSTANTS, name)) return this.#add(name, 4, CONSTANTS[name]);
    if (!OBJECTS.includes(name)) return undefined;
    return this.#add(name, 4, this.#kernel.allocateObject(SLOT_BYTES, Shadow.OPAQUE));
  }

  #add(name: string, byteCount: number, value = 0): VirtualAddress {
    const address = virtual(this.#end);
    this.#end += SLOT_BYTES;
    this.#kernel.memory.mark(address, byteCount, Shadow.READ_ONLY);
    this.#kernel.raw.write32(address, value);
    this.#addresses.set(name, address);
    return address;
  }

  /** Whether the next read may be of what changes by itself, so that it must be up to date. */
  holds(address: VirtualAddress): boolean {
    return address >= CONTROL_REGION && address < this.#end;
  }

  /** Writes what the variables are now. A run has far fewer ticks than 2^32. */
  update(address: VirtualAddress): void {
    const { raw, clock, irql, threads } = this.#kernel;
    this.#kernel.beforeDeviceAccess();
    const tick = this.#addresses.get('KeTickCount');
    if (tick !== undefined) raw.write32(tick, tickCount(clock));
    raw.write8(virtual(CONTROL_REGION + IRQL_OFFSET), irql);
    const thread = virtual(CONTROL_REGION + CURRENT_THREAD_OFFSET);
    if (address >= thread && address < thread + 4) raw.write32(thread, threads.current);
  }
}
