/**
 * KUSER_SHARED_DATA, the page that the kernel shares with programs, where the kernel sees it: at
 * 0xFFDF0000. It goes on with the clock interrupt. Source: ntddk.h of the DDK for Windows XP, from
 * which the offsets and sizes are; KeQueryInterruptTime and KeQuerySystemTime are inline code that
 * reads it. What it holds beyond the fields here is not modelled.
 */
import type { Clock } from '../../hardware/clock';
import { TICK_UNITS, systemTime, tickCount } from './system-time';

export const SHARED_USER_DATA = 0xffdf_0000;
const PAGE_BYTES = 0x1000;
const TWO_TO_32 = 0x1_0000_0000;

/** Milliseconds in a clock tick, with 24 bits behind the point. */
const TICK_COUNT_MULTIPLIER = (TICK_UNITS / 10_000) * 2 ** 24;
const SYSTEM_ROOT = 'C:\\WINDOWS';
const SYSTEM_ROOT_OFFSET = 0x30;
const SYSTEM_ROOT_BYTES = 520;
const PROCESSOR_FEATURES_OFFSET = 0x274;
const PROCESSOR_FEATURE_COUNT = 64;
/** PF_COMPARE_EXCHANGE_DOUBLE and PF_RDTSC_INSTRUCTION_AVAILABLE, as CPUID says. */
const PROCESSOR_FEATURES = [2, 8];

/** A 32-bit field by its offset. */
type Fields = ReadonlyMap<number, (clock: Clock) => number>;

/** KSYSTEM_TIME: LowPart, High1Time, High2Time. */
function time(
  offset: number,
  units: (clock: Clock) => number,
): [number, (clock: Clock) => number][] {
  const high = (clock: Clock) => Math.floor(units(clock) / TWO_TO_32);
  return [
    [offset, (clock) => units(clock) % TWO_TO_32],
    [offset + 4, high],
    [offset + 8, high],
  ];
}

const FIELDS: Fields = new Map([
  /** TickCountLow and TickCountMultiplier. */
  [0x000, tickCount],
  [0x004, () => TICK_COUNT_MULTIPLIER],
  ...time(0x008, (clock) => tickCount(clock) * TICK_UNITS),
  ...time(0x014, systemTime),
  /** TimeZoneBias: the machine's time zone is UTC. */
  ...time(0x020, () => 0),
  /** ImageNumberLow and ImageNumberHigh: IMAGE_FILE_MACHINE_I386. */
  [0x02c, () => 0x014c_014c],
  /** NtProductType: NtProductWinNt. */
  [0x264, () => 1],
  /** ProductTypeIsValid. */
  [0x268, () => 1],
  /** NtMajorVersion and NtMinorVersion. */
  [0x26c, () => 5],
  [0x270, () => 1],
  /** SuiteMask; KdDebuggerEnabled. */
  [0x2d0, () => 0],
  [0x2d4, () => 0],
]);

/**
 * Reads 1, 2 or 4 bytes of the page; undefined where the address is none of it or what lies there
 * is not modelled.
 */
export function readSharedUserData(
  clock: Clock,
  address: number,
  byteCount: number,
): number | undefined {
  const offset = address - SHARED_USER_DATA;
  if (offset < 0 || offset >= PAGE_BYTES) return undefined;
  let value = 0;
  for (let index = 0; index < byteCount; index++) {
    const byte = readByte(clock, offset + index);
    if (byte === undefined) return undefined;
    value += byte * 2 ** (8 * index);
  }
  return value;
}

function readByte(clock: Clock, offset: number): number | undefined {
  const inRoot = offset - SYSTEM_ROOT_OFFSET;
  if (inRoot >= 0 && inRoot < SYSTEM_ROOT_BYTES) {
    const unit = SYSTEM_ROOT.charCodeAt(inRoot >> 1) || 0;
    return inRoot % 2 === 0 ? unit : 0;
  }
  const feature = offset - PROCESSOR_FEATURES_OFFSET;
  if (feature >= 0 && feature < PROCESSOR_FEATURE_COUNT)
    return Number(PROCESSOR_FEATURES.includes(feature));
  const field = FIELDS.get(offset - (offset % 4));
  return field === undefined ? undefined : (field(clock) >>> (8 * (offset % 4))) & 0xff;
}

/** Whether an address lies in the page. */
export function isSharedUserData(address: number): boolean {
  return address >= SHARED_USER_DATA && address < SHARED_USER_DATA + PAGE_BYTES;
}
