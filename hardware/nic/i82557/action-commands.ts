/**
 * What the action commands other than transmit do. 8255x SDM 6.4.2. Each gets the address of its
 * command block and the first four Dwords of it.
 */
import { ADDRESS_BYTES } from '../ethernet';
import { addressAt, type Core } from './core';
import { CONFIGURATION_BYTES } from './configuration';

/** The CMD field of a command word, with bit 19, which in a transmit block is SF. */
export const Command = {
  NOP: 0,
  INDIVIDUAL_ADDRESS_SETUP: 1,
  CONFIGURE: 2,
  MULTICAST_SETUP: 3,
  TRANSMIT: 4,
  LOAD_MICROCODE: 5,
  DUMP: 6,
  DIAGNOSE: 7,
  /** On the 82558 and 82559: what frames wake the system (A.5). */
  LOAD_PROGRAMMABLE_FILTERS: 8,
} as const;

/** Parameters follow the link address. */
const PARAMETERS_OFFSET = 8;
const MULTICAST_COUNT = 0x3fff;
const MULTICAST_LIST_OFFSET = 10;
/** Addresses read in one go. */
const MULTICAST_CHUNK = 64;
/** 64 Dwords (figure 21). */
const MICROCODE_BYTES = 256;

export class ActionCommands {
  /** Microcode was loaded since the last reset. What it changes is not modelled. */
  hasMicrocode = false;
  readonly #core: Core;
  readonly #buffer = new Uint8Array(MULTICAST_CHUNK * ADDRESS_BYTES);

  constructor(core: Core) {
    this.#core = core;
  }

  /** False if the bus refuses to give the parameters. */
  perform(command: number, address: number, block: Uint8Array): boolean {
    switch (command) {
      case Command.INDIVIDUAL_ADDRESS_SETUP:
        for (let index = 0; index < ADDRESS_BYTES; index++)
          this.#core.filter.address[index] = block[PARAMETERS_OFFSET + index];
        return true;
      case Command.CONFIGURE:
        return this.#configure(address);
      case Command.MULTICAST_SETUP:
        return this.#setUpMulticast(address, block);
      case Command.LOAD_MICROCODE:
        this.hasMicrocode = true;
        return this.#read(address, PARAMETERS_OFFSET, MICROCODE_BYTES);
      case Command.DUMP:
        // The 596 bytes of registers that it writes are the chip's own.
        this.#core.reportUnmodelled('DUMP');
        return true;
      case Command.NOP:
      case Command.DIAGNOSE:
        // The counters that DIAGNOSE tests are always sound, so its F bit stays clear.
        return true;
      case Command.LOAD_PROGRAMMABLE_FILTERS:
        // Nothing wakes this model.
        if (this.#core.stepping.chip === '82557') break;
        return true;
    }
    this.#core.reportUnmodelled(`action command ${command}`);
    return true;
  }

  #read(address: number, offset: number, byteCount: number): boolean {
    return this.#core.busMaster.read(addressAt(address, offset), this.#buffer, 0, byteCount);
  }

  #configure(address: number): boolean {
    const { configuration } = this.#core;
    if (!this.#read(address, PARAMETERS_OFFSET, CONFIGURATION_BYTES)) return false;
    configuration.load(this.#buffer);
    for (const name of configuration.unmodelled()) this.#core.reportUnmodelled(name);
    return true;
  }

  /** The count, 16383 bytes at most, bounds the rounds. */
  #setUpMulticast(address: number, block: Uint8Array): boolean {
    const { filter } = this.#core;
    const low = block[PARAMETERS_OFFSET];
    const byteCount = (low | (block[PARAMETERS_OFFSET + 1] << 8)) & MULTICAST_COUNT;
    filter.clearMulticast();
    const listBytes = byteCount - (byteCount % ADDRESS_BYTES);
    for (let done = 0; done < listBytes;) {
      const chunkBytes = Math.min(listBytes - done, this.#buffer.length);
      if (!this.#read(address, MULTICAST_LIST_OFFSET + done, chunkBytes)) return false;
      for (let at = 0; at < chunkBytes; at += ADDRESS_BYTES) filter.addMulticast(this.#buffer, at);
      done += chunkBytes;
    }
    return true;
  }
}
