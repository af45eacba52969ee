/** The registry by handles and tables. Statuses: ntstatus.h. */
import { virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

const NOT_FOUND = 0xc000_0034;
const OVERFLOW = 0x8000_0005;
const TOO_SMALL = 0xc000_0023;
const SERVICE = '\\Registry\\Machine\\System\\CurrentControlSet\\Services\\TEST';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

interface Opened {
  readonly Result: number;
  readonly KeyHandle: number;
}

function open(path: string, root = 0): Opened {
  return bench.call('ZwOpenKey', 0x2_0019, bench.attributes(path, root)) as Opened;
}

test.each([
  { path: SERVICE, status: 0 },
  { path: '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\test\\', status: 0 },
  { path: '\\Registry\\Machine\\System\\CurrentControlSet\\Services', status: 0 },
  { path: '\\Registry\\Machine\\Hardware\\Description\\System\\CentralProcessor\\0', status: 0 },
  { path: `${SERVICE}\\Parameters`, status: NOT_FOUND },
  { path: '\\Registry\\Machine\\System\\CurrentControlSet\\Services\\Other', status: NOT_FOUND },
])('$path', ({ path, status }) => {
  const { Result, KeyHandle } = open(path);
  expect(Result).toBe(status);
  expect(bench.held('handle')).toBe(status === 0 ? 1 : 0);
  if (status === 0) bench.call('ZwClose', KeyHandle);
  expect(bench.held('handle')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('what Windows keeps elsewhere is not guessed', () => {
  const stop = stopOf(() => open('\\Registry\\Machine\\Software\\Microsoft'));
  expect(stop).toMatchObject({ kind: 'inconclusive', what: expect.stringContaining('Software') });
  bench = new KernelBench();
  const { KeyHandle } = open('\\Registry\\Machine\\System');
  const value = stopOf(() => query(KeyHandle, 'x', 2, 64));
  expect(value).toMatchObject({ kind: 'inconclusive' });
});

describe('the class of network adapters', () => {
  const CLASS =
    '\\Registry\\Machine\\System\\CurrentControlSet\\Control\\Class\\{4D36E972-E325-11CE-BFC1-08002BE10318}';
  const enumerate = (key: number, index: number, room: number) => {
    const at = bench.memory(64, 0xcc);
    const result = bench.call('ZwEnumerateKey', key, index, 0, at, room) as object;
    return { ...result, bytes: bench.bytesAt(at, room) };
  };

  test('has a key for each, by number', () => {
    const number = String(bench.adapter.location!.device).padStart(4, '0');
    const name = [...number].flatMap((digit) => [digit.charCodeAt(0), 0]);
    const { KeyHandle } = open(CLASS);
    const head = [...new Array<number>(12).fill(0), 8, 0, 0, 0];
    expect(enumerate(KeyHandle, 0, 24)).toEqual({
      ...{ Result: 0, ResultLength: 24, bytes: [...head, ...name] },
    });
    expect(enumerate(KeyHandle, 0, 18)).toMatchObject({ Result: OVERFLOW, ResultLength: 24 });
    expect(enumerate(KeyHandle, 0, 15)).toMatchObject({ Result: TOO_SMALL, ResultLength: 24 });
    expect(enumerate(KeyHandle, 1, 24)).toMatchObject({ Result: 0x8000_001a });
    expect(open(`${CLASS}\\${number}\\Linkage`).Result).toBe(0);
    expect(open(`${CLASS}\\0099`).Result).toBe(NOT_FOUND);
  });

  test.each([
    ['', 'Keyword', 'hello'],
    ['', 'NetCfgInstanceId', '{'],
    ['\\Linkage', 'Export', '\\Device\\{'],
  ])('%s of an adapter: %s', (beneath, keyword, text) => {
    bench.adapter.parameters.set('Keyword', { type: 'string', value: 'hello' });
    const number = String(bench.adapter.location!.device).padStart(4, '0');
    const { KeyHandle } = open(`${CLASS}\\${number}${beneath}`);
    const { bytes } = query(KeyHandle, keyword, 2, 128);
    const units = [...text].flatMap((unit) => [unit.charCodeAt(0), 0]);
    expect(bytes.slice(12, 12 + units.length)).toEqual(units);
  });

  test.each([`${CLASS}\\Properties`, CLASS.replace('4D36E972', '4D36E968')])(
    'of %s nothing is known',
    (path) => {
      expect(stopOf(() => open(path))).toMatchObject({ kind: 'inconclusive' });
    },
  );
});

test('a key beneath another', () => {
  const { KeyHandle } = open(SERVICE);
  expect(open('Parameters', KeyHandle).Result).toBe(NOT_FOUND);
  expect(open('', KeyHandle).Result).toBe(0);
  expect(open('x', 4).Result).toBe(0xc000_0008);
});

function query(key: number, name: string, informationClass: number, room: number) {
  const at = bench.memory(Math.max(room, 1), 0xcc);
  const inputs = [key, bench.unicode(name), informationClass, at, room];
  const result = bench.call('ZwQueryValueKey', ...inputs) as {
    Result: number;
    ResultLength: number;
  };
  return { ...result, bytes: bench.bytesAt(at, room) };
}

/** wdm.h: TitleIndex, Type, then what the class has. REG_DWORD is 4, and Start 3 on demand. */
const PARTIAL = [0, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0];
const NAME = [...'Start'].flatMap((one) => [one.charCodeAt(0), 0]);

test.each([
  { of: 2, room: 16, status: 0, length: 16, want: PARTIAL },
  { of: 2, room: 14, status: OVERFLOW, length: 16, want: PARTIAL.slice(0, 14) },
  { of: 2, room: 4, status: TOO_SMALL, length: 16, want: [0xcc, 0xcc, 0xcc, 0xcc] },
  {
    ...{ of: 0, room: 22, status: 0, length: 22 },
    want: [0, 0, 0, 0, 4, 0, 0, 0, 10, 0, 0, 0, ...NAME],
  },
  {
    ...{ of: 1, room: 36, status: 0, length: 36 },
    want: [
      ...[0, 0, 0, 0, 4, 0, 0, 0, 32, 0, 0, 0, 4, 0, 0, 0, 10, 0, 0, 0],
      ...[...NAME, 0, 0, 3, 0, 0, 0],
    ],
  },
  { of: 7, room: 4, status: 0xc000_000d, length: 0, want: [0xcc, 0xcc, 0xcc, 0xcc] },
])('a value of class $of into $room bytes', ({ of, room, status, length, want }) => {
  const { KeyHandle } = open(SERVICE);
  const { Result, ResultLength, bytes } = query(KeyHandle, 'start', of, room);
  const name = (one: number[]) => String.fromCharCode(...one.filter((byte) => byte > 0));
  expect([Result, ResultLength]).toEqual([status, length]);
  // The name comes as it was asked for.
  if (of === 2 || status !== 0) expect(bytes).toEqual(want);
  else expect(name(bytes).toLowerCase()).toBe(name(want).toLowerCase());
});

test('values that are not there, and handles that are none', () => {
  const { KeyHandle } = open(SERVICE);
  expect(query(KeyHandle, 'Nothing', 2, 64).Result).toBe(NOT_FOUND);
  expect(query(4, 'Start', 2, 64).Result).toBe(0xc000_0008);
});

/** RTL_QUERY_REGISTRY_TABLE, and an empty entry behind it. */
function table(flags: number, name: string, context: number, ...defaults: number[]) {
  const address = bench.memory(2 * 0x1c);
  const words = [0, flags, bench.ndis.wide(name), context, ...defaults];
  words.forEach((word, index) => bench.os.raw.write32(virtual(address + 4 * index), word));
  return address;
}

const DIRECT = 0x20;
const REQUIRED = 0x04;

test.each([
  { name: 'Start', flags: DIRECT, status: 0, want: 3 },
  { name: 'None', flags: DIRECT, status: 0, want: 0xcccc_cccc },
  { name: 'None', flags: DIRECT | REQUIRED, status: NOT_FOUND, want: 0xcccc_cccc },
])('a table that asks for $name with flags $flags', ({ name, flags, status, want }) => {
  const at = bench.memory(4, 0xcc);
  const path = bench.ndis.wide('Test');
  const inputs = [1, path, table(flags, name, at), 0, 0];
  expect(bench.call('RtlQueryRegistryValues', ...inputs)).toBe(status);
  expect(bench.os.raw.read32(at)).toBe(want);
});

test('a default, a string, and what is not modelled of tables', () => {
  const at = bench.memory(4);
  const nine = bench.bytes([9, 0, 0, 0]);
  const path = bench.ndis.wide('Test');
  const call = (query: number) => bench.call('RtlQueryRegistryValues', 1, path, query, 0, 0);
  expect(call(table(DIRECT, 'None', at, 4, nine, 4))).toBe(0);
  expect(bench.os.raw.read32(at)).toBe(9);
  const string = bench.unicode('', 100);
  expect(call(table(DIRECT, 'ImagePath', string))).toBe(0);
  expect(bench.unicodeAt(string)).toBe('system32\\DRIVERS\\test.sys');
  expect(call(table(DIRECT, 'ImagePath', bench.unicode('', 4)))).toBe(TOO_SMALL);
  expect(stopOf(() => call(table(0x01, 'x', 0)))).toMatchObject({ kind: 'inconclusive' });
});

function write(path: string, type: number, data: number[], root = 1): unknown {
  const names = [bench.ndis.wide(path), bench.ndis.wide('New')];
  return bench.call('RtlWriteRegistryValue', root, ...names, type, bench.bytes(data), data.length);
}

/** What a value of the service's key Parameters holds, as KEY_VALUE_PARTIAL_INFORMATION has it. */
function written(path: string): number[] {
  const { KeyHandle } = open(path);
  const { ResultLength, bytes } = query(KeyHandle, 'new', 2, 64);
  return bytes.slice(4, ResultLength);
}

test.each([
  { type: 4, data: [1, 2, 0, 0] },
  { type: 3, data: [1, 2, 3] },
  { type: 1, data: [0x61, 0, 0x62, 0, 0, 0] },
  { type: 7, data: [0x61, 0, 0, 0, 0x62, 0, 0, 0, 0, 0] },
])('a value of type $type is written, and its key made', ({ type, data }) => {
  expect(write('Test\\Parameters', type, data)).toBe(0);
  const path = `${SERVICE}\\Parameters`;
  expect(written(path)).toEqual([type, 0, 0, 0, data.length, 0, 0, 0, ...data]);
});

test('where a value cannot be written', () => {
  expect(write('Test\\Parameters\\Deeper', 4, [0, 0, 0, 0])).toBe(NOT_FOUND);
  expect(write('Other', 4, [0, 0, 0, 0])).toBe(NOT_FOUND);
  expect(write(SERVICE, 4, [7, 0, 0, 0], 0)).toBe(0);
  for (const attempt of [
    () => write('Test', 11, [0, 0, 0, 0, 0, 0, 0, 0]),
    () => write('Test', 4, [0, 0]),
    () => write('x', 4, [0, 0, 0, 0], 2),
    () => write('\\Registry\\Machine\\System', 4, [0, 0, 0, 0], 0),
  ]) {
    expect(stopOf(attempt)).toMatchObject({ kind: 'inconclusive' });
    bench = new KernelBench();
  }
});
