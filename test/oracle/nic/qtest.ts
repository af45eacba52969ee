/**
 * A QEMU machine with some cards of one kind, driven over its test protocol ("QTest Protocol" in
 * QEMU's documentation for developers).
 *
 * The stock package has no qtest accelerator, but the protocol needs none: the processor halts in
 * its first instruction, and under `icount` with `sleep=off` virtual time jumps from one timer's
 * deadline to the next. Everything goes over inherited socket pairs: standard input and output carry
 * the protocol, and from descriptor 3 on one each the frames of a card, each behind its length in
 * four bytes, high byte first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

/** The interrupt that all INTx# pins are routed to. */
const IRQ = 11;
/** Device number of the first card. */
const FIRST_SLOT = 4;
/** More than any exchange takes, also on a busy machine. */
const ANSWER_MS_MAX = 60_000;
const ROM_BYTES = 0x1_0000;
const RESET_VECTOR = 0xfff0;
/** The ISA bridge of the PC machine, with its PCI interrupt routing, and its power management. */
const PIIX3 = { device: 1, fn: 0, pirqRoute: 0x60 } as const;
const PIIX4_PM = { device: 1, fn: 3, base: 0x40, enable: 0x80 } as const;
const PM_BASE = 0x600;
const PM_TIMER_PORT = PM_BASE + 8;
const PM_TIMER_HZ = 3_579_545;
const PM_TIMER_MASK = 0xff_ffff;
const PM_READS_MAX = 1_000_000;

/** QEMU ended, fell silent or refused a command. */
export class QemuFailure extends Error {}
/** There is no QEMU on this machine. */
export class QemuMissing extends Error {}

export interface MachineOptions {
  /** QEMU's name of the card. */
  readonly card: string;
  readonly properties: string;
  readonly macAddress: Uint8Array;
  readonly cardCount: number;
}

/** An answer to one command: the text behind OK, and the pin's edges before it. */
export interface Reply {
  readonly text: string;
  readonly edges: string;
}

interface Exchange {
  readonly lines: readonly string[];
  readonly replies: Reply[];
  readonly resolve: (replies: Reply[]) => void;
  readonly reject: (error: Error) => void;
}

/** Frames that one card has sent, as they come off its socket. */
class FrameStream {
  readonly socket: Duplex;
  frames: Uint8Array[] = [];
  #rest = Buffer.alloc(0);

  constructor(socket: Duplex) {
    this.socket = socket;
    socket.on('data', (part: Buffer) => this.#take(part));
    // Its end is that of the process, which is noticed elsewhere.
    socket.on('error', () => undefined);
  }

  #take(part: Buffer): void {
    let rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part;
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
      const end = 4 + rest.readUInt32BE(0);
      this.frames.push(Uint8Array.from(rest.subarray(4, end)));
      rest = rest.subarray(end);
    }
    this.#rest = Buffer.from(rest);
  }
}

export class QtestMachine {
  readonly #process: ChildProcess;
  readonly #cards: FrameStream[];
  readonly #gone: Promise<void>;
  #exchange: Exchange | undefined;
  #text = '';
  #edges = '';
  #errors = '';
  #failure: Error | undefined;

  /** @throws QemuMissing, QemuFailure */
  static async start(options: MachineOptions): Promise<QtestMachine> {
    const machine = new QtestMachine(options);
    await machine.#prepare();
    return machine;
  }

