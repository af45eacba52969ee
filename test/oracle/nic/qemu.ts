/** Runs a program on one card of a QEMU machine. */
import { expand, toHex } from './bytes';
import type { OracleDevice } from './device';
import {
  type Answer,
  type Operation,
  operationsOf,
  type Program,
  WINDOW_BYTES,
  WINDOW_START,
} from './program';
import { configRead, configWrite, type QtestMachine, type Reply, slotOf } from './qtest';

const BASE_ADDRESS_0 = 0x10;
const COMMAND = 0x04;
/** Command: nothing decoded, no bus mastering, INTx# disabled (PCI 2.3, 6.2.2). */
const COMMAND_SILENT = 0x0400;

/** Commands wait here and go to QEMU together, until something needs their answers. */
class Batch {
  readonly #machine: QtestMachine;
  readonly #answers: Answer[] = [];
  #lines: string[] = [];
  /** How many commands each operation took. */
  #counts: number[] = [];

  constructor(machine: QtestMachine) {
    this.#machine = machine;
  }

  add(lines: readonly string[]): void {
    this.#lines.push(...lines);
    this.#counts.push(lines.length);
  }

  /** Runs what waits; the last command of an operation has its answer. */
  async flush(): Promise<Answer[]> {
    const replies = await this.#machine.exchange(this.#lines);
    let at = 0;
    for (const count of this.#counts) {
      const own = replies.slice(at, at + count);
      at += count;
      this.#answers.push(joined(own));
    }
    this.#lines = [];
    this.#counts = [];
    return this.#answers;
  }

  /** The answer of an operation that needs more than commands. Nothing may be waiting. */
  addAnswer(answer: Answer): void {
    this.#answers.push(answer);
  }
}

function joined(replies: readonly Reply[]): Answer {
  const last = replies.at(-1)?.text ?? '';
  const text = /^0x/.test(last) ? last.slice(2) : last;
  return { text, edges: replies.map((reply) => reply.edges).join('') };
}

/** What the card answers to each operation. It must be fresh, and is silent afterwards. */
export async function runOnQemu(
  machine: QtestMachine,
  card: number,
  device: OracleDevice,
  program: Program,
): Promise<Answer[]> {
  const slot = slotOf(card);
  const batch = new Batch(machine);
  const bars = device.bars.flatMap(({ index, address }) =>
    configWrite(slot, 0, BASE_ADDRESS_0 + 4 * index, 4, address),
  );
  await machine.exchange([`memset ${WINDOW_START} ${WINDOW_BYTES} 0`, ...bars]);
  let level = false;
  const operations = operationsOf(program);
  for (const operation of operations) {
    const lines = commandsOf(operation, device, slot);
    if (lines !== undefined) {
      batch.add(lines);
      continue;
    }
    await batch.flush();
    batch.addAnswer(await perform(machine, card, operation));
  }
  const answers = await batch.flush();
  await machine.exchange(configWrite(slot, 0, COMMAND, 2, COMMAND_SILENT));
  return operations.map((operation, index) => {
    const { text, edges } = answers[index];
    if (edges !== '') level = edges.endsWith('+');
    if (operation.kind === 'level') return { text: level ? '1' : '0', edges };
    const isNumber = operation.kind === 'read' || operation.kind === 'config-read';
    return { text: isNumber ? Number(`0x${text}`).toString(16) : text, edges };
  });
}

/** The commands of an operation; undefined for one that needs more than commands. */
function commandsOf(
  operation: Operation,
  device: OracleDevice,
  slot: number,
): string[] | undefined {
  switch (operation.kind) {
    case 'config-read':
      return configRead(slot, 0, operation.offset, operation.width);
    case 'config-write': {
      const { offset, width, value } = operation;
      return configWrite(slot, 0, offset, width, value);
    }
    case 'read':
    case 'write':
      return [accessCommand(operation, device)];
    case 'put': {
      const bytes = expand(operation.bytes);
      return [`write ${operation.address} ${bytes.length} 0x${toHex(bytes)}`];
    }
    case 'fill':
      return [`memset ${operation.address} ${operation.byteCount} ${operation.value}`];
    case 'check':
      return [`read ${operation.address} ${operation.byteCount}`];
    case 'level':
      return ['endianness'];
    default:
      return undefined;
  }
}

function accessCommand(
  operation: Operation & { kind: 'read' | 'write' },
  device: OracleDevice,
): string {
  const { space, address } = device.bars.find(({ index }) => index === operation.bar)!;
  const letter = { 1: 'b', 2: 'w', 4: 'l' }[operation.width];
  const at = address + operation.offset;
  if (operation.kind === 'read') return `${space === 'io' ? 'in' : 'read'}${letter} ${at}`;
  return `${space === 'io' ? 'out' : 'write'}${letter} ${at} ${operation.value}`;
}

async function perform(machine: QtestMachine, card: number, operation: Operation): Promise<Answer> {
  if (operation.kind === 'inject') return machine.inject(card, expand(operation.frame));
  if (operation.kind === 'settle') return machine.settle(operation.durationNs);
  const { frames, edges } = await machine.takeFrames(card);
  return { text: frames.map(toHex).join(' '), edges };
}
