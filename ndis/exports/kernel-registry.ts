/** The registry by handles and paths: ZwXxx and RtlXxx of ntoskrnl.exe. */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import type { HandleTarget } from '../kernel/handles';
import type { RegistryValue } from '../kernel/registry';
import { readUnicodeString, storeUnicodeString } from '../kernel/string';
import type { FoundKey } from '../kernel/system-registry';
import {
  STATUS_BUFFER_OVERFLOW,
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INVALID_HANDLE,
  STATUS_INVALID_PARAMETER,
  STATUS_NO_MORE_ENTRIES,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_TYPE_MISMATCH,
  STATUS_SUCCESS,
} from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, optional, output } from '../row';
import { layout } from '../layout';
import { OBJECT_ATTRIBUTES } from '../structures/object-attributes';
import { UNICODE_STRING } from '../structures/string';
import {
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  ULONG,
  enumeration,
  pointer,
  type NdisHandle,
  type NdisStatus,
} from '../types';
import { findClassKey } from '../wrapper/class-registry';
import { bytesOf } from '../wrapper/configuration';

/** wdm.h: the types of values. */
const REG_TYPES = { string: 1, binary: 3, integer: 4, 'multi-string': 7 } as const;
/** KEY_VALUE_INFORMATION_CLASS. */
const KeyValueBasicInformation = 0;
const KeyValueFullInformation = 1;
const KeyValuePartialInformation = 2;
/** The fixed part of each, up to Name or Data. */
const HEAD_BYTES = [12, 20, 12] as const;

const nt = { module: 'ntoskrnl.exe', irql: Irql.PASSIVE } as const;
const NO_HANDLE = 0 as NdisHandle;

function findPath(os: OperatingSystem, path: string): FoundKey | undefined {
  const services = os.images.map(({ name }) => name);
  const found = findClassKey(os, path) ?? os.registry.find(path, services);
  if (found === 'unknown') os.inconclusive(`the registry key ${path} is not modelled`);
  return found === 'absent' ? undefined : (found as FoundKey);
}

function findBeneath(root: HandleTarget | undefined, path: string): FoundKey | undefined {
  if (root?.kind !== 'key') return undefined;
  const names = path.split('\\').filter((name) => name !== '');
  const key = names.reduce<typeof root.key | undefined>((at, name) => at?.key(name), root.key);
  return key === undefined ? undefined : { key, isWhole: root.isWhole };
}

/** What ZwQueryXxx and ZwEnumerateXxx give: all, or as much of it as there is room for. */
function giveInformation(
  os: OperatingSystem,
  bytes: Uint8Array,
  headBytes: number,
  address: VirtualAddress,
  Length: number,
): { readonly Result: NdisStatus; readonly ResultLength: number } {
  const ResultLength = bytes.length;
  if (Length < headBytes) return { Result: STATUS_BUFFER_TOO_SMALL, ResultLength };
  for (let index = 0; index < Math.min(Length, ResultLength); index++)
    os.memory.write8(virtual(address + index), bytes[index]);
  return { Result: Length < ResultLength ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS, ResultLength };
}

/** KEY_INFORMATION_CLASS, and its fixed part up to Name. */
const KeyBasicInformation = 0;
const KEY_BASIC_HEAD_BYTES = 16;

export const ZwEnumerateKey = exported({
  ...nt,
  name: 'ZwEnumerateKey',
  returns: NDIS_STATUS,
  args: [
    input('KeyHandle', NDIS_HANDLE),
    input('Index', ULONG),
    input('KeyInformationClass', ULONG),
    optional('KeyInformation', PVOID),
    input('Length', ULONG),
    output('ResultLength', ULONG),
  ],
  page: 'nf-wdm-zwenumeratekey',
  summary: 'Gives the name of a key beneath a key, by its number from 0; the lengths in bytes.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, KeyHandle, Index, KeyInformationClass, KeyInformation, Length) {
    const target = os.handles.get(KeyHandle);
    if (target === undefined) return { Result: STATUS_INVALID_HANDLE, ResultLength: 0 };
    if (target.kind !== 'key') return { Result: STATUS_OBJECT_TYPE_MISMATCH, ResultLength: 0 };
    if (KeyInformationClass !== KeyBasicInformation)
      os.inconclusive(`ZwEnumerateKey of class ${KeyInformationClass} is not modelled`);
    if (!(target.hasAllKeys ?? target.isWhole))
      os.inconclusive('what keys there are beneath a key of the system is not modelled');
    const entry = target.key.keyAt(Index);
    if (entry === undefined) return { Result: STATUS_NO_MORE_ENTRIES, ResultLength: 0 };
    const { name } = entry;
    // LastWriteTime and TitleIndex, which are 0; NameLength; Name.
    const bytes = new Uint8Array(KEY_BASIC_HEAD_BYTES + 2 * name.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(12, 2 * name.length, true);
    for (let unit = 0; unit < name.length; unit++)
      view.setUint16(KEY_BASIC_HEAD_BYTES + 2 * unit, name.charCodeAt(unit), true);
    return giveInformation(os, bytes, KEY_BASIC_HEAD_BYTES, KeyInformation, Length);
  },
});

