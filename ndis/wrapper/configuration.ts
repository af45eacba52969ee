/**
 * Open configuration keys: what drivers read through them, and the memory that lives until they are
 * closed. Source: NdisReadConfiguration, NdisWriteConfiguration, NdisReadNetworkAddress and
 * NDIS_CONFIGURATION_PARAMETER in the reference of NDIS 5 and in the current one.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import {
  NdisEnvironmentWindowsNt,
  NdisParameterBinary,
  NdisParameterHexInteger,
  NdisParameterInteger,
  NdisParameterMultiString,
  NdisParameterString,
  NdisProcessorX86,
} from '../constants';
import type { RegistryKey, RegistryValue } from '../kernel/registry';
import { readUnicodeString } from '../kernel/string';
import type { OpenConfiguration, OperatingSystem } from '../operating-system';
import {
  NDIS_CONFIGURATION_PARAMETER,
  NDIS_CONFIGURATION_PARAMETER_BINARY,
  NDIS_CONFIGURATION_PARAMETER_STRING,
} from '../structures/configuration';
import type { NdisHandle } from '../types';
import type { Adapter } from './adapter';
import { NDIS_VERSION } from './version';

/** Keywords that NDIS answers by itself, in lower case. */
export const PREDEFINED: ReadonlyMap<string, number> = new Map([
  ['environment', NdisEnvironmentWindowsNt],
  ['processortype', NdisProcessorX86],
  ['ndisversion', NDIS_VERSION],
]);

/** The registry's type for each NDIS_PARAMETER_TYPE. */
const TYPES: ReadonlyMap<number, RegistryValue['type']> = new Map([
  [NdisParameterInteger, 'integer'],
  [NdisParameterHexInteger, 'integer'],
  [NdisParameterString, 'string'],
  [NdisParameterMultiString, 'multi-string'],
  [NdisParameterBinary, 'binary'],
]);

/**
 * The names of the virtual miniports over an adapter. Notify objects write one name, or several that
 * are parted, as their driver reads it (samples passthru and mux of the DDK).
 */
export const UPPER_BINDINGS = 'UpperBindings';

/** What a USHORT of bytes can say. */
const LENGTH_BYTES_MAX = 0xffff;

/** Opens a key; its handle. */
export function openKey(
  os: OperatingSystem,
  key: RegistryKey,
  adapter: Adapter | undefined,
): NdisHandle {
  const handle = os.createHandle();
  os.configurations.set(handle, { key, adapter, handedOut: [] });
  return handle as NdisHandle;
}

/** Closes a key: all that was read through it is freed memory from then on. */
export function closeKey(os: OperatingSystem, handle: NdisHandle): void {
  for (const address of os.configurations.get(handle)?.handedOut ?? [])
    os.pool.free(address, 'resource/configuration-value-used-after-close');
  os.configurations.delete(handle);
  os.freeHandle(handle);
}

/** A parameter as `ParameterType` asks for it; undefined if there is none that can be. */
export function findParameter(
  { key, adapter }: OpenConfiguration,
  keyword: string,
  ParameterType: number,
): RegistryValue | undefined {
  const predefined = PREDEFINED.get(keyword.toLowerCase());
  if (predefined !== undefined) return { type: 'integer', value: predefined };
  const isOwnKey = key === adapter?.parameters;
  const value = key.get(keyword) ?? (isOwnKey ? nameOf(adapter, keyword) : undefined);
  const wanted = TYPES.get(ParameterType);
  if (value === undefined || value.type === wanted) return value;
  if (value.type !== 'string') return undefined;
  if (wanted === 'multi-string' && keyword.toLowerCase() === UPPER_BINDINGS.toLowerCase())
    return { type: 'multi-string', value: [value.value] };
  if (wanted !== 'integer') return undefined;
  const isHex = ParameterType === NdisParameterHexInteger;
  const number = isHex
    ? parse(value.value, /^[0-9a-f]{1,8}$/i, 16)
    : parse(value.value, /^[+-]?\d{1,10}$/, 10);
  return number === undefined ? undefined : { type: 'integer', value: number >>> 0 };
}

/**
 * The names of the adapter itself, in its own key: NetCfgInstanceId, which Setup writes there for each
 * network device, and MiniportName, which NDIS has answered since Windows XP.
 */
function nameOf({ name }: Adapter, keyword: string): RegistryValue | undefined {
  switch (keyword.toLowerCase()) {
    case 'netcfginstanceid':
      return { type: 'string', value: name.slice(name.lastIndexOf('\\') + 1) };
    case 'miniportname':
      return { type: 'string', value: name };
    default:
      return undefined;
  }
}

/** The number that `text` is in this form and base, if 32 bits hold it. */
function parse(text: string, form: RegExp, base: number): number | undefined {
  const number = form.test(text) ? Number.parseInt(text, base) : NaN;
  return number >= -0x8000_0000 && number <= 0xffff_ffff ? number : undefined;
}

