/** Starting the RTL8029AS's driver: the registry, and cards that are not what they should be. */
import type { RegistryValue } from '../../../ndis/kernel/registry';
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  newSession,
  nicOf,
  openSession,
  spoilReads,
  startedSession,
  type STATION_MAC,
  WHILE_NS,
} from '../../support/ne2000-session';

const CURRENT_ADDRESS = 0x01010102;
const PERMANENT_ADDRESS = 0x01010101;

describe('NetworkAddress', () => {
  test.each([
    { value: '021122334455', want: [0x02, 0x11, 0x22, 0x33, 0x44, 0x55] },
    { value: '031122334455', want: [...CARD_MAC] },
    { value: '000000000000', want: [...CARD_MAC] },
    { value: '0211223344', want: [...CARD_MAC] },
    { value: '', want: [...CARD_MAC] },
  ])('$value', ({ value, want }) => {
    const address: RegistryValue = { type: 'string', value };
    const session = openSession({ parameters: { NetworkAddress: address } });
    expect([...session.query(CURRENT_ADDRESS).bytes]).toEqual(want);
    expect([...session.query(PERMANENT_ADDRESS).bytes]).toEqual([...CARD_MAC]);
    const bytes = frame(Uint8Array.from(want) as typeof STATION_MAC, 80);
    arrive(session, bytes);
    session.idle(WHILE_NS);
    expect(session.protocol!.received).toEqual([bytes]);
    expect(closeSession(session)).toEqual([]);
  });
});

test('the card is set up as the data sheet says', () => {
  const session = startedSession();
  const { window } = nicOf(session).bars[0];
  window.write(0, 1, 0xa2);
  // Page 2: PSTART, PSTOP, RCR in monitor mode, TCR on the network, DCR for words.
  expect([0x1, 0x2, 0xc, 0xd, 0xe].map((port) => window.read(port, 1))).toEqual([
    0x4c, 0xc0, 0xe0, 0xe0, 0xc9,
  ]);
  window.write(0, 1, 0x62);
  // Page 1: PAR, and CURR one page before which BNRY stands.
  expect([1, 2, 3, 4, 5, 6].map((port) => window.read(port, 1))).toEqual([...CARD_MAC]);
  expect(window.read(7, 1)).toBe(0x4d);
  window.write(0, 1, 0x22);
  expect(window.read(3, 1)).toBe(0x4c);
  expect(closeSession(session)).toEqual([]);
});

/** Starts the driver on a card with something wrong; what it logged, and the status. */
function startBroken(session: Session): { status: string; errorCodes: number[] } {
  expect(session.start()).toBe(false);
  const status = session.statuses['MiniportInitialize'];
  const errorCodes = session.os.errorLog.map(({ errorCode }) => errorCode);
  expect(closeSession(session)).toEqual([]);
  return { status, errorCodes };
}

/** Makes a byte of the card's memory read as it should not. */
function spoilMemory(session: Session, spoil: (address: number, value: number) => number): void {
  const { memory } = nicOf(session);
  const readByte = memory.readByte.bind(memory);
  memory.readByte = (address) => spoil(address, readByte(address));
}

