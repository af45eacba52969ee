/** What the packet filters of the RTL8139C's driver let in. */
import { BROADCAST_MAC, macAddress } from '../../../hardware/wire';
import {
  arrive,
  CARD_MAC,
  closeSession,
  Filter,
  frame,
  nicOf,
  PACKET_FILTER,
  startedSession,
  WHILE_NS,
  windowOf,
} from '../../support/rtl8139-session';

const OTHER = macAddress('02:00:00:00:00:09');
const GROUP = macAddress('01:00:5e:00:00:fb');
const OTHER_GROUP = macAddress('01:00:5e:00:11:22');
const MULTICAST_LIST = 0x01010103;

describe('a packet filter lets in', () => {
  const all = [
    { destination: CARD_MAC, name: 'own' },
    { destination: OTHER, name: 'other' },
    { destination: GROUP, name: 'group' },
    { destination: OTHER_GROUP, name: 'other group' },
    { destination: BROADCAST_MAC, name: 'broadcast' },
  ];
  test.each([
    { filter: 0, want: [] },
    { filter: Filter.DIRECTED, want: ['own'] },
    { filter: Filter.MULTICAST, want: ['group'] },
    { filter: Filter.ALL_MULTICAST, want: ['group', 'other group'] },
    { filter: Filter.BROADCAST, want: ['broadcast'] },
    { filter: Filter.DIRECTED | Filter.BROADCAST, want: ['own', 'broadcast'] },
    { filter: Filter.PROMISCUOUS, want: all.map(({ name }) => name) },
  ])('$filter: $want', ({ filter, want }) => {
    const session = startedSession();
    session.set(MULTICAST_LIST, GROUP);
    session.setUlong(PACKET_FILTER, filter);
    all.forEach(({ destination }, index) => arrive(session, frame(destination, 100 + index)));
    session.idle(WHILE_NS);
    const got = session.protocol!.received.map(({ length }) => all[length - 100].name);
    expect(got).toEqual(want);
    expect(closeSession(session)).toEqual([]);
  });
});

test('what the device lets in by its hash alone is dropped', () => {
  const session = startedSession();
  session.set(MULTICAST_LIST, GROUP);
  session.setUlong(PACKET_FILTER, Filter.MULTICAST);
  // MAR0 to MAR7: every group.
  for (const offset of [0x08, 0x0c]) windowOf(nicOf(session)).write(offset, 4, 0xffff_ffff);
  for (const destination of [OTHER_GROUP, GROUP]) arrive(session, frame(destination, 100));
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([frame(GROUP, 100)]);
  expect(closeSession(session)).toEqual([]);
});

/** The CRC-32's upper six bits over each address, worked out with another program (zlib). */
test.each([
  { address: '01:00:5e:00:00:fb', low: 0x0000_8000, high: 0 },
  { address: '33:33:00:00:00:01', low: 0, high: 0x4000_0000 },
  { address: '01:80:c2:00:00:0e', low: 0, high: 0x0000_0002 },
])('MAR for $address', ({ address, low, high }) => {
  const session = startedSession();
  session.set(MULTICAST_LIST, macAddress(address));
  session.setUlong(PACKET_FILTER, Filter.MULTICAST);
  const window = windowOf(nicOf(session));
  expect([window.read(0x08, 4), window.read(0x0c, 4)]).toEqual([low, high]);
  expect(closeSession(session)).toEqual([]);
});
