/**
 * Programs as text, one operation a line, to be read, kept and run again. Behind `=` may stand what
 * QEMU answered, and behind that the edges of the interrupt pin.
 *
 *     program 82540em 17 e1000        device, seed, variant
 *     step                            or setup: a step that is never left out
 *     w4 0:3818 00000001              write of 4 bytes to BAR 0 (`c` for a BAR: configuration)
 *     r4 0:00c0 ICR = 3 -             read of the register ICR: 3, and the pin went down
 *     put 00101000 0011~7:20          fill 00101000 64 255, check 00101000 16 rx descriptor
 *     inject ffff~3:62                settle 1000000 (in nanoseconds), level, frames
 */
import type { Width } from '../../../hardware/ports';
import { type Answer, type Operation, type Program, type Step } from './program';

/** A program and what QEMU answered to it, if it was asked. */
export interface Transcript {
  readonly program: Program;
  readonly answers?: readonly Answer[];
}

export function format({ program, answers }: Transcript): string {
  const { device, seed, variant, steps } = program;
  const lines = [`program ${device} ${seed} ${variant}`];
  let index = 0;
  for (const step of steps) {
    lines.push(step.isSetup ? 'setup' : 'step');
    for (const operation of step.operations) {
      lines.push(formatOperation(operation) + formatAnswer(answers?.[index]));
      index++;
    }
  }
  return lines.join('\n') + '\n';
}

function formatAnswer(answer: Answer | undefined): string {
  if (answer === undefined || (answer.text === '' && answer.edges === '')) return '';
  return ` = ${answer.text}${answer.edges === '' ? '' : ` ${answer.edges}`}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

export function formatOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'config-read':
      return `r${operation.width} c:${hex(operation.offset, 4)} ${operation.place}`;
    case 'config-write': {
      const { width, offset, value } = operation;
      return `w${width} c:${hex(offset, 4)} ${hex(value, 2 * width)}`;
    }
    case 'read':
      return `r${operation.width} ${operation.bar}:${hex(operation.offset, 4)} ${operation.place}`;
    case 'write': {
      const { width, bar, offset, value } = operation;
      return `w${width} ${bar}:${hex(offset, 4)} ${hex(value, 2 * width)}`;
    }
    case 'put':
      return `put ${hex(operation.address, 8)} ${operation.bytes}`;
    case 'fill':
      return `fill ${hex(operation.address, 8)} ${operation.byteCount} ${operation.value}`;
    case 'check':
      return `check ${hex(operation.address, 8)} ${operation.byteCount} ${operation.place}`;
    case 'inject':
      return `inject ${operation.frame}`;
    case 'settle':
      return `settle ${operation.durationNs}`;
    default:
      return operation.kind;
  }
}

/**
 * Reads any number of programs. Empty lines and those that begin with `#` say nothing.
 * @throws SyntaxError for a line that is none of ours
 */
export function parse(text: string): Transcript[] {
  const transcripts: Transcript[] = [];
  let steps: Step[] = [];
  let operations: Operation[] = [];
  let answers: Answer[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const header = /^program (\S+) (\d+) (\S+)$/.exec(line);
    if (header !== null) {
      steps = [];
      answers = [];
      const [, device, seed, variant] = header;
      transcripts.push({ program: { device, seed: Number(seed), variant, steps }, answers });
    } else if (line === 'step' || line === 'setup') {
      operations = [];
      steps.push({ isSetup: line === 'setup', operations });
    } else {
      const [command, answer] = line.split(/ =(?: |$)/);
      operations.push(parseOperation(command));
      answers.push(parseAnswer(answer));
    }
  }
  return transcripts;
}

function parseAnswer(text: string | undefined): Answer {
  const [, answer = '', edges = ''] = /^(.*?) ?([+-]*)$/.exec(text ?? '')!;
  return { text: answer, edges };
}

function parseOperation(line: string): Operation {
  const [command, ...words] = line.split(' ');
  const rest = words.slice(2).join(' ');
  switch (command) {
    case 'put':
      return { kind: 'put', address: parseInt(words[0], 16), bytes: words[1] };
    case 'fill': {
      const [byteCount, value] = words.slice(1).map(Number);
      return { kind: 'fill', address: parseInt(words[0], 16), byteCount, value };
    }
    case 'check': {
      const address = parseInt(words[0], 16);
      return { kind: 'check', address, byteCount: Number(words[1]), place: rest };
    }
    case 'inject':
      return { kind: 'inject', frame: words[0] };
    case 'settle':
      return { kind: 'settle', durationNs: Number(words[0]) };
    case 'level':
    case 'frames':
      return { kind: command };
    default:
      return parseAccess(line);
  }
}

function parseAccess(line: string): Operation {
  const access = /^([rw])([124]) (c|\d):([0-9a-f]+) (.*)$/.exec(line);
  if (access === null) throw new SyntaxError(`no operation: ${line}`);
  const [, direction, digit, space, offsetText, rest] = access;
  const width = Number(digit) as Width;
  const offset = parseInt(offsetText, 16);
  const value = parseInt(rest, 16);
  if (space === 'c') {
    if (direction === 'r') return { kind: 'config-read', offset, width, place: rest };
    return { kind: 'config-write', offset, width, value };
  }
  const bar = Number(space);
  if (direction === 'r') return { kind: 'read', bar, offset, width, place: rest };
  return { kind: 'write', bar, offset, width, value };
}
