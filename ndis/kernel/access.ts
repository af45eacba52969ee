/**
 * Driver accesses that are not to plain memory: device registers are passed to the bus, everything
 * else is a finding, and an address without memory ends the run as a page fault does.
 */
import {
  PAGE_BYTES,
  VIRTUAL_BASE,
  physical,
  virtual,
  type VirtualAddress,
} from '../../hardware/address';
import { Shadow, type AccessHandler, type Memory } from '../../hardware/memory';
import type { MemorySpacePort, Width } from '../../hardware/ports';
import {
  ATTEMPTED_WRITE_TO_READONLY_MEMORY,
  DRIVER_IRQL_NOT_LESS_OR_EQUAL,
  PAGE_FAULT_IN_NONPAGED_AREA,
  SYSTEM_THREAD_EXCEPTION_NOT_HANDLED,
} from '../bug-codes';
import { hex } from '../finding';
import { STATUS_ACCESS_VIOLATION } from '../nt-status';
import { DISPATCH_LEVEL } from '../row';
import type { RuleName } from '../rules';
import { DEVICE_READ_NS, DEVICE_WRITE_NS } from './costs';
import { PageFault, overflowStack } from './exception';
import type { Kernel, ReportFacts } from './kernel';
import { CONTROL_REGION, CONTROL_REGION_IN_XP } from './memory-map';
import { SHARED_USER_DATA, isSharedUserData, readSharedUserData } from './shared-user-data';
import { isBelowStack, isOnStack } from './stack';

/** Below this address nothing is ever mapped. */
const NULL_AREA_END = 0x1_0000;

export class DriverAccess implements AccessHandler {
  readonly #kernel: Kernel;
  readonly #memory: Memory;
  readonly #bus: MemorySpacePort;

