/**
 * The command unit: it works through the command block list in memory. 8255x SDM 6.4.1 (command
 * blocks), 6.4.2 (action commands), 6.5.3 (control commands and states).
 *
 * A block is read when its turn comes; the prefetch of the block behind it is not modelled, so a
 * driver that changes a block too late is treated leniently.
 */
import type { ClockEvent } from '../../clock';
import { ActionCommands, Command } from './action-commands';
import { addressAt, BlockCommand, BlockStatus, type Core } from './core';
import { Cus, R, SCB_STATUS, STAT_ACK } from './registers';
import { Transmitter } from './tx';
import { Gathered, TxFrame } from './tx-frame';

const BLOCK_BYTES = 16;
const COMMAND_OFFSET = 2;
const LINK_OFFSET = 4;
const STATUS_BYTES = 2;
const COMMAND_BYTES = 2;
const CMD = 0x0007;
/** With what is another command's bit 3, and SF of a transmit block. */
const CMD_OR_SF = 0x000f;
const CUS_SHIFT = 6;
/** Reading a block and writing its status: about 30 cycles of a 33 MHz bus. */
const BLOCK_NS = 1000;
/** A Dword in each cycle of a 33 MHz bus. */
const BYTE_NS = 8;

export class CommandUnit {
  /** The base register: the sum with a link or pointer is an address. */
  base = 0;
  readonly transmitter: Transmitter;
  readonly actions: ActionCommands;
  readonly #core: Core;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  readonly #view = new DataView(this.#block.buffer);
  readonly #status = new Uint8Array(STATUS_BYTES);
  readonly #frame = new TxFrame();
  /** The block that is executed, or was last. */
  #address = 0;
  #command = 0;
  #link = 0;
  /** CU Resume came while active: S must be looked at again (6.5.3.2). */
  #isResumed = false;
  /** The frame of the block waits for room in the transmit FIFO. */
  #waitsForRoom = false;
  #completion: ClockEvent | undefined;
  /** The bus refused an access: nothing more until a reset. */
  #isHalted = false;
  #life = 0;

