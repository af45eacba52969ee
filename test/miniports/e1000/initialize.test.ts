/** Starting the 82540EM's driver: configuration, and devices that are not what they should be. */
import { Session } from '../../../harness/session';
import type { I82540em } from '../../../hardware/nic/82540em';
import * as driver from '../../../miniports/e1000';
import type { RegistryValue } from '../../../ndis/kernel/registry';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  openSession,
  type STATION_MAC,
  startedSession,
  WHILE_NS,
} from '../../support/e1000-session';

const TRANSMIT_SPACE = 0x00010108;
const RECEIVE_SPACE = 0x00010109;
const CURRENT_ADDRESS = 0x01010102;

function integer(value: number): RegistryValue {
  return { type: 'integer', value };
}

function ulongOf(session: Session, oid: number): number {
  return new DataView(session.query(oid).bytes.buffer).getUint32(0, true);
}

describe('numbers in the registry', () => {
  test.each([
    { name: 'none', parameters: {}, tx: 64, rx: 64 },
    { name: 'least', parameters: { TransmitBuffers: 32, ReceiveBuffers: 16 }, tx: 32, rx: 16 },
    { name: 'most', parameters: { TransmitBuffers: 256, ReceiveBuffers: 256 }, tx: 256, rx: 256 },
    { name: 'odd', parameters: { TransmitBuffers: 33, ReceiveBuffers: 17 }, tx: 40, rx: 17 },
    { name: 'zero', parameters: { TransmitBuffers: 0, ReceiveBuffers: 0 }, tx: 64, rx: 64 },
    {
      name: 'huge',
      parameters: { TransmitBuffers: 0xffffffff, ReceiveBuffers: 0x80000000 },
      tx: 64,
      rx: 64,
    },
  ])('$name', ({ parameters, tx, rx }) => {
    const entries = Object.entries(parameters).map(([key, value]) => [key, integer(value)]);
    const session = openSession({ parameters: Object.fromEntries(entries) });
    expect(ulongOf(session, TRANSMIT_SPACE)).toBe(tx * 1514);
    expect(ulongOf(session, RECEIVE_SPACE)).toBe(rx * 2048);
    for (let index = 0; index < 2 * rx; index++) {
      arrive(session, frame(CARD_MAC, 60));
      session.idle(1e6);
    }
    expect(session.protocol!.receivedCount).toBe(2 * rx);
    expect(closeSession(session)).toEqual([]);
  });

  test('a string of nonsense is taken for the default', () => {
    const text: RegistryValue = { type: 'string', value: 'many' };
    const session = startedSession({ parameters: { TransmitBuffers: text } });
    expect(ulongOf(session, TRANSMIT_SPACE)).toBe(64 * 1514);
    expect(closeSession(session)).toEqual([]);
  });
});

describe('NetworkAddress', () => {
  test.each([
    { value: '021122334455', want: [0x02, 0x11, 0x22, 0x33, 0x44, 0x55] },
    { value: '031122334455', want: [...CARD_MAC] },
    { value: '000000000000', want: [...CARD_MAC] },
    { value: '0211223344', want: [...CARD_MAC] },
    { value: '', want: [...CARD_MAC] },
  ])('$value', ({ value, want }) => {
    const session = openSession({ parameters: { NetworkAddress: { type: 'string', value } } });
    expect([...session.query(CURRENT_ADDRESS).bytes]).toEqual(want);
    const bytes = frame(Uint8Array.from(want) as typeof STATION_MAC, 80);
    arrive(session, bytes);
    session.idle(WHILE_NS);
    expect(session.protocol!.received).toEqual([bytes]);
    expect(closeSession(session)).toEqual([]);
  });
});

/** Starts the driver on a device with something wrong; what MiniportInitialize returned. */
function startBroken(breakDevice: (nic: I82540em, session: Session) => void): string {
  const session = new Session({ driver, driverName: 'e1000' });
  session.load();
  breakDevice(session.board.nic as I82540em, session);
  expect(session.start()).toBe(false);
  expect(session.os.errorLog).toHaveLength(1);
  const status = session.statuses['MiniportInitialize'];
  expect(closeSession(session)).toEqual([]);
  return status;
}

/** Makes a register read as it should not, from its true value. */
function spoil(nic: I82540em, offset: number, read: (value: number) => number): void {
  const readRegister = nic.readRegister.bind(nic);
  nic.readRegister = (at) => (at === offset ? read(readRegister(at)) >>> 0 : readRegister(at));
}

describe('a broken device is refused, with a word in the log and nothing left behind', () => {
  const FAILURE = '0xC0000001';
  test.each<{ name: string; breakDevice: (nic: I82540em, session: Session) => void }>([
    { name: 'all ones', breakDevice: (nic) => (nic.readRegister = () => 0xffff_ffff) },
    { name: 'CTRL.RST never clears', breakDevice: (nic) => spoil(nic, 0x0, (v) => v | (1 << 26)) },
    { name: 'EERD.DONE never comes', breakDevice: (nic) => spoil(nic, 0x14, (v) => v & ~0x10) },
    { name: 'EERD all ones', breakDevice: (nic) => spoil(nic, 0x14, () => 0xffff_ffff) },
    { name: 'MDIC.R never comes', breakDevice: (nic) => spoil(nic, 0x20, (v) => v & ~(1 << 28)) },
    { name: 'MDIC.E', breakDevice: (nic) => spoil(nic, 0x20, (v) => v | (1 << 30)) },
    { name: 'another PHY', breakDevice: (nic) => spoil(nic, 0x20, (v) => v ^ 1) },
    { name: 'a wrong checksum', breakDevice: (nic) => (nic.eeprom.words[10] ^= 1) },
    {
      name: 'a group address',
      breakDevice(nic) {
        nic.eeprom.words[0] ^= 1;
        nic.eeprom.words[63] += nic.eeprom.words[0] & 1 ? -1 : 1;
      },
    },
  ])('$name', ({ breakDevice }) => {
    expect(startBroken(breakDevice)).toBe(FAILURE);
  });
});
