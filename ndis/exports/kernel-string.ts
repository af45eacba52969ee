/**
 * Strings that end with a zero: the C library's functions that ntoskrnl.exe exports. Characters are
 * bytes, or 16-bit units where the name has `wcs`. Source: Microsoft C run-time library reference.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql } from '../row';
import { LONG, PVOID, ULONG, pointer } from '../types';

/** Longer than any string that a driver means: the reading of one without an end stops here. */
const CHARACTERS_MAX = 0x1_0000;

type CharacterBytes = 1 | 2;

function read(os: OperatingSystem, text: VirtualAddress, index: number, width: CharacterBytes) {
  const at = virtual(text + width * index);
  return width === 1 ? os.memory.read8(at) : os.memory.read16(at);
}

function write(
  os: OperatingSystem,
  text: VirtualAddress,
  index: number,
  width: CharacterBytes,
  character: number,
): void {
  const at = virtual(text + width * index);
  if (width === 1) os.memory.write8(at, character);
  else os.memory.write16(at, character);
}

/** Characters before the zero, `most` if that many come before it. */
function lengthOf(
  os: OperatingSystem,
  text: VirtualAddress,
  width: CharacterBytes,
  most = CHARACTERS_MAX,
): number {
  let length = 0;
  while (length < most && read(os, text, length, width) !== 0) length++;
  return length;
}

/** A letter of ASCII in lower case, for the functions that ignore case. */
function lower(character: number): number {
  return character >= 0x41 && character <= 0x5a ? character + 0x20 : character;
}

function compare(
  os: OperatingSystem,
  first: VirtualAddress,
  second: VirtualAddress,
  width: CharacterBytes,
  most: number,
  fold: (character: number) => number = (character) => character,
): number {
  for (let index = 0; index < Math.min(most, CHARACTERS_MAX); index++) {
    const a = fold(read(os, first, index, width));
    const b = fold(read(os, second, index, width));
    if (a !== b) return a < b ? -1 : 1;
    if (a === 0) return 0;
  }
  return 0;
}

const PAGE = 'Microsoft C run-time library';
const crt = { module: 'ntoskrnl.exe', convention: 'cdecl', irql: Irql.ANY, page: PAGE } as const;
const destination = input('Destination', pointer('CHAR'));
const source = input('Source', pointer('CHAR'));
const count = input('Count', ULONG);
const string1 = input('String1', pointer('CHAR'));
const string2 = input('String2', pointer('CHAR'));

function lengthRow<const N extends string>(name: N, width: CharacterBytes) {
  return exported({
    ...crt,
    name,
    returns: ULONG,
    args: [input('String', pointer('CHAR'))],
    summary: 'Gives how many characters a string has.',
    body: (os, String) => lengthOf(os, String, width),
  });
}

/** Copies with the zero, behind what is there already if `appends`. */
function copyRow<const N extends string>(name: N, width: CharacterBytes, appends: boolean) {
  return exported({
    ...crt,
    name,
    returns: PVOID,
    args: [destination, source],
    summary: `${appends ? 'Appends a string to another' : 'Copies a string'}; gives the destination.`,
    body(os, Destination, Source) {
      const start = appends ? lengthOf(os, Destination, width) : 0;
      const length = lengthOf(os, Source, width);
      for (let index = 0; index < length; index++)
        write(os, Destination, start + index, width, read(os, Source, index, width));
      write(os, Destination, start + length, width, 0);
      return Destination;
    },
  });
}

/** Without a zero if Source has Count characters or more, and with zeros up to Count if fewer. */
function copyCountRow<const N extends string>(name: N, width: CharacterBytes) {
  return exported({
    ...crt,
    name,
    returns: PVOID,
    args: [destination, source, count],
    summary: 'Copies Count characters of a string, or it and zeros; gives the destination.',
    body(os, Destination, Source, Count) {
      const length = lengthOf(os, Source, width, Count);
      for (let index = 0; index < Count; index++)
        write(os, Destination, index, width, index < length ? read(os, Source, index, width) : 0);
      return Destination;
    },
  });
}

/** With a zero in any case. */
function appendCountRow<const N extends string>(name: N, width: CharacterBytes) {
  return exported({
    ...crt,
    name,
    returns: PVOID,
    args: [destination, source, count],
    summary: 'Appends at most Count characters of a string, and a zero; gives the destination.',
    body(os, Destination, Source, Count) {
      const start = lengthOf(os, Destination, width);
      const length = lengthOf(os, Source, width, Count);
      for (let index = 0; index < length; index++)
        write(os, Destination, start + index, width, read(os, Source, index, width));
      write(os, Destination, start + length, width, 0);
      return Destination;
    },
  });
}