export const ZwOpenKey = exported({
  ...nt,
  name: 'ZwOpenKey',
  returns: NDIS_STATUS,
  args: [
    output('KeyHandle', NDIS_HANDLE),
    input('DesiredAccess', ULONG),
    input('ObjectAttributes', pointer('OBJECT_ATTRIBUTES')),
  ],
  page: 'nf-wdm-zwopenkey',
  summary: 'Opens a key of the registry.',
  acquires: { kind: 'handle', key: 'KeyHandle' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, _DesiredAccess, ObjectAttributes) {
    const { RootDirectory, ObjectName } = OBJECT_ATTRIBUTES.at(os.memory, ObjectAttributes);
    const path = readUnicodeString(os.memory, ObjectName);
    const root = RootDirectory === 0 ? undefined : os.handles.get(RootDirectory);
    if (RootDirectory !== 0 && root?.kind !== 'key')
      return {
        Result: root === undefined ? STATUS_INVALID_HANDLE : STATUS_OBJECT_TYPE_MISMATCH,
        KeyHandle: NO_HANDLE,
      };
    const found = root === undefined ? findPath(os, path) : findBeneath(root, path);
    if (found === undefined) return { Result: STATUS_OBJECT_NAME_NOT_FOUND, KeyHandle: NO_HANDLE };
    return {
      Result: STATUS_SUCCESS,
      KeyHandle: os.handles.open({ kind: 'key', ...found }) as NdisHandle,
    };
  },
});

/** The bytes of a value as the registry holds them. */
function dataOf(value: RegistryValue): Uint8Array {
  if (value.type !== 'integer') return Uint8Array.from(bytesOf(value));
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value.value, true);
  return bytes;
}

/** A value of a key; undefined if it has none of that name. */
function findValue(
  os: OperatingSystem,
  { key, isWhole }: FoundKey,
  name: string,
): RegistryValue | undefined {
  const value = key.get(name);
  if (value === undefined && !isWhole)
    os.inconclusive(`the registry value ${name === '' ? '(default)' : name} is not modelled`);
  return value;
}

/** A KEY_VALUE_XXX_INFORMATION as far as it fits; the bytes that it all takes. */
function describeValue(
  informationClass: number,
  name: string,
  value: RegistryValue,
): Uint8Array | undefined {
  if (informationClass > KeyValuePartialInformation) return undefined;
  const data = dataOf(value);
  const hasName = informationClass !== KeyValuePartialInformation;
  const hasData = informationClass !== KeyValueBasicInformation;
  const isFull = informationClass === KeyValueFullInformation;
  const nameBytes = hasName ? 2 * name.length : 0;
  const head = HEAD_BYTES[informationClass];
  const dataOffset = isFull ? Math.ceil((head + nameBytes) / 4) * 4 : head + nameBytes;
  const bytes = new Uint8Array(dataOffset + (hasData ? data.length : 0));
  const view = new DataView(bytes.buffer);
  // TitleIndex is 0; Type; then DataOffset of the full form, the lengths, the name and the data.
  view.setUint32(4, REG_TYPES[value.type], true);
  if (isFull) view.setUint32(8, dataOffset, true);
  if (hasData) view.setUint32(isFull ? 12 : 8, data.length, true);
  if (hasName) view.setUint32(isFull ? 16 : 8, nameBytes, true);
  for (let index = 0; 2 * index < nameBytes; index++)
    view.setUint16(head + 2 * index, name.charCodeAt(index), true);
  if (hasData) bytes.set(data, dataOffset);
  return bytes;
}

export const ZwQueryValueKey = exported({
  ...nt,
  name: 'ZwQueryValueKey',
  returns: NDIS_STATUS,
  args: [
    input('KeyHandle', NDIS_HANDLE),
    input('ValueName', pointer('UNICODE_STRING')),
    input('KeyValueInformationClass', enumeration('KEY_VALUE_INFORMATION_CLASS')),
    optional('KeyValueInformation', PVOID),
    input('Length', ULONG),
    output('ResultLength', ULONG),
  ],
  page: 'nf-wdm-zwqueryvaluekey',
  summary: 'Gives a value of a key; the lengths in bytes.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, KeyHandle, ValueName, KeyValueInformationClass, KeyValueInformation, Length) {
    const target = os.handles.get(KeyHandle);
    if (target === undefined) return { Result: STATUS_INVALID_HANDLE, ResultLength: 0 };
    if (target.kind !== 'key') return { Result: STATUS_OBJECT_TYPE_MISMATCH, ResultLength: 0 };
    const name = readUnicodeString(os.memory, ValueName);
    const value = findValue(os, target, name);
    if (value === undefined) return { Result: STATUS_OBJECT_NAME_NOT_FOUND, ResultLength: 0 };
    const bytes = describeValue(KeyValueInformationClass, name, value);
    if (bytes === undefined) return { Result: STATUS_INVALID_PARAMETER, ResultLength: 0 };
    const headBytes = HEAD_BYTES[KeyValueInformationClass];
    return giveInformation(os, bytes, headBytes, KeyValueInformation, Length);
  },
});

