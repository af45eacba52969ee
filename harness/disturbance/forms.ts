/**
 * Faults that no call returns: of the device, the interrupt line, time, the wire and the registry.
 * They are written as those of calls, `device=gone#120`, and what stands behind the `#` is a point
 * of the run: the 120th call or device access.
 */
import type { Fault } from '../../ndis/faults';
import { OID_NAMES } from '../../ndis/oid';

export interface DisturbanceForm {
  readonly summary: string;
  /** What may stand behind the `=`, for people. */
  readonly ways: string;
  readonly pattern: RegExp;
  /** It happens at a point, and not before the run. */
  readonly atPoint: boolean;
  /** What stands behind the `#` counts something else than points, or nothing. */
  readonly counts?: string;
}

const HEX = /^0x[0-9A-F]{8}$/;

/** Descriptors and status blocks of NICs are no longer; frames that are as short are hit as well. */
export const DESCRIPTOR_BYTES_MAX = 64;
/** A length, an index or a status in a descriptor, or a part of one. */
export const FIELD_BYTES = 2;

/** What a keyword may be made to hold. */
export const REGISTRY_WAYS = [
  ...(['zero', 'maximal', 'negative', 'text', 'empty', 'long'] as const),
  ...(['station', 'multicast', 'zeros', 'short'] as const),
] as const;
export type RegistryWay = (typeof REGISTRY_WAYS)[number];

export const DISTURBANCES = {
  device: {
    summary: 'the NIC is pulled out of its slot',
    ways: 'gone',
    pattern: /^gone$/,
    atPoint: true,
  },
  registers: {
    summary: 'the registers of the NIC do not answer: reads give all ones',
    ways: 'dead',
    pattern: /^dead$/,
    atPoint: false,
  },
  read: {
    summary: 'the next device read gives this value',
    ways: '0xFFFFFFFF or any other eight digits',
    pattern: HEX,
    atPoint: true,
  },
  stuck: {
    summary:
      'these bits of the register that is read next stay as they are then; or it reads on as it was ' +
      'last written',
    ways: 'the bits, as 0x00000001, or written',
    pattern: /^(0x[0-9A-F]{8}|written)$/,
    atPoint: true,
  },
  dma: {
    summary:
      'all bytes of the next descriptor that the NIC writes to memory have this value; or two bytes ' +
      'of the next so many that it writes',
    ways: 'the byte, as 0xFF; or 0xFF@4of16 for those at offset 4 of 16 bytes',
    pattern: /^0x[0-9A-F]{2}(@\d{1,2}of\d{1,5})?$/,
    atPoint: true,
  },
  interrupt: {
    summary: 'another device asserts the shared line; or the next assertion by the NIC is lost',
    ways: 'shared, lost',
    pattern: /^(shared|lost)$/,
    atPoint: true,
  },
  frame: {
    summary: 'a frame arrives from the wire',
    ways: 'arrives',
    pattern: /^arrives$/,
    atPoint: true,
  },
  timer: {
    summary:
      'time goes on to where the next timer of the driver expires; or the timer that is cancelled ' +
      'has just expired, and its function is about to run on another processor',
    ways: 'due, running',
    pattern: /^(due|running)$/,
    atPoint: true,
  },
  link: {
    summary: 'the link is down when the driver starts',
    ways: 'down',
    pattern: /^down$/,
    atPoint: false,
  },
  eeprom: {
    summary: 'the checksum of the EEPROM is wrong',
    ways: 'checksum',
    pattern: /^checksum$/,
    atPoint: false,
  },
  pool: {
    summary: 'from there on no memory is to be had, or no more than so many bytes at a time',
    ways: 'empty, or above:4096',
    pattern: /^(empty|above:\d{1,9})$/,
    atPoint: true,
  },
  memory: {
    summary: 'all bytes of the nth block of memory that the driver is given have this value',
    ways: 'the byte, as 0xCC, or every:0xCC for all blocks and the stack',
    pattern: /^(every:)?0x[0-9A-F]{2}$/,
    atPoint: false,
    counts: 'blocks of memory',
  },
  stack: {
    summary: 'all bytes of the stack that are not in use have this value',
    ways: 'the byte, as 0xCC',
    pattern: /^0x[0-9A-F]{2}$/,
    atPoint: false,
  },
  registry: {
    summary: 'a keyword in the registry is missing or holds what it should not',
    ways:
      'missing:KEYWORD, zero:, maximal:, negative:, text:, empty:, long:, and for a network ' +
      'address station:, multicast:, zeros: or short:KEYWORD',
    pattern: new RegExp(`^(missing|${REGISTRY_WAYS.join('|')}):[^:=#]+$`),
    atPoint: false,
  },
  oid: {
    summary: 'an OID is asked for and set with buffers too short, misaligned and too long',
    ways: 'the name of an OID, as OID_GEN_VENDOR_ID, or 0x and eight digits',
    pattern: new RegExp(`^(${OID_NAMES.join('|')}|0x[0-9A-F]{8})$`),
    atPoint: false,
  },
  medium: {
    summary: 'NDIS offers MiniportInitialize a medium of another kind of network alone',
    ways: 'foreign',
    pattern: /^foreign$/,
    atPoint: false,
  },
} as const satisfies Record<string, DisturbanceForm>;

export type DisturbanceName = keyof typeof DISTURBANCES;

export function isDisturbanceName(name: string): name is DisturbanceName {
  return Object.hasOwn(DISTURBANCES, name);
}

/** Whether a fault is one that no call returns, and is well formed. */
export function isDisturbance({ call, failure }: Fault): boolean {
  return isDisturbanceName(call) && DISTURBANCES[call].pattern.test(failure);
}