function compareRow<const N extends string>(name: N, width: CharacterBytes, ignoresCase = false) {
  return exported({
    ...crt,
    name,
    returns: LONG,
    args: [string1, string2],
    summary: 'Compares two strings: negative, zero or positive.',
    body: (os, String1, String2) =>
      compare(os, String1, String2, width, CHARACTERS_MAX, ignoresCase ? lower : undefined),
  });
}

function compareCountRow<const N extends string>(
  name: N,
  width: CharacterBytes,
  ignoresCase = false,
) {
  return exported({
    ...crt,
    name,
    returns: LONG,
    args: [string1, string2, count],
    summary: 'Compares two strings up to Count characters: negative, zero or positive.',
    body: (os, String1, String2, Count) =>
      compare(os, String1, String2, width, Count, ignoresCase ? lower : undefined),
  });
}

/** Where `find` is found in a string, its zero included; NULL if it is not there. */
function findRow<const N extends string>(
  name: N,
  width: CharacterBytes,
  find: (os: OperatingSystem, text: VirtualAddress, what: number, length: number) => number,
  isString: boolean,
) {
  return exported({
    ...crt,
    name,
    returns: PVOID,
    args: [input('String', pointer('CHAR')), input(isString ? 'StrSearch' : 'C', ULONG)],
    summary: isString
      ? 'Finds a string in another; NULL if it is not there.'
      : 'Finds a character in a string; NULL if it is not there.',
    body(os, String, what) {
      const index = find(os, String, what, lengthOf(os, String, width));
      return index < 0 ? NULL : virtual(String + width * index);
    },
  });
}

/** The first or last place of a character, of the zero at the end too. */
function findCharacter(width: CharacterBytes, isLast: boolean) {
  return (os: OperatingSystem, text: VirtualAddress, what: number, length: number): number => {
    const character = width === 1 ? what & 0xff : what & 0xffff;
    for (let step = 0; step <= length; step++) {
      const index = isLast ? length - step : step;
      if (read(os, text, index, width) === character) return index;
    }
    return -1;
  };
}

function findString(width: CharacterBytes) {
  return (os: OperatingSystem, text: VirtualAddress, what: number, length: number): number => {
    const soughtLength = lengthOf(os, virtual(what), width);
    for (let index = 0; index + soughtLength <= length; index++) {
      const at = virtual(text + width * index);
      if (compare(os, at, virtual(what), width, soughtLength) === 0) return index;
    }
    return -1;
  };
}

/** Changes the letters of ASCII in a string in place. */
function changeCaseRow<const N extends string>(name: N, width: CharacterBytes, toUpper: boolean) {
  const [first, distance] = toUpper ? [0x61, -0x20] : [0x41, 0x20];
  return exported({
    ...crt,
    name,
    returns: PVOID,
    args: [input('String', pointer('CHAR'))],
    summary: `Makes the letters of a string ${toUpper ? 'upper' : 'lower'} case.`,
    body(os, String) {
      for (let index = lengthOf(os, String, width) - 1; index >= 0; index--) {
        const character = read(os, String, index, width);
        if (character >= first && character < first + 26)
          write(os, String, index, width, character + distance);
      }
      return String;
    },
  });
}

export const strlen = lengthRow('strlen', 1);
export const strcpy = copyRow('strcpy', 1, false);
export const strcat = copyRow('strcat', 1, true);
export const strncpy = copyCountRow('strncpy', 1);
export const strncat = appendCountRow('strncat', 1);
export const strcmp = compareRow('strcmp', 1);
export const strncmp = compareCountRow('strncmp', 1);
export const _stricmp = compareRow('_stricmp', 1, true);
export const _strnicmp = compareCountRow('_strnicmp', 1, true);
export const wcslen = lengthRow('wcslen', 2);
export const wcscpy = copyRow('wcscpy', 2, false);
export const wcscat = copyRow('wcscat', 2, true);
export const wcsncpy = copyCountRow('wcsncpy', 2);
export const wcsncat = appendCountRow('wcsncat', 2);
export const wcscmp = compareRow('wcscmp', 2);
export const wcsncmp = compareCountRow('wcsncmp', 2);
export const _wcsicmp = compareRow('_wcsicmp', 2, true);
export const _wcsnicmp = compareCountRow('_wcsnicmp', 2, true);
export const strchr = findRow('strchr', 1, findCharacter(1, false), false);
export const strrchr = findRow('strrchr', 1, findCharacter(1, true), false);
export const strstr = findRow('strstr', 1, findString(1), true);
export const wcschr = findRow('wcschr', 2, findCharacter(2, false), false);
export const wcsrchr = findRow('wcsrchr', 2, findCharacter(2, true), false);
export const wcsstr = findRow('wcsstr', 2, findString(2), true);
export const _strupr = changeCaseRow('_strupr', 1, true);
export const _strlwr = changeCaseRow('_strlwr', 1, false);
export const _wcsupr = changeCaseRow('_wcsupr', 2, true);
export const _wcslwr = changeCaseRow('_wcslwr', 2, false);
