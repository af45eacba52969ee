/**
 * The scalar types of the kernel interface: what an argument or a structure field holds, how many
 * bytes it takes on 32-bit x86, and how it is read from and written to memory. Names are the DDK's.
 */
import type { Brand, PhysicalAddress, VirtualAddress } from '../hardware/address';
import type { MemoryAccess } from '../hardware/memory';

export type NdisStatus = Brand<number, 'NDIS_STATUS'>;
export type NdisHandle = Brand<number, 'NDIS_HANDLE'>;

/** A type that fits in an argument or a field. */
export interface ScalarType<T> {
  readonly name: string;
  readonly bytes: 0 | 1 | 2 | 4 | 8;
  /** A handle's kind: the gate looks it up in the ledger before the body runs. */
  readonly handle?: HandleKind;
  /** For the type checker only. */
  readonly __type?: T;
}

/**
 * What a handle must refer to. Those that are resources are checked in the ledger; the others name
 * objects of the operating system.
 */
export type HandleKind =
  | 'wrapper-handle'
  | 'miniport-adapter'
  | 'wrapper-configuration-context'
  | 'configuration-handle'
  | 'packet-pool'
  | 'buffer-pool'
  | 'protocol-handle'
  | 'binding'
  | 'file'
  | 'layered-miniport-handle'
  | 'dma-channel';

function scalar<T>(name: string, bytes: 0 | 1 | 2 | 4 | 8): ScalarType<T> {
  return { name, bytes };
}

export const VOID = scalar<void>('VOID', 0);
export const UCHAR = scalar<number>('UCHAR', 1);
export const CHAR = scalar<number>('CHAR', 1);
export const BOOLEAN = scalar<boolean>('BOOLEAN', 1);
export const CCHAR = scalar<number>('CCHAR', 1);
export const KIRQL = scalar<number>('KIRQL', 1);
export const KPROCESSOR_MODE = scalar<number>('KPROCESSOR_MODE', 1);
export const USHORT = scalar<number>('USHORT', 2);
export const WCHAR = scalar<number>('WCHAR', 2);
export const ULONG = scalar<number>('ULONG', 4);
export const UINT = scalar<number>('UINT', 4);
export const LONG = scalar<number>('LONG', 4);
/** 64 bits as a number; exact below 2^53, which no counter of a run reaches. */
export const ULONGLONG = scalar<number>('ULONGLONG', 8);
/** 64 bits with a sign as a number; exact as far as 2^53, which times and counts do not reach. */
export const LARGE_INTEGER = scalar<number>('LARGE_INTEGER', 8);
/** 64 bits with a sign, exact: what 64-bit arithmetic is about. */
export const LONGLONG = scalar<bigint>('LONGLONG', 8);
export const NDIS_STATUS = scalar<NdisStatus>('NDIS_STATUS', 4);
export const NDIS_HANDLE = scalar<NdisHandle>('NDIS_HANDLE', 4);
/** Any pointer to memory; `pointer` names what it points to. */
export const PVOID = scalar<VirtualAddress>('PVOID', 4);
export const NDIS_PHYSICAL_ADDRESS = scalar<PhysicalAddress>('NDIS_PHYSICAL_ADDRESS', 8);

/** Where the further arguments of a variadic function lie, 4 bytes or 8 each, in order. */
export const VA_LIST = scalar<VirtualAddress>('va_list', 4);

/** A pointer to `target`. */
export function pointer(target: string): ScalarType<VirtualAddress> {
  return { name: `P${target}`, bytes: 4 };
}

/**
 * What the driver gives NDIS to have it handed back, where C has NDIS_HANDLE for it and not PVOID:
 * mostly an address.
 */
export const CONTEXT = scalar<VirtualAddress>('NDIS_HANDLE', 4);

/** A value of the C enumeration `name`. */
export function enumeration(name: string): ScalarType<number> {
  return { name, bytes: 4 };
}

/** A handle that must refer to a live object of `kind`. */
export function handle(kind: HandleKind): ScalarType<NdisHandle> {
  return { name: 'NDIS_HANDLE', bytes: 4, handle: kind };
}

/** What reads a scalar of this type, as source: `memory` and `at` are expressions. */
export function readExpression(type: ScalarType<unknown>, memory: string, at: string): string {
  if (type.name === 'BOOLEAN') return `${memory}.read8(${at}) !== 0`;
  if (type.name === 'LONG') return `${memory}.read32(${at}) | 0`;
  switch (type.bytes) {
    case 1:
    case 2:
    case 4:
      return `${memory}.read${8 * type.bytes}(${at})`;
    case 8:
      return read64Expression(type, `${memory}.read32(${at})`, `${memory}.read32(${at} + 4)`);
    case 0:
      throw new TypeError('VOID has no value');
  }
}

/** The value of an 8-byte type from its halves, as source. */
function read64Expression(type: ScalarType<unknown>, low: string, high: string): string {
  if (type.name === 'LONGLONG')
    return `BigInt.asIntN(64, BigInt(${low}) + (BigInt(${high}) << 32n))`;
  const signed = type.name === 'LARGE_INTEGER' ? ' | 0' : '';
  return `${low} + (${high}${signed}) * ${TWO_TO_32}`;
}

/** What writes a scalar of this type, as source. */
export function writeStatement(
  type: ScalarType<unknown>,
  memory: string,
  at: string,
  value: string,
): string {
  switch (type.bytes) {
    case 1:
      return `${memory}.write8(${at}, Number(${value}));`;
    case 2:
    case 4:
      return `${memory}.write${8 * type.bytes}(${at}, ${value});`;
    case 8:
      if (type.name === 'LONGLONG')
        return (
          `${memory}.write32(${at}, Number(BigInt.asUintN(32, ${value}))); ` +
          `${memory}.write32(${at} + 4, Number(BigInt.asUintN(32, ${value} >> 32n)));`
        );
      return (
        `${memory}.write32(${at}, ${value} % ${TWO_TO_32}); ` +
        `${memory}.write32(${at} + 4, Math.floor(${value} / ${TWO_TO_32}));`
      );
    case 0:
      throw new TypeError('VOID has no value');
  }
}

type Reader<T> = (memory: MemoryAccess, at: VirtualAddress) => T;
type Writer<T> = (memory: MemoryAccess, at: VirtualAddress, value: T) => void;

const TWO_TO_32 = 0x1_0000_0000;

/** The function that reads a scalar of this type. */
export function scalarReader<T>(type: ScalarType<T>): Reader<T> {
  const source = `return ${readExpression(type, 'memory', 'at')};`;
  return new Function('memory', 'at', source) as Reader<T>;
}

/** The function that writes a scalar of this type. */
export function scalarWriter<T>(type: ScalarType<T>): Writer<T> {
  const source = writeStatement(type, 'memory', 'at', 'value');
  return new Function('memory', 'at', 'value', source) as Writer<T>;
}
