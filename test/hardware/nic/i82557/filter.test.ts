/** Which frames are taken, and what their status says. 8255x SDM 6.4.2.2-6.4.2.4, table 52. */
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/i82557-bench';

const OTHER = Uint8Array.of(0x00, 0xa0, 0xc9, 0x12, 0x34, 0x57);
const LOCAL = Uint8Array.of(0x02, 0xa0, 0xc9, 0x12, 0x34, 0x56);
const ALL = new Uint8Array(6).fill(0xff);
/** Three group addresses and one individual, whose CRC bits 7:2 are 38; one whose bits are 59. */
const GROUP = Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x01);
const SAME_HASH = Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x7e);
const INDIVIDUAL_SAME_HASH = Uint8Array.of(0x02, 0x00, 0x00, 0x00, 0x00, 0x14);
const OTHER_HASH = Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x03);

const [NONE, OWN, GROUPED, FOREIGN] = [0, 0xa020, 0xa022, 0xa026];

test.each([
  { name: 'the own address', to: MAC_ADDRESS, want: OWN },
  { name: 'another address', to: OTHER, want: NONE },
  { name: 'another, promiscuous', to: OTHER, config: { 15: 0x49 }, want: FOREIGN },
  { name: 'a group, promiscuous', to: OTHER_HASH, config: { 15: 0x49 }, want: FOREIGN },
  { name: 'the own address, promiscuous', to: MAC_ADDRESS, config: { 15: 0x49 }, want: OWN },
  { name: 'a broadcast', to: ALL, want: GROUPED },
  { name: 'a broadcast, disabled', to: ALL, config: { 15: 0x4a }, want: NONE },
  { name: 'a group set up', to: GROUP, want: GROUPED },
  { name: 'a group of the same hash', to: SAME_HASH, want: GROUPED },
  { name: 'a group of another hash', to: OTHER_HASH, want: NONE },
  { name: 'multicast all', to: OTHER_HASH, config: { 21: 0x0d }, want: GROUPED },
  {
    name: 'a broadcast, disabled, multicast all',
    to: ALL,
    config: { 15: 0x4a, 21: 0xd },
    want: NONE,
  },
  { name: 'an individual of the hash', to: INDIVIDUAL_SAME_HASH, want: NONE },
  { name: 'the same, multiple IA', to: INDIVIDUAL_SAME_HASH, config: { 20: 0x7f }, want: GROUPED },
  { name: 'the local twin', to: LOCAL, want: NONE },
  { name: 'the local twin, ignore U/L', to: LOCAL, config: { 15: 0x58 }, want: OWN },
])('$name', ({ to, config = {}, want }) => {
  const bench = new Bench();
  bench.configure(config);
  bench.setAddress();
  bench.perform(3, [6, 0, ...GROUP]);
  bench.startReceiver();
  bench.receive(createFrame(60, to));
  expect(bench.rfd(0).status).toBe(want);
});

test('a multicast setup replaces the one before', () => {
  const bench = new Bench();
  bench.perform(3, [12, 0, ...GROUP, ...OTHER_HASH]);
  bench.perform(3, [6, 0, ...OTHER_HASH]);
  bench.startReceiver();
  bench.receive(createFrame(60, GROUP));
  bench.receive(createFrame(60, OTHER_HASH));
  expect([bench.rfd(0).status, bench.received(0)[5], bench.rfd(1).status]).toEqual([
    GROUPED,
    0x03,
    NONE,
  ]);
});
