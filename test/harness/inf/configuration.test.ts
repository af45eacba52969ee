import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfiguration, type ConfigurationRequest } from '../../../harness/inf';
import { UsageError } from '../../../harness/result';
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as e1000 from '../../../miniports/e1000';
import { startedSession } from '../../support/e1000-session';
import { DriverBench, FAILURE, SUCCESS } from '../../support/machine';
import { virtual } from '../../../hardware/address';

const SAMPLE = join(__dirname, '../../../miniports/e1000/e1000.inf');
const TRANSMIT_SPACE = 0x0001_0108;
const RECEIVE_SPACE = 0x0001_0109;
const CURRENT_ADDRESS = 0x0101_0102;
/** NDIS_PARAMETER_TYPE of ndis.h. */
const Integer = 0;
const HexInteger = 1;
const String = 2;

const folder = mkdtempSync(join(tmpdir(), 'ndislab-inf-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file of the test's own; its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** An INF for these IDs, each installed by a section that says which it is. */
function infFor(...ids: string[]): string {
  const models = ids.map((id, index) => `"Card ${index}" = Inst${index}, ${id}`);
  const sections = ids.map(
    (_, index) => `[Inst${index}]\nAddReg = R${index}\n[R${index}]\nHKR,,Which,,${index}`,
  );
  return `[Version]\nSignature = "$Windows NT$"\n[Manufacturer]\nm = M\n[M]
${models.join('\n')}\n${sections.join('\n')}\n`;
}

function utf16(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}

function which({ registry }: ReturnType<typeof loadConfiguration>) {
  return registry.find(({ name }) => name === 'Which')?.value.value;
}

test('without an INF there is what is set', () => {
  expect(loadConfiguration({})).toEqual({ device: '82540em', set: [], registry: [], notes: [] });
  expect(loadConfiguration({ set: ['A=1', 'a=2'], device: 'rtl8139' })).toEqual({
    device: 'rtl8139',
    set: ['A=1', 'a=2'],
    registry: [
      { key: '', name: 'A', value: { type: 'string', value: '1' } },
      { key: '', name: 'a', value: { type: 'string', value: '2' } },
    ],
    notes: [],
  });
});

describe("the sample's INF", () => {
  test('says all that there is of the driver', () => {
    const { device, notes, registry } = loadConfiguration({ inf: SAMPLE });
    expect({ device, notes }).toEqual({ device: '82540em', notes: [] });
    const own = registry.filter(({ key }) => key === '');
    expect(Object.fromEntries(own.map(({ name, value }) => [name, value.value]))).toEqual({
      BusType: '5',
      Characteristics: 0x84,
      ComponentId: 'pci\\ven_8086&dev_100e',
      MatchingDeviceId: 'pci\\ven_8086&dev_100e',
      DriverDesc: 'Intel 82540EM Gigabit Ethernet Controller (ndislab)',
      InfSection: 'E1000',
      InfSectionExt: '.NTx86',
      ProviderName: 'ndislab',
      ReceiveBuffers: '64',
      TransmitBuffers: '64',
    });
  });

  test('what is set reaches the driver, in place of the defaults', () => {
    const set = ['transmitbuffers=0x80', 'ReceiveBuffers=32', 'NetworkAddress=02-00-00-00-00-77'];
    const { registry } = loadConfiguration({ inf: SAMPLE, set });
    const session = startedSession({ registry });
    const ulong = (oid: number) => new DataView(session.query(oid).bytes.buffer).getUint32(0, true);
    expect(ulong(TRANSMIT_SPACE)).toBe(128 * 1514);
    expect(ulong(RECEIVE_SPACE)).toBe(32 * 2048);
    expect([...session.query(CURRENT_ADDRESS).bytes]).toEqual([2, 0, 0, 0, 0, 0x77]);
    session.dispose();
  });

  test('the line that repeats a run has it, byte for byte', () => {
    const set = ['TransmitBuffers=128', "Text=it's so"];
    const configuration = loadConfiguration({ inf: SAMPLE, set });
    const scenario = SCENARIOS['registration-failure'];
    const result = runScenario({ driver: e1000, driverName: 'e1000', scenario, configuration });
    expect(result.verdict).toBe('clean');
    expect(result.runs[0].replay).toContain(
      ` --device 82540em --inf ${SAMPLE} --set TransmitBuffers=128 --set 'Text=it'\\''s so' --sc`,
    );
  });
});

describe('NdisReadConfiguration reads', () => {
  const inf = file(
    'types.inf',
    `${infFor('PCI\\VEN_8086&DEV_100E')}HKR,,Text,,10\nHKR,,Word,0x10001,16\nHKR,,Name,,wide\nHKR,Sub,Below,,7`,
  );

  test.each([
    { keyword: 'Text', as: Integer, want: 10 },
    { keyword: 'Text', as: HexInteger, want: 0x10 },
    { keyword: 'Word', as: Integer, want: 16 },
    { keyword: 'Word', as: HexInteger, want: 16 },
    { keyword: 'Name', as: Integer, want: undefined },
    { keyword: 'Below', as: Integer, want: undefined },
    { keyword: 'Text', set: 'Text=20', as: Integer, want: 20 },
    { keyword: 'Text', set: 'Text=20', as: HexInteger, want: 0x20 },
    { keyword: 'Text', set: 'Text=0x20', as: Integer, want: 0x20 },
    { keyword: 'Text', set: 'Text=0x20', as: HexInteger, want: 0x20 },
    { keyword: 'Word', set: 'Word=20', as: HexInteger, want: 20 },
    { keyword: 'Word', set: 'WORD=0xFFFFFFFF', as: Integer, want: 0xffff_ffff },
    { keyword: 'NdisVersion', as: Integer, want: 0x0005_0001 },
  ])('$keyword as $as with $set: $want', ({ keyword, set, as, want }) => {
    const bench = new DriverBench();
    bench.parameters.write(loadConfiguration({ inf, set: set ? [set] : [] }).registry);
    const { ndis } = bench;
    const { ConfigurationHandle } = ndis.NdisOpenConfiguration(bench.configurationContext);
    const name = ndis.unicodeString(keyword);
    const read = ndis.NdisReadConfiguration(ConfigurationHandle, name, as);
    expect(read.Status).toBe(want === undefined ? FAILURE : SUCCESS);
    if (want === undefined) return;
    expect(bench.os.raw.read32(virtual(read.ParameterValue + 4))).toBe(want);
  });

  test('text, and what lies in keys beneath', () => {
    const bench = new DriverBench();
    bench.parameters.write(loadConfiguration({ inf }).registry);
    const { ndis } = bench;
    const { ConfigurationHandle } = ndis.NdisOpenConfiguration(bench.configurationContext);
    const { Status, SubKeyHandle } = ndis.NdisOpenConfigurationKeyByName(
      ConfigurationHandle,
      ndis.unicodeString('sub'),
    );
    expect(Status).toBe(SUCCESS);
    const below = ndis.NdisReadConfiguration(SubKeyHandle, ndis.unicodeString('Below'), Integer);
    expect(bench.os.raw.read32(virtual(below.ParameterValue + 4))).toBe(7);
    const name = ndis.unicodeString('Name');
    const text = ndis.NdisReadConfiguration(ConfigurationHandle, name, String);
    const buffer = bench.os.raw.read32(virtual(text.ParameterValue + 8));
    expect(bench.os.raw.read16(virtual(text.ParameterValue + 4))).toBe(8);
    expect(bench.bytesAt(buffer, 10)).toEqual([...Buffer.from('wide\0', 'utf16le')]);
  });
});

describe('the device', () => {
  const realtek = 'PCI\\VEN_10EC&DEV_8139';
  const intel = 'PCI\\VEN_8086&DEV_100E';
  const elsewhere = 'PCI\\VEN_14E4&DEV_1645';

  test.each([
    { ids: [elsewhere, realtek], want: ['rtl8139', '1'] },
    { ids: [intel, realtek], want: ['82540em', '0'] },
    { ids: [intel, realtek], device: 'rtl8139,link=10', want: ['rtl8139,link=10', '1'] },
    { ids: [intel, realtek], device: 'rtl8139+82540em', want: ['rtl8139+82540em', '1'] },
    {
      ids: [elsewhere, intel],
      device: 'rtl8139',
      want: ['rtl8139', '0'],
      note: 'is not for rtl8139, which is PCI\\VEN_10EC&DEV_8139, but for PCI\\VEN_14E4&DEV_1645, PCI\\VEN_8086&DEV_100E; its first model is taken',
    },
    {
      ids: [elsewhere, `${intel}&SUBSYS_12345678`],
      want: ['82540em', '1'],
      note: 'does not name PCI\\VEN_8086&DEV_100E&SUBSYS_001E8086&REV_02; the nearest that it names is PCI\\VEN_8086&DEV_100E&SUBSYS_12345678',
    },
    {
      ids: [elsewhere, 'A', 'B', 'C'],
      isDeviceIdle: true,
      want: ['82540em', '0'],
      note: 'is for PCI\\VEN_14E4&DEV_1645, A and 2 more, of which none is modelled; this scenario does not start the driver',
    },
  ])('$ids with $device: $want', ({ ids, want, note, ...request }) => {
    const inf = file('device.inf', utf16(infFor(...ids)));
    const configuration = loadConfiguration({ inf, ...request });
    expect([configuration.device, which(configuration)]).toEqual(want);
    expect(configuration.notes).toEqual(note === undefined ? [] : [`${inf} ${note}`]);
  });

  test('that it is for is not modelled', () => {
    const inf = file('device.inf', infFor(elsewhere));
    expect(() => loadConfiguration({ inf })).toThrow(
      'is for PCI\\VEN_14E4&DEV_1645, of which none is modelled; --device NAME plays it on another card',
    );
  });
});

test('an INF beside it is included, in whatever case', () => {
  const inf = file(
    'in/a.inf',
    infFor('PCI\\VEN_8086&DEV_100E').replace('AddReg = R0', 'Include = Other.INF\nNeeds = Theirs'),
  );
  file('in/OTHER.inf', '[Theirs]\nAddReg = X\n[X]\nHKR,,Which,,theirs');
  expect(which(loadConfiguration({ inf }))).toBe('theirs');
  file('in/OTHER.inf', '[Theirs]\nAddReg = X');
  expect(() => loadConfiguration({ inf })).toThrow(
    `${join(folder, 'in/OTHER.inf')}:2: no section [X], which AddReg names`,
  );
});

test('refused: no name at all', () => {
  expect(() => loadConfiguration({ inf: '' })).toThrow("'': there is no such file");
});

test.each([
  { name: 'nothing.inf', message: ': there is no such file' },
  { name: 'folder.inf', make: () => mkdirSync(join(folder, 'folder.inf')), message: ': a folder' },
  { name: 'empty.inf', content: '', message: ': no [Version], by which an INF is known' },
  { name: 'binary.inf', content: Uint8Array.of(0x7f, 0x45, 10, 0, 0), message: ':2: NULs; an' },
  { name: 'open.inf', content: utf16('[V]\r\n[B\r\n'), message: ':2: a section without' },
  { name: 'none.inf', content: infFor(), message: ': it installs no device on 32-bit Windows XP' },
  {
    name: 'huge.inf',
    make: () => truncateSync(file('huge.inf', ''), 50 * 1024 * 1024),
    message: ': 50 MB; an INF has up to 8',
  },
])('refused: $name', ({ name, content, make, message }) => {
  if (content !== undefined) file(name, content);
  make?.();
  const load = (request: ConfigurationRequest) => () => loadConfiguration(request);
  expect(load({ inf: join(folder, name) })).toThrow(UsageError);
  expect(load({ inf: join(folder, name) })).toThrow(`${join(folder, name)}${message}`);
});