describe('a broken card is refused, with a word in the log and nothing left behind', () => {
  // NDIS_ERROR_CODE_HARDWARE_FAILURE, NDIS_ERROR_CODE_INVALID_VALUE_FROM_ADAPTER (netevent.h).
  const [HARDWARE, VALUE] = [0xc000138a, 0xc0001392];
  test.each<{ name: string; breakCard: (session: Session) => void; code: number }>([
    { name: 'all ones', breakCard: (session) => spoilReads(session, () => 0xff), code: HARDWARE },
    { name: 'all zeros', breakCard: (session) => spoilReads(session, () => 0), code: HARDWARE },
    {
      name: 'RST never comes',
      breakCard: (session) =>
        spoilReads(session, (port, value) => (port === 7 ? value & 0x7f : value)),
      code: HARDWARE,
    },
    {
      name: 'another chip',
      breakCard: (session) => spoilReads(session, (port, value) => (port === 10 ? 0x70 : value)),
      code: HARDWARE,
    },
    {
      name: 'RDC never comes',
      breakCard: (session) =>
        spoilReads(session, (port, value) => (port === 7 ? value & ~0x40 : value)),
      code: VALUE,
    },
    {
      name: 'no marks in the PROM',
      breakCard: (session) => spoilMemory(session, (at, value) => (at === 31 ? 0x42 : value)),
      code: VALUE,
    },
    {
      name: 'a group address in the PROM',
      breakCard: (session) => spoilMemory(session, (at, value) => (at < 2 ? 0x01 : value)),
      code: VALUE,
    },
    {
      name: 'no address in the PROM',
      breakCard: (session) => spoilMemory(session, (at, value) => (at < 12 ? 0 : value)),
      code: VALUE,
    },
    {
      name: 'a bit of memory that is stuck at 1',
      breakCard: (session) =>
        spoilMemory(session, (at, value) => (at === 0xbfff ? value | 4 : value)),
      code: HARDWARE,
    },
    {
      name: 'a bit of memory that is stuck at 0',
      breakCard: (session) =>
        spoilMemory(session, (at, value) => (at === 0x4000 ? value & 0xfe : value)),
      code: HARDWARE,
    },
    {
      name: 'half of the memory',
      breakCard(session) {
        const { memory } = nicOf(session);
        const [readByte, writeByte] = [memory.readByte.bind(memory), memory.writeByte.bind(memory)];
        const mirror = (at: number) => (at >= 0x8000 ? at - 0x4000 : at);
        memory.readByte = (at) => readByte(mirror(at));
        memory.writeByte = (at, value) => writeByte(mirror(at), value);
      },
      code: HARDWARE,
    },
  ])('$name', ({ breakCard, code }) => {
    const session = newSession();
    session.load();
    breakCard(session);
    expect(startBroken(session)).toEqual({ status: '0xC0000001', errorCodes: [code] });
  });
});

test('another card is refused', () => {
  const session = newSession({ device: '82540em' });
  session.load();
  // NDIS_STATUS_ADAPTER_NOT_FOUND, NDIS_ERROR_CODE_ADAPTER_NOT_FOUND
  expect(startBroken(session)).toEqual({ status: '0xC0010006', errorCodes: [0xc000138b] });
});

test('a card without its ports is refused', () => {
  const session = newSession();
  const startDevice = session.board.startDevice.bind(session.board);
  session.board.startDevice = () => startDevice().filter(({ kind }) => kind !== 'port');
  session.load();
  // NDIS_STATUS_RESOURCE_CONFLICT, NDIS_ERROR_CODE_RESOURCE_CONFLICT
  expect(startBroken(session)).toEqual({ status: '0xC001001E', errorCodes: [0xc0001388] });
});

describe('each call that fails is undone', () => {
  test.each([
    { call: 'NdisAllocateMemory', failure: 'NDIS_STATUS_FAILURE', code: 0xc0001389 },
    { call: 'NdisOpenConfiguration', failure: 'NDIS_STATUS_RESOURCES', code: 0xc0001393 },
    { call: 'NdisMPciAssignResources', failure: 'NDIS_STATUS_FAILURE', code: 0xc0001388 },
    { call: 'NdisMRegisterIoPortRange', failure: 'NDIS_STATUS_FAILURE', code: 0xc0001388 },
    { call: 'NdisMRegisterInterrupt', failure: 'NDIS_STATUS_FAILURE', code: 0xc000138c },
  ])('$call', ({ call, failure, code }) => {
    const session = newSession({ faults: [{ call, failure, occurrence: 1 }] });
    session.load();
    expect(startBroken(session).errorCodes).toEqual([code]);
  });
});
