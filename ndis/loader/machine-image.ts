/**
 * A driver of machine code, loaded: its sections lie in memory as the linker laid them out, its
 * imports lead to the gate, and every address in its code is a handler that can be called.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Stop } from '../../hardware/cpu';
import { CALLS, KERNEL_ROWS } from '../calls';
import { EXPORTS } from '../exports';
import { RunStopped, hex } from '../finding';
import { stopAtException } from '../kernel/exception';
import type { Code, CodeRange, LoadableImage } from '../kernel/image';
import type { OperatingSystem } from '../operating-system';
import type { AnyRow, HandlerRow } from '../row';
import { NDIS_STATUS, type NdisStatus } from '../types';
import type { EntryPoint } from '../wrapper/entry-points';
import { handlerCall, importedFunction } from './marshalling';
import { parseImage, type Import, type PortableExecutable, type Section } from './pe';

/** A driver of machine code, as a file. */
export interface MachineDriver {
  /** The .sys file. Not to be written to any more: what it holds is read once. */
  readonly image: Uint8Array;
  /** The file's name without its folder. */
  readonly name: string;
  /** The text of its linker's map file, if there is one. */
  readonly map?: string;
}

/** What was read of files, for as long as somebody has them: the same one is loaded many times. */
const parsed = new WeakMap<Uint8Array, PortableExecutable>();

/** @throws ImageFormatError */
export function readMachineDriver({ image }: MachineDriver): PortableExecutable {
  let executable = parsed.get(image);
  if (executable === undefined) {
    executable = parseImage(image);
    parsed.set(image, executable);
  }
  return executable;
}

const NDIS_ROWS: Readonly<Record<string, AnyRow>> = EXPORTS;

/** The row that an import means; the macros of ndis.h are no functions that could be imported. */
function rowOf({ module, name }: Pick<Import, 'module' | 'name'>): AnyRow | undefined {
  const rows = module === 'ndis.sys' ? NDIS_ROWS : KERNEL_ROWS;
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  return row?.module === module && row.form === 'export' ? row : undefined;
}

/** A function that has no row, for it does not simply return. */
function controlFunction(os: OperatingSystem, { module, name }: Pick<Import, 'module' | 'name'>) {
  return module === 'ntoskrnl.exe' ? os.processor.controlFunction(name) : undefined;
}

/** The address of a function. What is not modelled may be imported, but not called. */
function linkFunction(os: OperatingSystem, imported: Pick<Import, 'module' | 'name'>) {
  const { module, name } = imported;
  return os.processor.functionAt(`${module}!${name}`, () => {
    const row = rowOf(imported);
    if (row?.complete) return importedFunction(os, row, CALLS.get(name)!);
    const control = controlFunction(os, imported);
    if (control !== undefined) return control;
    return () => {
      const caller = os.callSite?.() ?? 'an unknown place';
      os.inconclusive(`${module}!${name} is not modelled; it is called from ${caller}`);
    };
  });
}

/** The address of a function that has a row, for who looks it up by its name. */
function findFunction(os: OperatingSystem, module: string, name: string) {
  const imported = { module, name };
  const isKnown = rowOf(imported) !== undefined || controlFunction(os, imported) !== undefined;
  return isKnown ? linkFunction(os, imported) : undefined;
}

/** The address of a function that is reached by a pointer: its row's own, or with another ending. */
function linkEntry(os: OperatingSystem, { row: name, returnsStatus }: EntryPoint): VirtualAddress {
  const row = NDIS_ROWS[name];
  const module = 'ndis.sys';
  if (row.form === 'export' && !returnsStatus) return linkFunction(os, { module, name });
  const call = CALLS.get(name)!;
  return os.processor.functionAt(`${module}!${name} by pointer`, () =>
    returnsStatus
      ? importedFunction(os, withStatusReturned(row), (system, inputs) =>
          statusAsResult(call(system, inputs)),
        )
      : importedFunction(os, row, call),
  );
}

/** The same function in a form that gives its status as its value. */
function withStatusReturned(row: AnyRow): AnyRow {
  const args = row.args.filter(({ name }) => name !== 'Status');
  return { ...row, args, returns: NDIS_STATUS };
}

function statusAsResult(result: unknown): unknown {
  const { Status, ...outs } = result as { Status: NdisStatus };
  return Object.keys(outs).length === 0 ? Status : { ...outs, Result: Status };
}

export class MachineImage implements LoadableImage, CodeRange {
  readonly name: string;
  readonly number: number;
  readonly isMachineCode = true;
  isUnloaded = false;
  isTerminated = false;
  registrationStatus: NdisStatus | undefined = undefined;
  readonly base: VirtualAddress;
  readonly byteCount: number;
  readonly entry: VirtualAddress;
  readonly #os: OperatingSystem;
  readonly #file: PortableExecutable;
  readonly #code = new Map<number, Code>();
  #isInitialized = false;
  /** How often each section is locked in memory. */
  readonly #locks = new Map<Section, number>();

  constructor(os: OperatingSystem, name: string, driver: MachineDriver) {
    const file = readMachineDriver(driver);
    const base = os.imageSpace.take(file.bytes.length);
    if (base === undefined)
      throw new RunStopped({ kind: 'limit', what: 'there is no room for another image' });
    this.name = name;
    this.number = os.images.length + 1;
    this.base = base;
    this.byteCount = file.bytes.length;
    this.entry = virtual(base + file.entry);
    this.#os = os;
    this.#file = file;
    os.routineAddress = (module, routine) => findFunction(os, module, routine);
    os.entryAddress = (entry) => linkEntry(os, entry);
    this.#map();
    os.code.addRange(this);
  }

