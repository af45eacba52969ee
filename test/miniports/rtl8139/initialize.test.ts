/** Starting the RTL8139C's driver: configuration, and devices that are not what they should be. */
import type { Rtl8139 } from '../../../hardware/nic/rtl8139';
import type { AssignedResource } from '../../../ndis/wrapper/adapter';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  newSession,
  openSession,
  spoil,
  startedSession,
  type STATION_MAC,
  valueOf,
  WHILE_NS,
  windowOf,
} from '../../support/rtl8139-session';

describe('NetworkAddress', () => {
  test.each([
    { value: '021122334455', want: [0x02, 0x11, 0x22, 0x33, 0x44, 0x55] },
    { value: '031122334455', want: [...CARD_MAC] },
    { value: '000000000000', want: [...CARD_MAC] },
    { value: '0211223344', want: [...CARD_MAC] },
    { value: '', want: [...CARD_MAC] },
  ])('$value', ({ value, want }) => {
    const session = openSession({ parameters: { NetworkAddress: { type: 'string', value } } });
    expect([...session.query(0x01010102).bytes]).toEqual(want);
    expect([...session.query(0x01010101).bytes]).toEqual([...CARD_MAC]);
    const bytes = frame(Uint8Array.from(want) as typeof STATION_MAC, 80);
    arrive(session, bytes);
    session.idle(WHILE_NS);
    expect(session.protocol!.received).toEqual([bytes]);
    expect(closeSession(session)).toEqual([]);
  });
});

test('the permanent address is that of the EEPROM, whatever the registers say', () => {
  const session = newSession();
  session.load();
  // IDR0 to IDR3, as another driver has left them.
  windowOf(session.board.nic as Rtl8139).write(0x00, 4, 0x44332202);
  expect(session.start()).toBe(true);
  expect([...session.query(0x01010101).bytes]).toEqual([...CARD_MAC]);
  expect(closeSession(session)).toEqual([]);
});

test('registers are set up as the data sheet says', () => {
  const session = startedSession();
  // CR: RE and TE, and BUFE is not in the value. TCR: 8139C, standard gap, bursts of 1024 bytes.
  expect(valueOf(session, 'CR') & 0x1c).toBe(0x0c);
  expect(valueOf(session, 'TCR')).toBe(0x7700_0600);
  // RCR: FIFO threshold 7, ring of 32 KB without WRAP, bursts of any length, no packets yet.
  expect(valueOf(session, 'RCR')).toBe(0x0000_f700);
  // IMR: SERR, FOVW, PUN, RXOVW, TER, TOK, RER and ROK.
  expect(valueOf(session, 'IMR')).toBe(0x807f);
  expect(valueOf(session, '9346CR') & 0xc0).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

/** Starts the driver with something wrong; what MiniportInitialize returned. */
function startBroken(
  breakDevice: (nic: Rtl8139) => void,
  change: (resources: AssignedResource[]) => AssignedResource[] = (resources) => resources,
): string {
  const session = newSession();
  const { board } = session;
  const startDevice = board.startDevice.bind(board);
  board.startDevice = () => change(startDevice());
  session.load();
  breakDevice(board.nic as Rtl8139);
  expect(session.start()).toBe(false);
  expect(session.os.errorLog).toHaveLength(1);
  const status = session.statuses['MiniportInitialize'];
  expect(closeSession(session)).toEqual([]);
  return status;
}

describe('a broken device is refused, with a word in the log and nothing left behind', () => {
  test.each<{ name: string; breakDevice: (nic: Rtl8139) => void; want: string }>([
    // NDIS_STATUS_ADAPTER_NOT_FOUND and NDIS_STATUS_FAILURE.
    { name: 'TCR all ones', breakDevice: (nic) => spoil(nic, 0x40, () => ~0), want: '0xC0010006' },
    {
      name: 'an RTL8139C+',
      breakDevice: (nic) => spoil(nic, 0x40, (tcr) => tcr | 0x0080_0000),
      want: '0xC0010006',
    },
    {
      name: 'CR.RST never clears',
      breakDevice: (nic) => spoil(nic, 0x37, (cr) => cr | 0x10),
      want: '0xC0000001',
    },
    {
      name: 'no EEPROM',
      breakDevice: (nic) => spoil(nic, 0x50, (value) => value | 0x01),
      want: '0xC0000001',
    },
    {
      name: 'an EEPROM of zeros',
      breakDevice: (nic) => nic.eeprom.words.fill(0),
      want: '0xC0000001',
    },
    {
      name: 'a group address',
      breakDevice: (nic) => (nic.eeprom.words[7] |= 1),
      want: '0xC0000001',
    },
  ])('$name', ({ breakDevice, want }) => {
    expect(startBroken(breakDevice)).toBe(want);
  });
});

describe('what was not assigned is missed', () => {
  const NDIS_STATUS_RESOURCE_CONFLICT = '0xC001001E';
  test.each(['port', 'interrupt'] as const)('%s', (missing) => {
    const status = startBroken(
      () => undefined,
      (resources) => resources.filter(({ kind }) => kind !== missing),
    );
    expect(status).toBe(NDIS_STATUS_RESOURCE_CONFLICT);
  });
});
