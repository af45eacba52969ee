/** Registry parameters, as a driver reads and writes them. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import type { RegistryValue } from '../../../ndis/kernel/registry';
import type { NdisHandle } from '../../../ndis/types';
import { DriverBench, FAILURE, RESOURCES, SUCCESS } from '../../support/machine';

const Integer = 0;
const HexInteger = 1;
const String = 2;
const MultiString = 3;
const Binary = 4;
const NOT_SUPPORTED = 0xc000_00bb;

let bench: DriverBench;
let handle: NdisHandle;
beforeEach(() => {
  bench = new DriverBench();
  handle = open();
});

function open(): NdisHandle {
  return bench.ndis.NdisOpenConfiguration(bench.configurationContext).ConfigurationHandle;
}

function read(keyword: string, type: number) {
  return bench.ndis.NdisReadConfiguration(handle, bench.ndis.unicodeString(keyword), type);
}

function word(address: number): number {
  return bench.os.raw.read32(virtual(address));
}

/** Length, MaximumLength and the bytes of the StringData or BinaryData of a parameter. */
function dataOf(parameter: VirtualAddress) {
  const { raw } = bench.os;
  const length = raw.read16(virtual(parameter + 4));
  const maximum = raw.read16(virtual(parameter + 6));
  return { length, maximum, bytes: bench.bytesAt(word(parameter + 8), Math.max(length, maximum)) };
}

describe('opening and closing', () => {
  test('a handle is held until it is closed', () => {
    expect(bench.held('configuration-handle')).toBe(1);
    bench.ndis.NdisCloseConfiguration(handle);
    expect(bench.held('configuration-handle')).toBe(0);
    expect(bench.rules).toEqual([]);
  });

  test.each(['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'])('fails with %s', (failure) => {
    const faults = [{ call: 'NdisOpenConfiguration', failure, occurrence: 1 }];
    bench = new DriverBench({ faults });
    const { Status } = bench.ndis.NdisOpenConfiguration(bench.configurationContext);
    expect(Status).toBe(failure === 'NDIS_STATUS_FAILURE' ? FAILURE : RESOURCES);
    expect(bench.held('configuration-handle')).toBe(0);
  });

  test.each([
    {
      name: 'a context that is none',
      misuse: () => bench.ndis.NdisOpenConfiguration(0x1234 as NdisHandle),
      rule: 'resource/bad-handle',
    },
    {
      name: 'a handle that is none',
      misuse: () => bench.ndis.NdisCloseConfiguration(bench.configurationContext),
      rule: 'resource/bad-handle',
    },
    {
      name: 'a handle closed twice',
      misuse: () => {
        bench.ndis.NdisCloseConfiguration(handle);
        bench.ndis.NdisCloseConfiguration(handle);
      },
      rule: 'resource/released-twice',
    },
    {
      name: 'a handle read after it was closed',
      misuse: () => {
        bench.ndis.NdisCloseConfiguration(handle);
        expect(read('Any', Integer).Status).toBe(FAILURE);
      },
      rule: 'resource/bad-handle',
    },
  ])('reports $name', ({ misuse, rule }) => {
    misuse();
    expect(bench.rules).toEqual([rule]);
  });

  test('subkeys by name and by index', () => {
    const { ndis, parameters } = bench;
    parameters.createKey('First');
    parameters.createKey('Second').set('Value', { type: 'integer', value: 7 });
    const byName = ndis.NdisOpenConfigurationKeyByName(handle, ndis.unicodeString('SECOND'));
    expect(byName.Status).toBe(SUCCESS);
    const name = bench.memory(8 + 32);
    bench.os.raw.write16(virtual(name + 2), 32);
    bench.os.raw.write32(virtual(name + 4), name + 8);
    const byIndex = ndis.NdisOpenConfigurationKeyByIndex(handle, 1, name);
    expect(byIndex.Status).toBe(SUCCESS);
    expect(bench.bytesAt(name, 2)).toEqual([12, 0]);
    expect(bench.bytesAt(name + 8, 4)).toEqual([0x53, 0, 0x65, 0]);
    for (const key of [byName.SubKeyHandle, byIndex.KeyHandle]) {
      const value = ndis.NdisReadConfiguration(key, ndis.unicodeString('Value'), Integer);
      expect(word(value.ParameterValue + 4)).toBe(7);
    }
    expect(bench.held('configuration-handle')).toBe(3);
    expect(ndis.NdisOpenConfigurationKeyByIndex(handle, 2, name).Status).toBe(FAILURE);
    bench.os.raw.write16(virtual(name + 2), 8);
    expect(ndis.NdisOpenConfigurationKeyByIndex(handle, 1, name).Status).toBe(FAILURE);
    const missing = ndis.NdisOpenConfigurationKeyByName(handle, ndis.unicodeString('Third'));
    expect(missing.Status).toBe(FAILURE);
    expect(bench.held('configuration-handle')).toBe(3);
    expect(bench.rules).toEqual([]);
  });
});

