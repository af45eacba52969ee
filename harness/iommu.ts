/**
 * What judges DMA: a bus-master port that looks at the shadow of what a device reads and writes. On
 * this board a device address is a physical address.
 */
import { VIRTUAL_BASE, type PhysicalAddress } from '../hardware/address';
import { Shadow, type Memory } from '../hardware/memory';
import type { BusMasterPort } from '../hardware/ports';
import { RED_ZONE_BYTES } from '../ndis/kernel/pool';
import type { FlushedBuffers } from '../ndis/wrapper/flushed-buffers';
import type { TranslatedMemory } from '../ndis/wrapper/translated-memory';

/** What a device did to memory that it should not reach. */
export interface DmaFault {
  readonly address: number;
  readonly byteCount: number;
  readonly isWrite: boolean;
  /**
   * Translated: it is the driver's, but no memory for a device. Unflushed: it may still be in a
   * cache. All else went as it should then.
   */
  readonly state: 'freed' | 'unmapped' | 'outside' | 'translated' | 'unflushed';
  /** The address is that of kernel virtual memory: the driver forgot to translate. */
  readonly isVirtual: boolean;
}

export class Iommu implements BusMasterPort {
  readonly #memory: Memory;
  readonly #port: BusMasterPort;
  readonly #translated: Pick<TranslatedMemory, 'isEmpty' | 'at'>;
  readonly #flushed: Pick<FlushedBuffers, 'isEmpty' | 'isMissedAt'>;
  readonly #onFault: (fault: DmaFault) => void;

  constructor(
    memory: Memory,
    port: BusMasterPort,
    translated: Pick<TranslatedMemory, 'isEmpty' | 'at'>,
    flushed: Pick<FlushedBuffers, 'isEmpty' | 'isMissedAt'>,
    onFault: (fault: DmaFault) => void,
  ) {
    this.#memory = memory;
    this.#port = port;
    this.#translated = translated;
    this.#flushed = flushed;
    this.#onFault = onFault;
  }

  read(address: PhysicalAddress, target: Uint8Array, offset: number, byteCount: number): boolean {
    if (!this.#isGood(address, byteCount)) this.#report(address, byteCount, false);
    else {
      if (!this.#translated.isEmpty) this.#judgeSource(address, byteCount, false);
      if (!this.#flushed.isEmpty) this.#judgeFlush(address, byteCount);
    }
    return this.#port.read(address, target, offset, byteCount);
  }

  /** A write that is not to plain memory is reported and goes nowhere. */
  write(address: PhysicalAddress, source: Uint8Array, offset: number, byteCount: number): boolean {
    if (this.#isGood(address, byteCount)) {
      if (!this.#translated.isEmpty) this.#judgeSource(address, byteCount, true);
      return this.#port.write(address, source, offset, byteCount);
    }
    this.#report(address, byteCount, true);
    return address + byteCount <= this.#memory.ramBytes;
  }

  /**
   * Whether all bytes are plain. Between two blocks lie at least RED_ZONE_BYTES that are not, so
   * that looking at the ends and at one byte in each such step is enough.
   */
  #isGood(address: number, byteCount: number): boolean {
    const { shadow, ramBytes } = this.#memory;
    const last = address + byteCount - 1;
    if (last >= ramBytes || shadow[last] !== Shadow.PLAIN) return false;
    for (let at = address; at < last; at += RED_ZONE_BYTES)
      if (shadow[at] !== Shadow.PLAIN) return false;
    return true;
  }

  /** Of memory that is good: whether the address may have come from where it must not. */
  #judgeSource(address: PhysicalAddress, byteCount: number, isWrite: boolean): void {
    if (this.#translated.at(address) !== undefined)
      this.#onFault({ address, byteCount, isWrite, state: 'translated', isVirtual: false });
  }

  #judgeFlush(address: PhysicalAddress, byteCount: number): void {
    if (this.#flushed.isMissedAt(address))
      this.#onFault({ address, byteCount, isWrite: false, state: 'unflushed', isVirtual: false });
  }

  #report(address: number, byteCount: number, isWrite: boolean): void {
    // A transfer of no bytes touches nothing, wherever its address points.
    if (byteCount === 0) return;
    const { shadow, ramBytes } = this.#memory;
    const isOutside = address + byteCount > ramBytes;
    let bad = address;
    while (!isOutside && bad < address + byteCount && shadow[bad] === Shadow.PLAIN) bad++;
    const state = isOutside ? 'outside' : shadow[bad] === Shadow.FREED ? 'freed' : 'unmapped';
    const isVirtual = address >= VIRTUAL_BASE && address < VIRTUAL_BASE + ramBytes;
    this.#onFault({ address: bad, byteCount, isWrite, state, isVirtual });
  }
}
