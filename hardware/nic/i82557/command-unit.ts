/**
 * The command unit: it works through the command block list in memory. 8255x SDM 6.4.1 (command
 * blocks), 6.4.2 (action commands), 6.5.3 (control commands and states).
 *
 * The 82558 and 82559 have a second list, of high priority (table 13, HPQ): while it is active its
 * blocks go before those of the other. Of both the manual says no more; a list is otherwise like
 * the other, and the CU leaves the active state when neither is active.
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

/** A list of command blocks, and how far it is worked through. */
class CommandList {
  /** `ACTIVE` for either list. */
  state: Cus = Cus.IDLE;
  /** The block that is executed, or was last. */
  address = 0;
  command = 0;
  link = 0;
  /** The block that comes next, while active. */
  next = 0;
  /** CU Resume came while active: S must be looked at again (6.5.3.2). */
  isResumed = false;

  get isActive(): boolean {
    return this.state === Cus.ACTIVE;
  }

  stop(): void {
    this.state = Cus.IDLE;
    this.isResumed = false;
  }
}

export class CommandUnit {
  /** The base register: the sum with a link or pointer is an address. */
  base = 0;
  readonly low = new CommandList();
  readonly high = new CommandList();
  readonly transmitter: Transmitter;
  readonly actions: ActionCommands;
  readonly #core: Core;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  readonly #view = new DataView(this.#block.buffer);
  readonly #status = new Uint8Array(STATUS_BYTES);
  readonly #frame = new TxFrame();
  /** Of which a block is executed, or was last. */
  #list = this.low;
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

  /** Whether a list is active. */
  get isRunning(): boolean {
    return this.low.isActive || this.high.isActive;
  }

  /** Whether a block is being executed or a frame is on its way. */
  get isActive(): boolean {
    return this.#isExecuting || this.transmitter.isActive;
  }

  get #isExecuting(): boolean {
    return this.#completion !== undefined || this.#waitsForRoom;
  }

  /** Back to idle. The base stays: a selective reset keeps it (6.3.3). */
  stop(): void {
    this.#life++;
    if (this.#completion !== undefined) this.#core.clock.cancel(this.#completion);
    this.#completion = undefined;
    this.#waitsForRoom = false;
    this.#isHalted = false;
    this.transmitter.reset();
    this.low.stop();
    this.high.stop();
    this.#showState();
  }

  /** CU Start (6.5.3.1). */
  start(list: CommandList, pointer: number): void {
    if (list.isActive) {
      // The manual allows it in the idle and the suspended state.
      this.#core.reportUnmodelled('CU Start while active');
      return;
    }
    this.#activate(list, pointer);
  }

  /** CU Resume, which looks at S again, and CU Static Resume, which does not (6.5.3.2). */
  resume(list: CommandList, isStatic: boolean): void {
    if (list.isActive) list.isResumed = true;
    else if (list.state === Cus.SUSPENDED && (isStatic || !this.#isStillSuspended(list)))
      this.#activate(list, list.link);
  }

  #activate(list: CommandList, offset: number): void {
    list.state = Cus.ACTIVE;
    list.next = addressAt(this.base, offset);
    this.#showState();
    this.#proceed();
  }

  /** What SCB_STATUS.CUS says of both lists (table 13). */
  #showState(): void {
    const { low, high } = this;
    const { regs } = this.#core;
    let state: Cus = Cus.IDLE;
    if (high.isActive) state = Cus.HPQ_ACTIVE;
    else if (low.isActive) state = Cus.ACTIVE;
    else if (low.state === Cus.SUSPENDED || high.state === Cus.SUSPENDED) state = Cus.SUSPENDED;
    regs[R.SCB_STATUS] = (regs[R.SCB_STATUS] & ~SCB_STATUS.CUS) | (state << CUS_SHIFT);
  }

  /** Reads S of the last block anew. */
  #isStillSuspended({ address }: CommandList): boolean {
    const at = addressAt(address, COMMAND_OFFSET);
    if (!this.#core.busMaster.read(at, this.#block, COMMAND_OFFSET, COMMAND_BYTES)) {
      this.#isHalted = true;
      return true;
    }
    return (this.#view.getUint16(COMMAND_OFFSET, true) & BlockCommand.S) !== 0;
  }

  /** The next block, if none is under way. */
  #proceed(): void {
    if (this.#isHalted || this.#isExecuting || !this.isRunning) return;
    this.#list = this.high.isActive ? this.high : this.low;
    this.#begin(this.#list);
  }

  #begin(list: CommandList): void {
    const { busMaster } = this.#core;
    const address = list.next;
    this.#isHalted = true;
    if (!busMaster.read(addressAt(address, 0), this.#block, 0, BLOCK_BYTES)) return;
    list.address = address;
    list.command = this.#view.getUint16(COMMAND_OFFSET, true);
    list.link = this.#view.getUint32(LINK_OFFSET, true);
    if ((list.command & CMD) === Command.TRANSMIT) {
      if (!this.#gather()) return;
    } else {
      if (!this.actions.perform(list.command & CMD_OR_SF, address, this.#block)) return;
      this.#completeAfter(BLOCK_NS);
    }
    this.#isHalted = false;
  }

  /** False if the bus refuses. */
  #gather(): boolean {
    const frame = this.#frame;
    const list = this.#list;
    const gathered = frame.gather(this.#core, list.address, list.command, this.#view);
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
    const { command } = this.#list;
    if ((command & CMD) === Command.TRANSMIT) {
      this.#frame.complete(this.#core, command);
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
    const list = this.#list;
    const status = BlockStatus.C | BlockStatus.OK;
    this.#status[0] = status & 0xff;
    this.#status[1] = status >>> 8;
    if (!core.busMaster.write(addressAt(list.address, 0), this.#status, 0, STATUS_BYTES)) {
      this.#isHalted = true;
      return;
    }
    let causes = (list.command & BlockCommand.I) !== 0 ? STAT_ACK.CX : 0;
    if ((list.command & BlockCommand.EL) !== 0) list.state = Cus.IDLE;
    else if ((list.command & BlockCommand.S) !== 0 && this.#suspends(list))
      list.state = Cus.SUSPENDED;
    else list.next = addressAt(this.base, list.link);
    this.#showState();
    const isIdle = list.state === Cus.IDLE;
    if (!this.isRunning && (isIdle || !core.configuration.interruptsOnlyIdle))
      causes |= STAT_ACK.CNA;
    list.isResumed = false;
    // Whoever is interrupted may reset the device.
    const life = this.#life;
    if (causes !== 0) core.interrupts.raise(causes);
    if (life === this.#life) this.#proceed();
  }

  /** Whether S holds: not if the driver has cleared it since, and said so by CU Resume. */
  #suspends(list: CommandList): boolean {
    return !list.isResumed || this.#isStillSuspended(list);
  }
}