describe('NdisReadConfiguration', () => {
  const text = (value: string): RegistryValue => ({ type: 'string', value });
  const number = (value: number): RegistryValue => ({ type: 'integer', value });
  test.each([
    { value: number(0), type: Integer, want: 0 },
    { value: number(0xffff_ffff), type: Integer, want: 0xffff_ffff },
    { value: number(16), type: HexInteger, want: 16 },
    { value: text('16'), type: Integer, want: 16 },
    { value: text('16'), type: HexInteger, want: 0x16 },
    { value: text('fF'), type: HexInteger, want: 0xff },
    { value: text('ffffffff'), type: HexInteger, want: 0xffff_ffff },
    { value: text('4294967295'), type: Integer, want: 0xffff_ffff },
    { value: text('-1'), type: Integer, want: 0xffff_ffff },
    { value: text('4294967296'), type: Integer, want: undefined },
    { value: text('100000000'), type: HexInteger, want: undefined },
    { value: text('fF'), type: Integer, want: undefined },
    { value: text(''), type: Integer, want: undefined },
    { value: text('12 '), type: Integer, want: undefined },
    { value: number(5), type: String, want: undefined },
    { value: number(5), type: Binary, want: undefined },
    { value: number(5), type: 99, want: undefined },
  ])('gives $value as type $type: $want', ({ value, type, want }) => {
    bench.parameters.set('Keyword', value);
    const { Status, ParameterValue } = read('KEYWORD', type);
    expect(Status).toBe(want === undefined ? FAILURE : SUCCESS);
    if (want === undefined) expect(ParameterValue).toBe(NULL);
    else expect([word(ParameterValue), word(ParameterValue + 4)]).toEqual([Integer, want]);
  });

  test('has nothing under a keyword that is missing', () => {
    expect(read('Missing', Integer)).toEqual({ Status: FAILURE, ParameterValue: NULL });
    expect(bench.rules).toEqual([]);
  });

  test.each([
    ['Environment', 1],
    ['ProcessorType', 0],
    ['NdisVersion', 0x0005_0001],
    ['NDISVERSION', 0x0005_0001],
  ])('answers %s by itself', (keyword, want) => {
    expect(word(read(keyword, Integer).ParameterValue + 4)).toBe(want);
  });

  test.each([
    ['NetCfgInstanceId', /^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}\0$/],
    ['netcfginstanceid', /^\{.*\}\0$/],
    ['MiniportName', /^\\Device\\\{.*\}\0$/],
  ])('knows the adapter by %s', (keyword, want) => {
    const { bytes } = dataOf(read(keyword, String).ParameterValue);
    expect(Buffer.from(bytes).toString('utf16le')).toMatch(want);
  });

  test('gives strings with the zero that ends them', () => {
    bench.parameters.set('Keyword', text('Ab'));
    const { ParameterValue } = read('Keyword', String);
    expect(word(ParameterValue)).toBe(String);
    expect(dataOf(ParameterValue)).toEqual({
      length: 4,
      maximum: 6,
      bytes: [0x41, 0, 0x62, 0, 0, 0],
    });
  });

  test('gives several strings', () => {
    bench.parameters.set('Keyword', { type: 'multi-string', value: ['A', 'b'] });
    const { ParameterValue } = read('Keyword', MultiString);
    expect(word(ParameterValue)).toBe(MultiString);
    expect(dataOf(ParameterValue).bytes).toEqual([0x41, 0, 0, 0, 0x62, 0, 0, 0, 0, 0]);
  });

  // Samples passthru and mux of the DDK: the one's notify object writes a string, the other's several.
  test('gives the names of virtual miniports as the driver reads them', () => {
    bench.parameters.set('UpperBindings', text('A'));
    bench.parameters.set('Other', text('A'));
    expect(dataOf(read('UpperBindings', String).ParameterValue).length).toBe(2);
    const { ParameterValue } = read('upperbindings', MultiString);
    expect(word(ParameterValue)).toBe(MultiString);
    expect(dataOf(ParameterValue).bytes).toEqual([0x41, 0, 0, 0, 0, 0]);
    expect(read('Other', MultiString).Status).toBe(FAILURE);
  });

  test('gives binary data', () => {
    bench.parameters.set('Keyword', { type: 'binary', value: Uint8Array.of(9, 8, 7) });
    const { ParameterValue } = read('Keyword', Binary);
    expect(word(ParameterValue)).toBe(Binary);
    expect(bench.bytesAt(ParameterValue + 4, 2)).toEqual([3, 0]);
    expect(bench.bytesAt(word(ParameterValue + 8), 3)).toEqual([9, 8, 7]);
  });

  test('gives nothing that a USHORT cannot measure', () => {
    bench.parameters.set('Keyword', text('x'.repeat(0x8000)));
    expect(read('Keyword', String).Status).toBe(RESOURCES);
  });

  test('what it gave is freed when the handle is closed', () => {
    bench.parameters.set('Keyword', text('Ab'));
    const { ParameterValue } = read('Keyword', String);
    const buffer = word(ParameterValue + 8);
    bench.ndis.NdisCloseConfiguration(handle);
    bench.ndis.memory.read32(ParameterValue);
    bench.ndis.memory.read8(virtual(buffer));
    expect(bench.rules).toEqual(['resource/configuration-value-used-after-close']);
  });

  test('a wild keyword is the driver’s fault', () => {
    expect(() => bench.ndis.NdisReadConfiguration(handle, virtual(0x44), Integer)).toThrow(
      'bug check',
    );
    expect(bench.rules).toEqual(['memory/null-page']);
  });
});

