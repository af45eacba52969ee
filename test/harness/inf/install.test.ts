import { installModel } from '../../../harness/inf/install';
import { modelsOf } from '../../../harness/inf/models';
import { parseInf } from '../../../harness/inf/syntax';

const HEAD = `[Version]
Signature = "$Windows NT$"
Provider = %P%
[Manufacturer]
m = M
[M]
%D% = Inst, PCI\\VEN_8086&DEV_100E
`;
const TAIL = '\n[Strings]\nP = "Maker"\nD = "A card"\n';

/** The values of the key itself, by name; INFs that can be included, by name. */
function installed(body: string, included: Readonly<Record<string, string>> = {}) {
  const file = parseInf(HEAD + body + TAIL, 'a.inf');
  const [model] = modelsOf(file);
  const others = Object.entries(included).map(([name, text]) => parseInf(text, name));
  const entries = installModel(file, model, (name) => others.find(({ path }) => path === name));
  const own = entries.filter(({ key }) => key === '');
  return { entries, own: Object.fromEntries(own.map(({ name, value }) => [name, value.value])) };
}

test('what the class installer writes of a component', () => {
  const { entries, own } = installed('[Inst.NT]\nCharacteristics = 0x84 ; c\nBusType = 5');
  expect(own).toEqual({
    DriverDesc: 'A card',
    ProviderName: 'Maker',
    ComponentId: 'pci\\ven_8086&dev_100e',
    MatchingDeviceId: 'pci\\ven_8086&dev_100e',
    InfSection: 'Inst',
    InfSectionExt: '.NT',
    BusType: '5',
    Characteristics: 0x84,
  });
  const types = entries.filter(({ value }) => value.type !== 'string').map(({ name }) => name);
  expect(types).toEqual(['Characteristics']);
});

test.each([
  { has: ['Inst', 'Inst.NT', 'Inst.NTx86'], want: 'Inst.NTx86' },
  { has: ['Inst.nt', 'Inst', 'Inst.NTamd64'], want: 'Inst.nt' },
  { has: ['Inst', 'Inst.NTamd64'], want: 'Inst' },
])('of $has it is $want', ({ has, want }) => {
  const sections = has.map(
    (name) => `[${name}]\nAddReg = ${name}.Reg\n[${name}.Reg]\nHKR,,X,,${name}`,
  );
  expect(installed(sections.join('\n')).own.X).toBe(want);
});

test('all sections of AddReg, in their order', () => {
  const body = `[Inst]
AddReg = A, %B%
addreg = c
[A]
HKR,,X,,a
HKR,,Y,,a
[%B%]
[C]
HKR,,X,,c`;
  expect(installed(body).own).toMatchObject({ X: 'c', Y: 'a' });
});

describe('the Advanced page', () => {
  const parameter = (...values: string[]) =>
    `[Inst]\nAddReg = R\n[R]\n${values.map((one) => `HKR, Ndi\\params\\X, ${one}`).join('\n')}`;

  test.each([
    { name: 'required', values: ['Default,,5', 'Optional,,0'], want: '5' },
    { name: 'not said to be optional', values: ['Default,,5'], want: '5' },
    { name: 'optional', values: ['Default,,5', 'Optional,,1'], want: undefined },
    {
      name: 'optional, as a number',
      values: ['default,,5', 'optional,0x10001,1'],
      want: undefined,
    },
    { name: 'without a default', values: ['type,,int', 'Optional,,0'], want: undefined },
  ])('a parameter that is $name', ({ values, want }) => {
    expect(installed(parameter(...values)).own.X).toBe(want);
  });

  test('a value that the INF gives stays', () => {
    expect(installed(`${parameter('Default,,5')}\nHKR,,x,,7`).own).toMatchObject({ x: '7' });
  });

  test('a choice is no parameter, and the keys are there to be opened', () => {
    const { own, entries } = installed(
      `[Inst]\nAddReg = R\n[R]\nHKR,Ndi\\params\\X\\enum,Default,,"Auto"\nHKR,Ndi\\Interfaces,UpperRange,,ndis5`,
    );
    expect(own).not.toHaveProperty('X\\enum');
    expect(
      entries.filter(({ key }) => key !== '').map(({ key, name }) => `${key}:${name}`),
    ).toEqual(['Ndi\\params\\X\\enum:Default', 'Ndi\\Interfaces:UpperRange']);
  });
});

/** Sections of which each needs the next one, twice. */
function chain(count: number): string {
  const sections = Array.from({ length: count }, (_, index) => {
    return `[S${index}]\nNeeds = S${index + 1}, S${index + 1}`;
  });
  return `[Inst]\nNeeds = S0\n${sections.join('\n')}\n[S${count}]`;
}

describe('Include and Needs', () => {
  const other = '[Their.Reg]\nHKR,,X,,%T%\nHKR,,Y,,theirs\n[Strings]\nT = "their token"';

  test('what is needed comes first, with its own tokens', () => {
    const body = '[Inst]\nInclude = b.inf\nNeeds = Their\nAddReg = R\n[R]\nHKR,,Y,,ours';
    const { own } = installed(body, { 'b.inf': `[Their]\nAddReg = Their.Reg\n${other}` });
    expect(own).toMatchObject({ X: 'their token', Y: 'ours' });
  });

  test('a section of the INF itself', () => {
    const body = '[Inst]\nNeeds = More\n[More]\nAddReg = R\n[R]\nHKR,,X,,1';
    expect(installed(body).own.X).toBe('1');
  });

  test("what is in Windows' own INFs is left out", () => {
    const body = '[Inst]\nInclude = machine.inf\nNeeds = PciIoSpaceNotRequired, Inst\nBusType = 5';
    expect(installed(body).own.BusType).toBe('5');
  });

  test('what many need is done once', () => {
    const body = `${chain(15)}\nAddReg = R\n[R]\nHKR,,X,,1`;
    expect(installed(body).own.X).toBe('1');
  });

  test('no deeper than sections need each other', () => {
    expect(() => installed(chain(15))).not.toThrow();
    expect(() => installed(chain(100_000))).toThrow(
      /^a\.inf:\d+: Needs goes deeper than 16 sections$/,
    );
  });
});

test.each([
  { body: '', message: 'a.inf:7: no section [Inst], which says how this device is installed' },
  { body: '[Inst]\nAddReg = R', message: 'a.inf:9: no section [R], which AddReg names' },
  { body: '[Inst]\nNeeds = N', message: 'a.inf:9: no section [N], which Needs names' },
  { body: '[Inst]\nNeeds=Inst', message: 'a.inf:9: Needs goes in a circle: [Inst] needs itself' },
  {
    body: '[Inst]\nNeeds=A\n[A]\n\nNeeds=B\n[B]\nNeeds=A',
    message: 'a.inf:14: Needs goes in a circle: [A] needs itself',
  },
  {
    body: '[Inst]\nInclude=b.inf\nNeeds=B',
    included: { 'b.inf': '[B]\nInclude=b.inf\nNeeds=B' },
    message: 'b.inf:3: Needs goes in a circle: [B] needs itself',
  },
  {
    body: '[Inst]\nCharacteristics = physical',
    message: 'a.inf:9: "physical" for Characteristics, which is a number of 32 bits',
  },
])('broken: $message', ({ body, included, message }) => {
  expect(() => installed(body, included)).toThrow(message);
});