  constructor(kernel: Kernel, memory: Memory, bus: MemorySpacePort) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#bus = bus;
  }

  read(address: VirtualAddress, width: Width): number {
    const register = this.#deviceAt(address, width);
    if (register !== undefined) return this.#readDevice(register, width);
    if (this.#kernel.data.holds(address)) this.#kernel.data.update(address);
    if (address >= SHARED_USER_DATA) return this.#readHigh(address, width);
    if (!this.#isReadable(address, width)) this.#judge(address, width, 'read');
    return this.#readBytes(address, width);
  }

  write(address: VirtualAddress, width: Width, value: number): void {
    const register = this.#deviceAt(address, width);
    if (register !== undefined) return this.#writeDevice(register, width, value);
    this.#judge(address, width, 'write');
    // What is plain of it is written; what is not belongs to nobody.
    for (let index = 0; index < width; index++) {
      const byte = (address + index) as VirtualAddress;
      if (this.#memory.stateAt(byte) === Shadow.PLAIN)
        this.#memory.write8(byte, (value >>> (8 * index)) & 0xff);
    }
  }

  /** What XP has at fixed addresses in the last pages: the shared page, and the control region. */
  #readHigh(address: VirtualAddress, width: Width): number {
    const kernel = this.#kernel;
    if (isSharedUserData(address)) {
      kernel.beforeDeviceAccess();
      const value = readSharedUserData(kernel.clock, address, width);
      if (value !== undefined) return value;
      kernel.inconclusive(`KUSER_SHARED_DATA at ${hex(address)} is not modelled`);
    }
    const inRegion = address - CONTROL_REGION_IN_XP;
    if (inRegion >= 0 && inRegion < PAGE_BYTES)
      return this.#readWidth(virtual(CONTROL_REGION + inRegion), width);
    this.#judge(address, width, 'read');
    return 0;
  }

  #readWidth(address: VirtualAddress, width: Width): number {
    if (width === 1) return this.#memory.read8(address);
    return width === 2 ? this.#memory.read16(address) : this.#memory.read32(address);
  }

  #readDevice(register: number, width: Width): number {
    const kernel = this.#kernel;
    try {
      kernel.beforeDeviceAccess();
      kernel.clock.nowNs += DEVICE_READ_NS;
      const value = this.#bus.readMemory(physical(register), width);
      kernel.afterDeviceAccess();
      return value >>> 0;
    } catch (error) {
      throw kernel.failed(error);
    }
  }

  #writeDevice(register: number, width: Width, value: number): void {
    const kernel = this.#kernel;
    try {
      kernel.beforeDeviceAccess();
      kernel.clock.nowNs += DEVICE_WRITE_NS;
      this.#bus.writeMemory(physical(register), width, value);
      kernel.afterDeviceAccess();
    } catch (error) {
      throw kernel.failed(error);
    }
  }

  /** The physical address behind a mapped device register. */
  #deviceAt(address: VirtualAddress, width: Width): number | undefined {
    if (this.#memory.stateAt(address) !== Shadow.DEVICE) return undefined;
    const mapping = this.#kernel.ioSpace.find(address);
    if (mapping === undefined) return undefined;
    const offset = address - mapping.address;
    if (offset + width > mapping.byteCount) return undefined;
    return mapping.physical + offset;
  }

  #isReadable(address: VirtualAddress, width: Width): boolean {
    for (let index = 0; index < width; index++) {
      const state = this.#memory.stateAt((address + index) as VirtualAddress);
      if (state !== Shadow.PLAIN && state !== Shadow.READ_ONLY) return false;
    }
    return true;
  }

  #readBytes(address: VirtualAddress, width: Width): number {
    const kernel = this.#kernel;
    let value = 0;
    for (let index = 0; index < width; index++) {
      const byte = (address + index) as VirtualAddress;
      const state = this.#memory.stateAt(byte);
      const isReal = state !== Shadow.UNMAPPED && state !== Shadow.DEVICE;
      if (isReal) value += kernel.raw.read8(byte) * 2 ** (8 * index);
    }
    return value;
  }

  /** Reports the first byte of an access that is not what it should be. */
  #judge(address: VirtualAddress, width: Width, what: 'read' | 'write'): void {
    let byte = address;
    for (let index = 0; index < width; index++) {
      byte = (address + index) as VirtualAddress;
      const state = this.#memory.stateAt(byte);
      if (state !== Shadow.PLAIN && !(what === 'read' && state === Shadow.READ_ONLY)) break;
    }
    const verb = what === 'read' ? 'read' : 'wrote';
    // Of a sum with a field that a layout does not have, TypeScript makes NaN.
    const where = Number.isInteger(address) ? hex(address) : `${address}, which is no address`;
    const access = `${verb} ${width === 1 ? 'a byte' : `${width} bytes`} at ${where}`;
    const state = this.#memory.stateAt(byte);
    const kernel = this.#kernel;
    switch (state) {
      case Shadow.FREED:
        if (kernel.ioSpace.contains(byte))
          return this.#report('hardware/access-after-release', access, byte);
        if (isOnStack(byte))
          return this.#report(
            'memory/use-after-free',
            `${access}, on the stack of a function that has returned`,
            byte,
          );
        return this.#report(this.#afterFree(byte), access, byte);
      case Shadow.RED_ZONE:
        return this.#report(this.#beyondBlock(byte, what), access, byte);
      case Shadow.OPAQUE:
        return this.#report('memory/wild-access', `${access}, inside an object of NDIS`, byte);
      case Shadow.READ_ONLY:
        this.#report('memory/write-to-read-only', access, byte);
        if (kernel.profile === 'windows')
          kernel.bugCheck(ATTEMPTED_WRITE_TO_READONLY_MEMORY, [byte, 0, 0, 0]);
        return;
      case Shadow.DEVICE:
        return this.#report('hardware/access-outside-claimed-range', access, byte);
      default:
        return this.#pageFault(byte, access, what);
    }
  }

  /** The rule broken by an access to freed memory. */
  #afterFree(address: VirtualAddress): RuleName {
    return this.#kernel.pool.blockAround(address)?.afterFree ?? 'memory/use-after-free';
  }

  /** The rule broken by an access to the red zone between two blocks. */
  #beyondBlock(address: VirtualAddress, what: 'read' | 'write'): RuleName {
    const rule = this.#kernel.pool.blockAround(address)?.beyond;
    return rule ?? (what === 'write' ? 'memory/overrun' : 'memory/out-of-bounds');
  }

  #pageFault(address: VirtualAddress, access: string, what: 'read' | 'write'): void {
    const kernel = this.#kernel;
    if (isBelowStack(kernel.stack, address)) overflowStack(kernel, undefined);
    const imported = kernel.importAt(address);
    if (imported !== undefined) kernel.inconclusive(`${imported} is not modelled as data`);
    // Of an address in user space XP makes an exception; of one in the kernel's, a bug check.
    if (address < VIRTUAL_BASE && kernel.irql < DISPATCH_LEVEL && kernel.hasExceptionHandler)
      throw new PageFault(address, what === 'write', () => this.#endAt(address, access, what));
    this.#endAt(address, access, what);
  }

  #endAt(address: VirtualAddress, access: string, what: 'read' | 'write'): never {
    const kernel = this.#kernel;
    const isRaised = kernel.irql >= DISPATCH_LEVEL;
    const isException = address < VIRTUAL_BASE && !isRaised;
    const code = isRaised
      ? DRIVER_IRQL_NOT_LESS_OR_EQUAL
      : isException
        ? SYSTEM_THREAD_EXCEPTION_NOT_HANDLED
        : PAGE_FAULT_IN_NONPAGED_AREA;
    const parameters = isException
      ? [STATUS_ACCESS_VIOLATION, 0, 0, 0]
      : [address, kernel.irql, what === 'write' ? 1 : 0, 0];
    const check = { code, parameters };
    if (kernel.ioSpace.contains(address))
      this.#report('hardware/access-outside-claimed-range', access, address);
    else if (address < NULL_AREA_END) this.#report('memory/null-page', access, address, check);
    else this.#report('memory/wild-access', access, address, check);
    return kernel.bugCheck(code, parameters);
  }

  #report(
    rule: RuleName,
    access: string,
    address: VirtualAddress,
    bugCheck?: ReportFacts['bugCheck'],
  ): void {
    const block = this.#kernel.pool.blockAround(address);
    const offset = block === undefined ? 0 : address - block.address;
    const where =
      block === undefined
        ? ''
        : `, ${offset < 0 ? `${-offset} bytes before` : `at offset ${offset} of`} a block of ${block.byteCount} bytes`;
    this.#kernel.report(rule, {
      what: `The driver ${access}${where}.`,
      address: hex(address),
      bugCheck,
    });
  }
}
