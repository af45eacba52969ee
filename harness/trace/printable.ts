/** Values of a call as a person reads them. */
import { hex } from '../../ndis/finding';

/** From here on a number is an address, a handle or a status rather than a count. */
const HEX_FROM = 0x1_0000;
/** What out arguments need: an object of numbers. */
const DEPTH_MAX = 2;
const ENTRIES_MAX = 32;

/** A value that JSON can hold whatever a driver has passed: large numbers in hexadecimal. */
export function printable(value: unknown, depth = DEPTH_MAX): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) && value >= HEX_FROM && value < 2 ** 32
        ? hex(value)
        : Number.isFinite(value)
          ? value
          : String(value);
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
      return value.toString();
    case 'string':
      return value.slice(0, 100);
    case 'object':
      if (value === null || depth === 0) return value === null ? null : 'an object';
      return Object.fromEntries(
        Object.entries(value)
          .slice(0, ENTRIES_MAX)
          .map(([name, one]) => [name, printable(one, depth - 1)]),
      );
    default:
      return `a ${typeof value}`;
  }
}