describe('NdisWriteConfiguration', () => {
  function write(type: number, second: number, buffer: number): number {
    const parameter = bench.memory(12);
    bench.os.raw.write32(parameter, type);
    bench.os.raw.write32(virtual(parameter + 4), second);
    bench.os.raw.write32(virtual(parameter + 8), buffer);
    const keyword = bench.ndis.unicodeString('Written');
    return bench.ndis.NdisWriteConfiguration(handle, keyword, parameter).Status;
  }

  test.each([
    { type: Integer, second: 0xfedc_ba98, want: { type: 'integer', value: 0xfedc_ba98 } },
    { type: HexInteger, second: 3, want: { type: 'integer', value: 3 } },
    { type: String, second: 0x0006_0004, want: { type: 'string', value: 'aa' } },
    { type: MultiString, second: 0x0008_0008, want: { type: 'multi-string', value: ['aaaa'] } },
    { type: Binary, second: 2, want: { type: 'binary', value: Uint8Array.of(0x61, 0) } },
  ])('writes type $type', ({ type, second, want }) => {
    const buffer = bench.memory(8);
    for (let offset = 0; offset < 8; offset += 2)
      bench.os.raw.write8(virtual(buffer + offset), 0x61);
    expect(write(type, second, buffer)).toBe(SUCCESS);
    expect(bench.parameters.get('written')).toEqual(want);
    expect(bench.rules).toEqual([]);
  });

  test('knows no other type', () => {
    expect(write(5, 0, 0)).toBe(NOT_SUPPORTED);
    expect(bench.parameters.get('written')).toBeUndefined();
  });
});

describe('NdisReadNetworkAddress', () => {
  test.each([
    { value: '001122AAbbCC', want: [0x00, 0x11, 0x22, 0xaa, 0xbb, 0xcc] },
    { value: '00-11-22-AA-BB-CC', want: [0x00, 0x11, 0x22, 0xaa, 0xbb, 0xcc] },
    { value: '0102', want: [1, 2] },
    { value: '01020304050607', want: [1, 2, 3, 4, 5, 6, 7] },
    { value: '', want: undefined },
    { value: '---', want: undefined },
    { value: '12345', want: undefined },
    { value: '00112233445g', want: undefined },
  ])('of "$value" is $want', ({ value, want }) => {
    bench.parameters.set('NetworkAddress', { type: 'string', value });
    const read = bench.ndis.NdisReadNetworkAddress(handle);
    expect(read.Status).toBe(want === undefined ? FAILURE : SUCCESS);
    expect(read.NetworkAddressLength).toBe(want?.length ?? 0);
    if (want !== undefined) expect(bench.bytesAt(read.NetworkAddress, want.length)).toEqual(want);
  });

  test.each([
    undefined,
    { type: 'integer', value: 1 },
    { type: 'binary', value: new Uint8Array(6) },
  ] as const)('of %o fails', (value) => {
    if (value !== undefined) bench.parameters.set('NetworkAddress', value);
    expect(bench.ndis.NdisReadNetworkAddress(handle)).toEqual({
      Status: FAILURE,
      NetworkAddress: NULL,
      NetworkAddressLength: 0,
    });
  });

  test('is guarded and freed with the handle', () => {
    bench.parameters.set('NetworkAddress', { type: 'string', value: '0102' });
    const { NetworkAddress } = bench.ndis.NdisReadNetworkAddress(handle);
    bench.ndis.memory.read8(virtual(NetworkAddress + 2));
    bench.ndis.NdisCloseConfiguration(handle);
    bench.ndis.memory.read8(NetworkAddress);
    expect(bench.rules).toEqual([
      'memory/out-of-bounds',
      'resource/configuration-value-used-after-close',
    ]);
  });
});