const RTL_QUERY_REGISTRY_TABLE = layout('RTL_QUERY_REGISTRY_TABLE', 0x1c, {
  QueryRoutine: PVOID,
  Flags: ULONG,
  Name: PVOID,
  EntryContext: PVOID,
  DefaultType: ULONG,
  DefaultData: PVOID,
  DefaultLength: ULONG,
});

/** RTL_QUERY_REGISTRY_TABLE.Flags. */
const RTL_QUERY_REGISTRY_REQUIRED = 0x04;
const RTL_QUERY_REGISTRY_NOEXPAND = 0x10;
const RTL_QUERY_REGISTRY_DIRECT = 0x20;
/** RelativeTo. */
const RTL_REGISTRY_ABSOLUTE = 0;
const RTL_REGISTRY_SERVICES = 1;
const RTL_REGISTRY_HANDLE = 0x4000_0000;
const RTL_REGISTRY_OPTIONAL = 0x8000_0000;
const SERVICES_PATH = '\\Registry\\Machine\\System\\CurrentControlSet\\Services\\';
/** Entries of a table, far more than drivers have: one without an end stops here. */
const TABLE_ENTRIES_MAX = 1024;
/** Units of a name or path: what a UNICODE_STRING can hold. */
const NAME_UNITS_MAX = 0x7fff;