  constructor(core: Core) {
    this.#core = core;
    this.actions = new ActionCommands(core);
    this.transmitter = new Transmitter(core, () => this.#roomMade());
  }

  get state(): Cus {
    return ((this.#core.regs[R.SCB_STATUS] & SCB_STATUS.CUS) >>> CUS_SHIFT) as Cus;
  }

  /** Whether a block is being executed or a frame is on its way. */
  get isActive(): boolean {
    return this.#completion !== undefined || this.#waitsForRoom || this.transmitter.isActive;
  }

  /** Back to idle. The base stays: a selective reset keeps it (6.3.3). */
  stop(): void {
    this.#life++;
    if (this.#completion !== undefined) this.#core.clock.cancel(this.#completion);
    this.#completion = undefined;
    this.#isResumed = false;
    this.#waitsForRoom = false;
    this.#isHalted = false;
    this.transmitter.reset();
    this.#setState(Cus.IDLE);
  }

  /** CU Start (6.5.3.1). */
  start(pointer: number): void {
    if (this.state === Cus.ACTIVE) {
      // The manual allows it in the idle and the suspended state.
      this.#core.reportUnmodelled('CU Start while active');
      return;
    }
    this.#setState(Cus.ACTIVE);
    this.#begin(addressAt(this.base, pointer));
  }

  /** CU Resume, which looks at S again, and CU Static Resume, which does not (6.5.3.2). */
  resume(isStatic: boolean): void {
    const state = this.state;
    if (state === Cus.ACTIVE) {
      this.#isResumed = true;
    } else if (state === Cus.SUSPENDED && (isStatic || !this.#isStillSuspended())) {
      if (this.#isHalted) return;
      this.#setState(Cus.ACTIVE);
      this.#begin(this.#nextAddress);
    }
  }

  get #nextAddress(): number {
    return addressAt(this.base, this.#link);
  }

  #setState(state: Cus): void {
    const { regs } = this.#core;
    regs[R.SCB_STATUS] = (regs[R.SCB_STATUS] & ~SCB_STATUS.CUS) | (state << CUS_SHIFT);
  }

  /** Reads S of the last block anew. */
  #isStillSuspended(): boolean {
    const at = addressAt(this.#address, COMMAND_OFFSET);
    if (!this.#core.busMaster.read(at, this.#block, COMMAND_OFFSET, COMMAND_BYTES)) {
      this.#isHalted = true;
      return true;
    }
    return (this.#view.getUint16(COMMAND_OFFSET, true) & BlockCommand.S) !== 0;
  }

  #begin(address: number): void {
    const { busMaster } = this.#core;
    this.#isHalted = true;
    if (!busMaster.read(addressAt(address, 0), this.#block, 0, BLOCK_BYTES)) return;
    this.#address = address;
    this.#command = this.#view.getUint16(COMMAND_OFFSET, true);
    this.#link = this.#view.getUint32(LINK_OFFSET, true);
    if ((this.#command & CMD) === Command.TRANSMIT) {
      if (!this.#gather()) return;
    } else {
      if (!this.actions.perform(this.#command & CMD_OR_SF, address, this.#block)) return;
      this.#completeAfter(BLOCK_NS);
    }
    this.#isHalted = false;
  }

  /** False if the bus refuses. */
  #gather(): boolean {
    const frame = this.#frame;
    const gathered = frame.gather(this.#core, this.#address, this.#command, this.#view);
    if (gathered === Gathered.REFUSED) return false;
    if (gathered === Gathered.TOO_LONG) {
      // It would flow through the FIFO while it is sent.
      this.#core.reportUnmodelled('transmission of more than 3 KB');
      frame.byteCount = 0;
    }
    this.#completeAfter(BLOCK_NS + frame.byteCount * BYTE_NS);
    return true;
  }

  #completeAfter(delayNs: number): void {
    this.#completion = this.#core.clock.schedule(delayNs, this.#executed);
  }

  readonly #executed = (): void => {
    this.#completion = undefined;
    if ((this.#command & CMD) === Command.TRANSMIT) {
      this.#frame.complete(this.#core, this.#command);
      this.#pushFrame();
    } else {
      this.#complete();
    }
  };

  #pushFrame(): void {
    this.#waitsForRoom = this.#frame.byteCount > 0 && !this.transmitter.push(this.#frame);
    if (!this.#waitsForRoom) this.#complete();
  }

  #roomMade(): void {
    if (this.#waitsForRoom) this.#pushFrame();
  }

  /** 6.4.1.1.2: status, then interrupts by I, EL and S, then the next block. */
  #complete(): void {
    const core = this.#core;
    const status = BlockStatus.C | BlockStatus.OK;
    this.#status[0] = status & 0xff;
    this.#status[1] = status >>> 8;
    if (!core.busMaster.write(addressAt(this.#address, 0), this.#status, 0, STATUS_BYTES)) {
      this.#isHalted = true;
      return;
    }
    let causes = (this.#command & BlockCommand.I) !== 0 ? STAT_ACK.CX : 0;
    if ((this.#command & BlockCommand.EL) !== 0) {
      this.#setState(Cus.IDLE);
      causes |= STAT_ACK.CNA;
    } else if ((this.#command & BlockCommand.S) !== 0 && this.#suspends()) {
      this.#setState(Cus.SUSPENDED);
      if (!core.configuration.interruptsOnlyIdle) causes |= STAT_ACK.CNA;
    }
    this.#isResumed = false;
    // Whoever is interrupted may reset the device.
    const life = this.#life;
    if (causes !== 0) core.interrupts.raise(causes);
    if (life === this.#life && this.state === Cus.ACTIVE && !this.#isHalted)
      this.#begin(this.#nextAddress);
  }

  /** Whether S holds: not if the driver has cleared it since, and said so by CU Resume. */
  #suspends(): boolean {
    return !this.#isResumed || this.#isStillSuspended();
  }
}