  constructor({ card, properties, macAddress, cardCount }: MachineOptions) {
    const folder = mkdtempSync(join(tmpdir(), 'nic-oracle-'));
    const rom = join(folder, 'halt.rom');
    writeFileSync(rom, haltRom());
    const mac = [...macAddress].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
    const cards = Array.from({ length: cardCount }, (_, index) => [
      ...['-netdev', `socket,id=n${index},fd=${3 + index}`],
      '-device',
      `${card},netdev=n${index},mac=${mac},addr=${(FIRST_SLOT + index).toString(16)}.0,romfile=` +
        (properties === '' ? '' : `,${properties}`),
    ]);
    const machine = ['-machine', 'pc', '-accel', 'tcg', '-icount', 'shift=0,sleep=off'];
    const quiet = ['-nodefaults', '-display', 'none', '-m', '32', '-bios', rom];
    const protocol = ['-qtest', 'stdio', '-qtest-log', 'none'];
    this.#process = spawn(
      'qemu-system-x86_64',
      [...machine, ...quiet, ...protocol, ...cards.flat()],
      { stdio: Array.from({ length: 3 + cardCount }, () => 'pipe' as const) },
    );
    this.#cards = (this.#process.stdio.slice(3) as Duplex[]).map((one) => new FrameStream(one));
    this.#process.stdout!.setEncoding('latin1').on('data', (part: string) => this.#take(part));
    this.#process.stderr!.setEncoding('latin1').on('data', (part: string) => this.#complain(part));
    this.#process.stdin!.on('error', () => undefined);
    this.#gone = new Promise((resolve) => {
      const end = (error: Error) => {
        rmSync(folder, { recursive: true, force: true });
        this.#fail(error);
        resolve();
      };
      this.#process.on('error', () => end(new QemuMissing('qemu-system-x86_64 does not start')));
      this.#process.on('exit', (code, signal) =>
        end(new QemuFailure(`QEMU ended with ${signal ?? code}: ${this.#errors}`)),
      );
    });
  }

  /** What QEMU has said on its error output. */
  get errors(): string {
    return this.#errors;
  }

  /** Runs commands in one go, and gives their answers in order. */
  exchange(lines: readonly string[]): Promise<Reply[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (lines.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(new QemuFailure('QEMU is silent')), ANSWER_MS_MAX);
      this.#exchange = {
        lines,
        replies: [],
        resolve: (replies) => {
          clearTimeout(timer);
          resolve(replies);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#process.stdin!.write(lines.join('\n') + '\n');
    });
  }

  /**
   * Puts a frame on a card's wire and waits until QEMU has taken it: it looks at a socket between
   * any two commands that it is sent one by one.
   */
  async inject(card: number, frame: Uint8Array): Promise<Reply> {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(frame.length);
    this.#cards[card].socket.write(Buffer.concat([head, frame]));
    return this.barrier();
  }

  /** Serves every socket of QEMU, and gives the edges that came of it. */
  async barrier(roundTrips = 4): Promise<Reply> {
    let edges = '';
    for (let round = 0; round < roundTrips; round++) {
      const [reply] = await this.exchange(['endianness']);
      edges += reply.edges;
    }
    return { text: '', edges };
  }

  /** The frames that a card has sent since the last time. */
  async takeFrames(card: number): Promise<{ frames: Uint8Array[]; edges: string }> {
    const { edges } = await this.barrier(2);
    await new Promise((resolve) => setImmediate(resolve));
    const { frames } = this.#cards[card];
    this.#cards[card].frames = [];
    return { frames, edges };
  }

  /** Lets at least so much virtual time pass, by the ACPI timer, which counts it. */
  async settle(durationNs: number): Promise<Reply> {
    let restTicks = (durationNs * PM_TIMER_HZ) / 1e9;
    let edges = '';
    let last: number | undefined;
    for (let reads = 0; restTicks > 0; reads++) {
      if (reads > PM_READS_MAX) throw new QemuFailure('virtual time stands still');
      for (const reply of await this.exchange(Array(8).fill(`inl ${PM_TIMER_PORT}`))) {
        const ticks = Number(reply.text);
        edges += reply.edges;
        restTicks -= (ticks - (last ?? ticks)) & PM_TIMER_MASK;
        last = ticks;
      }
    }
    const after = await this.barrier();
    return { text: '', edges: edges + after.edges };
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#gone;
  }

  /** Routes PIRQA# to PIRQD# to one interrupt, has it reported, and switches the ACPI timer on. */
  async #prepare(): Promise<void> {
    const { device, fn, base, enable } = PIIX4_PM;
    const pirqs = [0, 1, 2, 3].flatMap((pin) =>
      configWrite(PIIX3.device, PIIX3.fn, PIIX3.pirqRoute + pin, 1, IRQ),
    );
    await this.exchange([
      ...pirqs,
      ...configWrite(device, fn, base, 4, PM_BASE | 1),
      ...configWrite(device, fn, enable, 1, 1),
      'irq_intercept_in ioapic',
    ]);
    this.#edges = '';
  }

  #take(part: string): void {
    const lines = (this.#text + part).split('\n');
    this.#text = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith('IRQ ')) this.#takeInterrupt(line);
      else this.#takeReply(line);
    }
  }

  /** The edges of an interrupt come before the answer to the command that caused them. */
  #takeInterrupt(line: string): void {
    const [, direction, number] = line.split(' ');
    if (Number(number) === IRQ) this.#edges += direction === 'raise' ? '+' : '-';
  }

  #takeReply(line: string): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    if (!line.startsWith('OK')) {
      const command = exchange.lines[exchange.replies.length];
      this.#fail(new QemuFailure(`QEMU answers "${line}" to "${command}"`));
      return;
    }
    exchange.replies.push({ text: line.slice(3), edges: this.#edges });
    this.#edges = '';
    if (exchange.replies.length < exchange.lines.length) return;
    this.#exchange = undefined;
    exchange.resolve(exchange.replies);
  }

  #complain(part: string): void {
    if (this.#errors.length < 4096) this.#errors += part;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#exchange?.reject(this.#failure);
    this.#exchange = undefined;
  }
}

/** Commands that set a function's configuration register, by PCI's mechanism #1. */
export function configWrite(
  device: number,
  fn: number,
  offset: number,
  width: 1 | 2 | 4,
  value: number,
): string[] {
  const command = { 1: 'outb', 2: 'outw', 4: 'outl' }[width];
  return [
    `outl 0xcf8 ${configAddress(device, fn, offset)}`,
    `${command} ${0xcfc + (offset & 3)} ${value >>> 0}`,
  ];
}

export function configRead(device: number, fn: number, offset: number, width: 1 | 2 | 4): string[] {
  const command = { 1: 'inb', 2: 'inw', 4: 'inl' }[width];
  return [`outl 0xcf8 ${configAddress(device, fn, offset)}`, `${command} ${0xcfc + (offset & 3)}`];
}

/** The device number of a card, by its index. */
export function slotOf(card: number): number {
  return FIRST_SLOT + card;
}

function configAddress(device: number, fn: number, offset: number): number {
  return (0x8000_0000 | (device << 11) | (fn << 8) | (offset & 0xfc)) >>> 0;
}

/** CLI; HLT; JMP back, at the reset vector. */
function haltRom(): Uint8Array {
  const rom = new Uint8Array(ROM_BYTES).fill(0xf4);
  rom.set([0xfa, 0xf4, 0xeb, 0xfd], RESET_VECTOR);
  return rom;
}
