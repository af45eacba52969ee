/**
 * Formatted text, as printf of Microsoft's C run-time library makes it. Source: its reference,
 * "Format specification fields": flags, width, precision, size prefix, type. What is not here
 * (floating point, %n) is inconclusive.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { UNICODE_STRING } from '../structures/string';
import { unicodeOfAnsi } from './characters';
import type { Kernel } from './kernel';

/** Characters of a format, of a string without an end, of a width: far more than one message has. */
const CHARACTERS_MAX = 0x1000;

/** One character string, of bytes or of 16-bit units, up to a zero or `most`. */
function readText(os: Kernel, at: VirtualAddress, isWide: boolean, most: number): string {
  if (at === 0) return '(null)'.slice(0, most);
  let text = '';
  for (let index = 0; index < most; index++) {
    const character = isWide
      ? os.memory.read16(virtual(at + 2 * index))
      : unicodeOfAnsi(os.memory.read8(virtual(at + index)));
    if (character === 0) break;
    text += String.fromCharCode(character);
  }
  return text;
}

/** UNICODE_STRING and ANSI_STRING differ in the width of a character: %wZ and %Z. */
function readCounted(os: Kernel, at: VirtualAddress, isWide: boolean, most: number): string {
  if (at === 0) return '(null)';
  const { Buffer, Length } = UNICODE_STRING.at(os.memory, at);
  return readText(os, Buffer, isWide, Math.min(most, isWide ? Length >> 1 : Length));
}

/** The further arguments, one after the other. */
class Arguments {
  readonly #os: Kernel;
  #at: VirtualAddress;

  constructor(os: Kernel, at: VirtualAddress) {
    this.#os = os;
    this.#at = at;
  }

  next32(): number {
    const value = this.#os.memory.read32(this.#at);
    this.#at = virtual(this.#at + 4);
    return value;
  }

  next64(): bigint {
    const low = this.next32();
    return BigInt(low) + (BigInt(this.next32()) << 32n);
  }
}

interface Specification {
  readonly flags: string;
  readonly width: number;
  /** Undefined if none is given. */
  readonly precision: number | undefined;
  readonly size: string;
  readonly type: string;
}

const SPECIFICATION = /^([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?(I64|I32|ll|l|h|w)?(.)/s;

/** The text of a format in memory and of its arguments, which lie at `args`. */
export function formatText(
  os: Kernel,
  format: VirtualAddress,
  args: VirtualAddress,
  isWide: boolean,
): string {
  const pattern = readText(os, format, isWide, CHARACTERS_MAX);
  const values = new Arguments(os, args);
  let text = '';
  for (let index = 0; index < pattern.length; index++) {
    if (pattern[index] !== '%') {
      text += pattern[index];
      continue;
    }
    const match = SPECIFICATION.exec(pattern.slice(index + 1));
    if (match === null) break;
    index += match[0].length;
    text += formatOne(os, readSpecification(match, values), values, isWide);
  }
  return text;
}

function readSpecification(match: RegExpExecArray, values: Arguments): Specification {
  const [, given, widthText, precisionText, size = '', type] = match;
  const number = (text: string) => (text === '*' ? values.next32() | 0 : Number(text));
  const width = number(widthText);
  const precision = precisionText === undefined ? undefined : number(precisionText);
  return {
    // A negative width is one to the left; a negative precision is none.
    flags: width < 0 ? `${given}-` : given,
    width: Math.min(Math.abs(width), CHARACTERS_MAX),
    precision: precision !== undefined && precision < 0 ? undefined : precision,
    size,
    type,
  };
}

function formatOne(
  os: Kernel,
  specification: Specification,
  values: Arguments,
  isWide: boolean,
): string {
  const { flags, precision, size, type } = specification;
  const most = Math.min(precision ?? CHARACTERS_MAX, CHARACTERS_MAX);
  switch (type) {
    case '%':
      return '%';
    case 'c':
    case 'C':
      return pad(specification, String.fromCharCode(values.next32() & 0xffff), false);
    case 's':
    case 'S': {
      // %s is of the function's own width, %S of the other; h and l say it themselves.
      const isOther = type === 'S';
      const isWideText = size === 'h' ? false : size === 'l' || size === 'w' || isWide !== isOther;
      return pad(specification, readText(os, virtual(values.next32()), isWideText, most), false);
    }
    case 'Z': {
      const text = readCounted(os, virtual(values.next32()), size === 'w' || size === 'l', most);
      return pad(specification, text, false);
    }
    case 'p':
      return pad(specification, values.next32().toString(16).toUpperCase().padStart(8, '0'), false);
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return pad(specification, integerText(specification, values), !flags.includes('-'));
    default:
      return os.inconclusive(`the format %${type} is not modelled`);
  }
}

function integerText(specification: Specification, values: Arguments): string {
  const { flags, precision, size, type } = specification;
  const is64 = size === 'I64' || size === 'll';
  const isSigned = type === 'd' || type === 'i';
  const bits = is64 ? 64 : size === 'h' ? 16 : 32;
  const raw = is64 ? values.next64() : BigInt(values.next32());
  const value = isSigned ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw);
  const magnitude = value < 0n ? -value : value;
  const radix = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  let digits = magnitude.toString(radix);
  // No digit at all for a zero with precision 0.
  if (precision === 0 && magnitude === 0n) digits = '';
  digits = digits.padStart(Math.min(precision ?? 1, CHARACTERS_MAX), '0');
  let sign = value < 0n ? '-' : '';
  if (isSigned && value >= 0n) sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  if (flags.includes('#') && magnitude !== 0n) sign = radix === 16 ? `0${type}` : sign;
  if (flags.includes('#') && radix === 8) sign = '0';
  const text = type === 'X' ? digits.toUpperCase() : digits;
  // Zeros fill the width only where no precision is given.
  if (!flags.includes('0') || flags.includes('-') || precision !== undefined) return sign + text;
  return sign + text.padStart(specification.width - sign.length, '0');
}

function pad({ flags, width }: Specification, text: string, isNumber: boolean): string {
  return isNumber || !flags.includes('-') ? text.padStart(width) : text.padEnd(width);
}