  /** Copies, relocates and links the image, and says what its bytes are. */
  #map(): void {
    const { memory, raw, processor } = this.#os;
    const { bytes, preferredBase, headerBytes, sections, relocations, imports } = this.#file;
    memory.bytes.set(bytes, this.base - VIRTUAL_BASE);
    const distance = this.base - preferredBase;
    for (const relocation of relocations) {
      const at = virtual(this.base + relocation);
      raw.write32(at, raw.read32(at) + distance);
    }
    for (const one of imports) raw.write32(virtual(this.base + one.slot), this.#link(one));
    // Between the sections there is nothing that a driver could want.
    memory.mark(this.base, bytes.length, Shadow.RED_ZONE);
    memory.mark(this.base, headerBytes, Shadow.READ_ONLY);
    for (const section of sections) {
      const start = virtual(this.base + section.start);
      const state = section.isWritable ? Shadow.PLAIN : Shadow.READ_ONLY;
      memory.mark(start, section.byteCount, state);
      if (section.isExecutable) processor.cpu.addCode(start, section.byteCount);
    }
  }

  /** The address of an import: a variable's, or a function's, which is made for it. */
  #link(imported: Import): VirtualAddress {
    const { module, name } = imported;
    const variable = module === 'ntoskrnl.exe' ? this.#os.data.addressOf(name) : undefined;
    return variable ?? linkFunction(this.#os, imported);
  }

  codeAt(address: VirtualAddress): Code | undefined {
    const section = this.#sectionAt(address);
    if (section === undefined || !section.isExecutable) return undefined;
    let code = this.#code.get(address);
    if (code === undefined) {
      const name = this.siteOf(address)!;
      const invoke = (row: HandlerRow, inputs: readonly unknown[]) =>
        this.#invoke(row, address, inputs);
      code = { image: this, name, invoke };
      this.#code.set(address, code);
    }
    return code;
  }

  siteOf(address: VirtualAddress): string | undefined {
    const offset = address - this.base;
    if (offset < 0 || offset >= this.#file.bytes.length) return undefined;
    return `${this.name}.sys+0x${offset.toString(16).toUpperCase()}`;
  }

  isDiscarded(address: VirtualAddress): boolean {
    return this.#isInitialized && this.#sectionAt(address)?.isDiscardable === true;
  }

  get hasPageable(): boolean {
    return this.#file.sections.some(({ isPageable }) => isPageable);
  }

  isPaged(address: VirtualAddress): boolean {
    const section = this.#sectionAt(address);
    return section?.isPageable === true && (this.#locks.get(section) ?? 0) <= 0;
  }

  lock(address: VirtualAddress, change: 1 | -1): void {
    const section = this.#sectionAt(address);
    if (section !== undefined) this.#locks.set(section, (this.#locks.get(section) ?? 0) + change);
  }

  #sectionAt(address: VirtualAddress): Section | undefined {
    const offset = address - this.base;
    return this.#file.sections.find(
      ({ start, byteCount }) => offset >= start && offset < start + byteCount,
    );
  }

  #invoke(row: HandlerRow, address: VirtualAddress, inputs: readonly unknown[]): unknown {
    const os = this.#os;
    const { processor, stack } = os;
    const { pointer } = stack;
    stack.open();
    const { args, result } = handlerCall(os, row, inputs);
    const stop = processor.call(address, args);
    if (stop.kind !== 'returned') return stopAtException(os, stop);
    stack.pointer = pointer;
    this.#checkConvention(row, address, stop);
    return result(processor.cpu);
  }

  /** A function takes its own arguments off the stack, and keeps the registers of its caller. */
  #checkConvention(
    row: HandlerRow,
    address: VirtualAddress,
    { broken }: Extract<Stop, { kind: 'returned' }>,
  ): void {
    for (const { register, expected, actual } of broken) {
      const name = register.toUpperCase();
      const what =
        register === 'esp'
          ? `${row.name} returned with the stack ${actual - expected} bytes from where it belongs.`
          : `${row.name} returned with ${name} ${hex(actual)}; it was called with ${hex(expected)}.`;
      this.#os.report(register === 'esp' ? 'memory/stdcall-broken' : 'memory/saved-register-lost', {
        what,
        at: this.siteOf(address),
      });
    }
  }

  discardInitialization(): void {
    this.#isInitialized = true;
    for (const section of this.#file.sections) if (section.isDiscardable) this.#drop(section);
  }

  unload(): void {
    const { memory, imageSpace } = this.#os;
    for (const section of this.#file.sections) this.#drop(section);
    memory.mark(this.base, this.#file.bytes.length, Shadow.FREED);
    imageSpace.free(this.base, this.#file.bytes.length);
  }

  #drop({ start, byteCount, isExecutable }: Section): void {
    const { memory, processor } = this.#os;
    const address = virtual(this.base + start);
    memory.mark(address, byteCount, Shadow.FREED);
    if (isExecutable) processor.cpu.removeCode(address, byteCount);
  }
}