/**
 * The value of the keyword NetworkAddress: pairs of hexadecimal digits, in which hyphens do not
 * count. Of how many, and whether they make an address, is not NDIS's to judge.
 */
export function findNetworkAddress({ key }: OpenConfiguration): number[] | undefined {
  const value = key.get('NetworkAddress');
  if (value?.type !== 'string') return undefined;
  const digits = value.value.replaceAll('-', '');
  if (!/^([0-9a-f]{2})+$/i.test(digits)) return undefined;
  return digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
}

/** Puts bytes into memory that lives until the key is closed; undefined if there is none. */
export function handOutBytes(
  os: OperatingSystem,
  configuration: OpenConfiguration,
  bytes: ArrayLike<number>,
): VirtualAddress | undefined {
  const address = os.pool.allocate(bytes.length);
  if (address === undefined) return undefined;
  configuration.handedOut.push(address);
  os.memory.bytes.set(bytes, address - VIRTUAL_BASE);
  return address;
}

/** The NDIS_CONFIGURATION_PARAMETER of a value; undefined if there is no memory for it. */
export function handOutParameter(
  os: OperatingSystem,
  configuration: OpenConfiguration,
  value: RegistryValue,
): VirtualAddress | undefined {
  const empty = new Uint8Array(NDIS_CONFIGURATION_PARAMETER.bytes);
  const address = handOutBytes(os, configuration, empty);
  if (address === undefined) return undefined;
  if (value.type === 'integer') {
    const parameter = NDIS_CONFIGURATION_PARAMETER.at(os.raw, address);
    parameter.ParameterType = NdisParameterInteger;
    parameter.IntegerData = value.value;
    return address;
  }
  const bytes = bytesOf(value);
  if (bytes.length > LENGTH_BYTES_MAX) return undefined;
  const buffer = handOutBytes(os, configuration, bytes);
  if (buffer === undefined) return undefined;
  if (value.type === 'binary') {
    const parameter = NDIS_CONFIGURATION_PARAMETER_BINARY.at(os.raw, address);
    parameter.ParameterType = NdisParameterBinary;
    parameter.BinaryData.Length = bytes.length;
    parameter.BinaryData.Buffer = buffer;
    return address;
  }
  const parameter = NDIS_CONFIGURATION_PARAMETER_STRING.at(os.raw, address);
  const isMulti = value.type === 'multi-string';
  parameter.ParameterType = isMulti ? NdisParameterMultiString : NdisParameterString;
  // The zero that ends a string is not counted; those within and behind several are.
  parameter.StringData.Length = isMulti ? bytes.length : bytes.length - 2;
  parameter.StringData.MaximumLength = bytes.length;
  parameter.StringData.Buffer = buffer;
  return address;
}

/** The bytes of a value as they lie in memory: UTF-16 with the zeros that end strings. */
export function bytesOf(value: Exclude<RegistryValue, { type: 'integer' }>): ArrayLike<number> {
  if (value.type === 'binary') return value.value;
  const text =
    value.type === 'string'
      ? `${value.value}\0`
      : `${value.value.map((one) => `${one}\0`).join('')}\0`;
  const bytes = new Uint8Array(2 * text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bytes[2 * index] = unit & 0xff;
    bytes[2 * index + 1] = unit >> 8;
  }
  return bytes;
}

/** The value that a driver's NDIS_CONFIGURATION_PARAMETER holds; undefined if its type is none. */
export function readParameter(
  memory: MemoryAccess,
  address: VirtualAddress,
): RegistryValue | undefined {
  const parameter = NDIS_CONFIGURATION_PARAMETER.at(memory, address);
  switch (TYPES.get(parameter.ParameterType)) {
    case 'integer':
      return { type: 'integer', value: parameter.IntegerData };
    case 'string':
      return { type: 'string', value: readStringData(memory, address) };
    case 'multi-string': {
      const strings = readStringData(memory, address).split('\0');
      return { type: 'multi-string', value: strings.filter((one) => one !== '') };
    }
    case 'binary': {
      const { BinaryData } = NDIS_CONFIGURATION_PARAMETER_BINARY.at(memory, address);
      const { Buffer } = BinaryData;
      const bytes = Uint8Array.from({ length: BinaryData.Length }, (_, index) =>
        memory.read8(virtual(Buffer + index)),
      );
      return { type: 'binary', value: bytes };
    }
    case undefined:
      return undefined;
  }
}

function readStringData(memory: MemoryAccess, address: VirtualAddress): string {
  const { StringData } = NDIS_CONFIGURATION_PARAMETER_STRING.at(memory, address);
  return readUnicodeString(memory, StringData.address);
}
