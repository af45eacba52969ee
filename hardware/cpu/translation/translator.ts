/**
 * Decides what is translated, keeps the translations, and drops those whose code has changed.
 *
 * It counts how often the beginnings of functions and loops are reached. None of it can be seen in
 * what a run does: a translation does exactly what the interpreter would, up to the same instruction.
 */
import { VIRTUAL_BASE } from '../../address';
import type { Memory } from '../../memory';
import type { CodeCache } from '../code-cache';
import type { Cpu } from '../cpu';
import type { Instruction } from '../instruction';
import { writeFunction } from './function';
import { Head } from './head';
import { LOCAL_COUNTS } from './machine-state';
import { compile } from '../../web-assembly/module';
import { findRegion, type Region } from './region';
import { Translation, type AddressRange, type TranslatedRegion } from './translation';

/**
 * Translating an instruction costs what interpreting it a few hundred times does; what begins here
 * has several.
 */
const HEAT_MAX = 1000;
/** Code that is translated again and again changes too often. */
const TRANSLATIONS_MAX = 4;
const KEPT_REGIONS_MAX = 4096;

/** Regions of this process by the address at which they begin, the newest first. */
const kept = new Map<number, TranslatedRegion[]>();
let keptCount = 0;

function keep(start: number, region: TranslatedRegion): void {
  if (keptCount++ >= KEPT_REGIONS_MAX) {
    kept.clear();
    keptCount = 1;
  }
  kept.set(start, [region, ...(kept.get(start) ?? [])]);
}

/** Counts, and translates what has become hot. */
function warmUp(cpu: Cpu, i: Instruction): Instruction {
  const head = i.head!;
  const { translator } = cpu.code;
  if (++head.heat < translator.heatMax) return i.interpreted(cpu, i);
  translator.translate(i, head);
  return i.execute(cpu, i);
}

function runTranslation(cpu: Cpu, i: Instruction): Instruction {
  return i.head!.translation!.run(cpu, i);
}

function addressesOf({ blocks }: Region): readonly number[] {
  return [...new Set(blocks.flatMap((block) => block.instructions.map(({ address }) => address)))];
}

export class Translator {
  /** How often code must be reached to be translated; never for Infinity. */
  heatMax: number;
  readonly #code: CodeCache;
  readonly #memory: Memory;
  readonly #translations = new Set<Translation>();

  constructor(code: CodeCache, memory: Memory, heatMax = HEAT_MAX) {
    this.heatMax = heatMax;
    this.#code = code;
    this.#memory = memory;
  }

  /** Counts how often an instruction is reached, because functions or loops begin with it. */
  watch(instruction: Instruction): void {
    if (instruction.head !== undefined || instruction.isHost || this.heatMax === Infinity) return;
    instruction.head = new Head();
    this.decoded(instruction);
  }

  /** Chooses how an instruction runs that has been decoded, or of which it is known by now. */
  decoded(instruction: Instruction): void {
    const { head } = instruction;
    if (head === undefined || instruction.length === 0) return;
    if (head.translation !== undefined) instruction.execute = runTranslation;
    else if (head.translationCount < TRANSLATIONS_MAX) instruction.execute = warmUp;
    else instruction.execute = instruction.interpreted;
  }

  /** Translates the region that begins with an instruction, or gives it up. */
  translate(instruction: Instruction, head: Head): void {
    head.heat = 0;
    head.translationCount++;
    const region = this.#find(instruction.address) ?? this.#make(instruction);
    if (region === undefined) {
      head.translationCount = TRANSLATIONS_MAX;
      this.decoded(instruction);
      return;
    }
    this.#install(region, instruction);
  }

  /** Drops what was translated from these bytes. */
  drop(address: number, byteCount: number): void {
    for (const translation of this.#translations)
      if (translation.overlaps(address, address + byteCount)) this.#remove(translation);
  }

  #remove(translation: Translation): void {
    this.#translations.delete(translation);
    for (const address of translation.region.entries.keys()) {
      const instruction = this.#code.at(address);
      if (instruction.head?.translation !== translation) continue;
      instruction.head.translation = undefined;
      this.decoded(instruction);
    }
  }

  #install(region: TranslatedRegion, start: Instruction): void {
    const translation = new Translation(region, this.#memory);
    this.#translations.add(translation);
    for (const [from, to] of region.ranges) this.#code.markLines(from, to - from);
    for (const [address, block] of region.entries) {
      const instruction = this.#code.at(address);
      const head = (instruction.head ??= new Head());
      if (head.translation !== undefined && instruction !== start) continue;
      head.translation = translation;
      head.block = block;
      this.decoded(instruction);
    }
  }

  /** A region that an earlier run of the same code left. */
  #find(start: number): TranslatedRegion | undefined {
    return kept.get(start)?.find((region) => this.#holds(region));
  }

  /**
   * Whether it may stand for what is in memory now. Who listens to what is decoded is to hear of all
   * that runs: then there may be nothing in it that has not run before.
   */
  #holds({ ranges, bytes, addresses, memoryBytes }: TranslatedRegion): boolean {
    if (memoryBytes !== this.#memory.byteCount) return false;
    const isHeard = this.#code.onDecoded !== undefined;
    if (isHeard && addresses.some((one) => this.#code.decodedAt(one) === undefined)) return false;
    let index = 0;
    for (const [from, to] of ranges) {
      if (this.#code.codeEnd(from) < to) return false;
      for (let offset = from - VIRTUAL_BASE; offset < to - VIRTUAL_BASE; offset++)
        if (this.#memory.bytes[offset] !== bytes[index++]) return false;
    }
    return true;
  }

  #make(start: Instruction): TranslatedRegion | undefined {
    const memory = this.#memory;
    const found = findRegion(this.#code, start);
    if (found === undefined) return undefined;
    const { body, sites, entries } = writeFunction(found, start.address, memory);
    const region: TranslatedRegion = {
      module: compile(body, LOCAL_COUNTS, memory.linear.buffer.byteLength),
      sites,
      entries,
      ranges: found.ranges,
      addresses: addressesOf(found),
      bytes: this.#bytesOf(found.ranges),
      memoryBytes: memory.byteCount,
      functions: new WeakMap(),
    };
    keep(start.address, region);
    return region;
  }

  #bytesOf(ranges: readonly AddressRange[]): Uint8Array {
    return Uint8Array.from(
      ranges.flatMap(([from, to]) => [
        ...this.#memory.bytes.subarray(from - VIRTUAL_BASE, to - VIRTUAL_BASE),
      ]),
    );
  }
}
