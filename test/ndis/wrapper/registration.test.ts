import { array, layout, NULL, ULONG, virtual, type Ndis, type NdisHandle } from '../../../ndis';
import { createSession, endOf, rulesOf, SUCCESS } from '../../support/inline-driver';

const BAD_VERSION = 0xc001_0004;
const BAD_CHARACTERISTICS = 0xc001_0005;
const CHARACTERISTICS = layout('CHARACTERISTICS', 0x7c, { Version: ULONG, Rest: array(ULONG, 30) });

/** Offsets of the pointers in NDIS51_MINIPORT_CHARACTERISTICS (ndis.h). */
const AT = {
  Halt: 0x14,
  Initialize: 0x1c,
  Query: 0x24,
  Reset: 0x2c,
  Send: 0x30,
  Set: 0x34,
  TransferData: 0x38,
  ReturnPacket: 0x3c,
  SendPackets: 0x40,
  CoRequest: 0x5c,
};
const ALL: (keyof typeof AT)[] = [
  'Halt',
  'Initialize',
  'Query',
  'Reset',
  'Set',
  'ReturnPacket',
  'SendPackets',
];

interface Given {
  readonly major?: number;
  readonly minor?: number;
  readonly byteCount?: number;
  readonly without?: readonly (keyof typeof AT)[];
  readonly with?: readonly (keyof typeof AT)[];
}

function registerAs(ndis: Ndis, handle: NdisHandle, given: Given): number {
  const { major = 5, minor = 1, byteCount = 0x7c, without = [], with: more = [] } = given;
  const { address } = ndis.local(CHARACTERISTICS);
  ndis.NdisZeroMemory(address, 0x7c);
  ndis.memory.write8(address, major);
  ndis.memory.write8(virtual(address + 1), minor);
  const code = ndis.addressOf(() => undefined);
  for (const name of [...ALL, ...more])
    if (!without.includes(name)) ndis.memory.write32(virtual(address + AT[name]), code);
  return ndis.NdisMRegisterMiniport(handle, address, byteCount);
}

describe('NdisMRegisterMiniport', () => {
  const cases: { name: string; given: Given; want: number; rule?: string }[] = [
    { name: 'NDIS 5.1', given: {}, want: SUCCESS },
    { name: 'NDIS 5.0 in 0x60 bytes', given: { minor: 0, byteCount: 0x60 }, want: SUCCESS },
    {
      name: 'NDIS 4.0 in 0x48 bytes',
      given: { major: 4, minor: 0, byteCount: 0x48 },
      want: SUCCESS,
    },
    {
      name: 'NDIS 3.0 in 0x3C bytes, with MiniportSend and MiniportTransferData',
      given: { major: 3, minor: 0, byteCount: 0x3c, with: ['Send', 'TransferData'] },
      want: SUCCESS,
    },
    { name: 'more bytes than there must be', given: { minor: 0, byteCount: 0x7c }, want: SUCCESS },
    {
      name: 'NDIS 6.0',
      given: { major: 6, minor: 0 },
      want: BAD_VERSION,
      rule: 'registration/characteristics-version-invalid',
    },
    {
      name: 'NDIS 5.2',
      given: { minor: 2 },
      want: BAD_VERSION,
      rule: 'registration/characteristics-version-invalid',
    },
    {
      name: 'NDIS 0.0',
      given: { major: 0, minor: 0 },
      want: BAD_VERSION,
      rule: 'registration/characteristics-version-invalid',
    },
    {
      name: 'a byte too few',
      given: { byteCount: 0x7b },
      want: BAD_CHARACTERISTICS,
      rule: 'registration/characteristics-length-invalid',
    },
    {
      name: 'no bytes',
      given: { byteCount: 0 },
      want: BAD_CHARACTERISTICS,
      rule: 'registration/characteristics-length-invalid',
    },
    ...(['Halt', 'Initialize', 'Query', 'Reset', 'Set', 'SendPackets'] as const).map((name) => ({
      name: `no ${name}`,
      given: { without: [name] },
      want: BAD_CHARACTERISTICS,
      rule: 'registration/mandatory-handler-missing',
    })),
    { name: 'no way to lend a packet', given: { without: ['ReturnPacket'] }, want: SUCCESS },
    {
      name: 'connection-oriented, which sends otherwise',
      given: { without: ['Query', 'Set', 'SendPackets', 'ReturnPacket'], with: ['CoRequest'] },
      want: SUCCESS,
    },
  ];
  test.each(cases)('$name', ({ given, want, rule }) => {
    const session = createSession({
      DriverEntry(ndis, DriverObject, RegistryPath) {
        const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
        const status = registerAs(ndis, NdisWrapperHandle, given);
        if (status !== SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
        return status as never;
      },
    });
    session.play(() => session.load());
    expect(Number(session.statuses['DriverEntry'])).toBe(want);
    expect(rulesOf(session)).toEqual(rule === undefined ? [] : [rule]);
  });

  test('another call that was made to fail excuses no characteristics', () => {
    const faults = [
      { call: 'NdisAllocateMemoryWithTag', failure: 'NDIS_STATUS_FAILURE', occurrence: 1 },
    ];
    const session = createSession(
      {
        DriverEntry(ndis, DriverObject, RegistryPath) {
          const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(
            DriverObject,
            RegistryPath,
            NULL,
          );
          ndis.NdisAllocateMemoryWithTag(8, 1);
          const status = registerAs(ndis, NdisWrapperHandle, { major: 6, minor: 0 });
          ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
          return status as never;
        },
      },
      { faults },
    );
    session.play(() => session.load());
    expect(rulesOf(session)).toEqual(['registration/characteristics-version-invalid']);
  });

  test.each([
    { name: 'NULL', address: 0, rule: 'memory/null-page' },
    { name: 'user space', address: 0x0040_0000, rule: 'memory/wild-access' },
  ])('characteristics at $name end the run', ({ address, rule }) => {
    const session = createSession({
      DriverEntry(ndis, DriverObject, RegistryPath) {
        const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
        return ndis.NdisMRegisterMiniport(NdisWrapperHandle, virtual(address), 0x7c);
      },
    });
    session.play(() => session.load());
    expect(rulesOf(session)).toEqual([rule]);
    expect(endOf(session)).toBe(0x7e);
  });
});

describe('NdisTerminateWrapper', () => {
  test('takes the registration and the unload handler with it', () => {
    const session = createSession({
      DriverEntry(ndis, DriverObject, RegistryPath) {
        const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
        registerAs(ndis, NdisWrapperHandle, {});
        ndis.NdisMRegisterUnloadHandler(
          NdisWrapperHandle,
          ndis.addressOf(() => undefined),
        );
        ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
        return 0xc000_0001 as never;
      },
    });
    session.play(() => session.load());
    expect(session.os.ledger.live()).toEqual([]);
    expect(session.os.drivers.size).toBe(0);
    expect(rulesOf(session)).toEqual([]);
  });

  test('called twice', () => {
    const session = createSession({
      DriverEntry(ndis, DriverObject, RegistryPath) {
        const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
        ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
        ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
        return 0xc000_0001 as never;
      },
    });
    session.play(() => session.load());
    expect(rulesOf(session)).toEqual(['registration/terminated-twice']);
  });

  test('called while an adapter lives', () => {
    let wrapper = 0 as NdisHandle;
    const session = createSession({
      registered: (_ndis, handle) => {
        wrapper = handle;
      },
      initialize: (ndis) => ndis.NdisTerminateWrapper(wrapper, NULL),
    });
    session.play(() => {
      session.load();
      session.start();
    });
    expect(rulesOf(session)).toContain('registration/terminated-after-success');
  });
});