function readWide(os: OperatingSystem, address: VirtualAddress): string {
  let text = '';
  for (let index = 0; index < NAME_UNITS_MAX; index++) {
    const unit = os.memory.read16(virtual(address + 2 * index));
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}

/** The key that RelativeTo and Path name, as a handle or as a path from the root. */
function readRelative(
  os: OperatingSystem,
  relativeTo: number,
  path: VirtualAddress,
): { readonly handle: number } | { readonly path: string } {
  if ((relativeTo & RTL_REGISTRY_HANDLE) !== 0) return { handle: path };
  const base = relativeTo & ~RTL_REGISTRY_OPTIONAL;
  if (base === RTL_REGISTRY_SERVICES) return { path: SERVICES_PATH + readWide(os, path) };
  if (base === RTL_REGISTRY_ABSOLUTE) return { path: readWide(os, path) };
  return os.inconclusive(`RelativeTo ${base}, a place in the registry, is not modelled`);
}

/** That key; undefined if there is none. */
function findRelative(
  os: OperatingSystem,
  relativeTo: number,
  path: VirtualAddress,
): FoundKey | undefined {
  const place = readRelative(os, relativeTo, path);
  if ('path' in place) return findPath(os, place.path);
  const target = os.handles.get(place.handle);
  return target?.kind === 'key' ? target : undefined;
}

/** That key, made if it alone is missing of its path. */
function makeRelative(
  os: OperatingSystem,
  relativeTo: number,
  path: VirtualAddress,
): FoundKey | undefined {
  const found = findRelative(os, relativeTo, path);
  const place = readRelative(os, relativeTo, path);
  if (found !== undefined || 'handle' in place) return found;
  const [, parentPath, name] = /^(.*)\\([^\\]+)\\?$/.exec(place.path) ?? ['', '', ''];
  const parent = findPath(os, parentPath);
  return parent?.isWhole === true ? { key: parent.key.createKey(name), isWhole: true } : undefined;
}

/** A value as it is written, of one of the types that are modelled. */
function valueOf(os: OperatingSystem, type: number, data: Uint8Array): RegistryValue {
  const text = () => textOf(data).replace(/\0$/, '');
  if (type === REG_TYPES.string) return { type: 'string', value: text() };
  if (type === REG_TYPES['multi-string'])
    return {
      type: 'multi-string',
      value: text()
        .split('\0')
        .filter((one) => one !== ''),
    };
  if (type === REG_TYPES.binary) return { type: 'binary', value: data };
  if (type !== REG_TYPES.integer || data.length !== 4)
    os.inconclusive(`a registry value of type ${type} with ${data.length} bytes is not modelled`);
  return { type: 'integer', value: new DataView(data.buffer).getUint32(0, true) };
}

function textOf(data: Uint8Array): string {
  let text = '';
  for (let index = 0; index + 1 < data.length; index += 2)
    text += String.fromCharCode(data[index] + (data[index + 1] << 8));
  return text;
}

function readBytes(os: OperatingSystem, address: VirtualAddress, byteCount: number): Uint8Array {
  return Uint8Array.from({ length: byteCount }, (_, at) => os.memory.read8(virtual(address + at)));
}

/** Puts a value where a table entry with RTL_QUERY_REGISTRY_DIRECT wants it. */
function storeDirect(
  os: OperatingSystem,
  type: number,
  data: Uint8Array,
  at: VirtualAddress,
): NdisStatus {
  if (type === REG_TYPES.string) {
    const text = textOf(data).slice(0, -1);
    const string = UNICODE_STRING.at(os.memory, at);
    if (string.Buffer === NULL) {
      const buffer = os.pool.allocate(data.length);
      if (buffer === undefined) return STATUS_BUFFER_TOO_SMALL;
      os.memory.bytes.set(data, buffer - VIRTUAL_BASE);
      string.Buffer = buffer;
      string.Length = data.length - 2;
      string.MaximumLength = data.length;
      return STATUS_SUCCESS;
    }
    return storeUnicodeString(os.memory, at, text) ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
  }
  if (type !== REG_TYPES.integer || data.length > 4)
    os.inconclusive('RtlQueryRegistryValues of binary data is not modelled');
  data.forEach((byte, index) => os.memory.write8(virtual(at + index), byte));
  return STATUS_SUCCESS;
}

export const RtlQueryRegistryValues = exported({
  ...nt,
  name: 'RtlQueryRegistryValues',
  returns: NDIS_STATUS,
  args: [
    input('RelativeTo', ULONG),
    input('Path', pointer('CWSTR')),
    input('QueryTable', pointer('RTL_QUERY_REGISTRY_TABLE')),
    optional('Context', PVOID),
    optional('Environment', PVOID),
  ],
  page: 'nf-wdm-rtlqueryregistryvalues',
  summary: 'Gives the values of a key that a table names, or the defaults in it.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, RelativeTo, Path, QueryTable) {
    const found = findRelative(os, RelativeTo, Path);
    if (found === undefined) return STATUS_OBJECT_NAME_NOT_FOUND;
    for (let index = 0; index < TABLE_ENTRIES_MAX; index++) {
      const at = virtual(QueryTable + index * RTL_QUERY_REGISTRY_TABLE.bytes);
      const entry = RTL_QUERY_REGISTRY_TABLE.at(os.memory, at);
      const { QueryRoutine, Flags, Name, EntryContext } = entry;
      if (QueryRoutine === NULL && Name === NULL) return STATUS_SUCCESS;
      const known =
        RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_REQUIRED | RTL_QUERY_REGISTRY_NOEXPAND;
      if ((Flags & RTL_QUERY_REGISTRY_DIRECT) === 0 || (Flags & ~known) !== 0)
        os.inconclusive(`RtlQueryRegistryValues with Flags ${Flags} is not modelled`);
      const value = findValue(os, found, readWide(os, Name));
      if (value === undefined) {
        if ((Flags & RTL_QUERY_REGISTRY_REQUIRED) !== 0) return STATUS_OBJECT_NAME_NOT_FOUND;
        const { DefaultType, DefaultData, DefaultLength } = entry;
        if (DefaultType === 0) continue;
        const data = readBytes(os, DefaultData, DefaultLength);
        const status = storeDirect(os, DefaultType, data, EntryContext);
        if (status !== STATUS_SUCCESS) return status;
        continue;
      }
      const status = storeDirect(os, REG_TYPES[value.type], dataOf(value), EntryContext);
      if (status !== STATUS_SUCCESS) return status;
    }
    return os.neverReturns('RtlQueryRegistryValues was given a table that has no end.');
  },
});

export const RtlWriteRegistryValue = exported({
  ...nt,
  name: 'RtlWriteRegistryValue',
  returns: NDIS_STATUS,
  args: [
    input('RelativeTo', ULONG),
    input('Path', pointer('CWSTR')),
    input('ValueName', pointer('CWSTR')),
    input('ValueType', ULONG),
    optional('ValueData', PVOID),
    input('ValueLength', ULONG),
  ],
  page: 'nf-wdm-rtlwriteregistryvalue',
  summary: 'Writes a value, and makes its key if that is not there; ValueLength in bytes.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, RelativeTo, Path, ValueName, ValueType, ValueData, ValueLength) {
    const found = makeRelative(os, RelativeTo, Path);
    if (found === undefined) return STATUS_OBJECT_NAME_NOT_FOUND;
    if (!found.isWhole) return os.inconclusive('a key of the system was written to');
    const data = readBytes(os, ValueData, ValueLength);
    found.key.set(readWide(os, ValueName), valueOf(os, ValueType, data));
    return STATUS_SUCCESS;
  },
});
