/** Which addresses the receiver recognises. DP8390D 10.3 (RCR), 10.5. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

const address = (hex: string): Uint8Array =>
  Uint8Array.from(hex.split(':'), (b) => parseInt(b, 16));
const OWN = '00:e0:4c:12:34:56';
const OTHER = '00:e0:4c:12:34:57';
const BROADCAST = 'ff:ff:ff:ff:ff:ff';
const ALL_HOSTS = '01:00:5e:00:00:01';

test.each([
  { name: 'own', rcr: 0x00, to: OWN, want: 0x01 },
  { name: 'another', rcr: 0x00, to: OTHER, want: undefined },
  { name: 'another, PRO', rcr: 0x10, to: OTHER, want: 0x01 },
  { name: 'broadcast', rcr: 0x00, to: BROADCAST, want: undefined },
  { name: 'broadcast, AB', rcr: 0x04, to: BROADCAST, want: 0x21 },
  { name: 'broadcast, PRO', rcr: 0x10, to: BROADCAST, want: undefined },
  // The data sheet of AB clear: rejected. Its bit of MAR is 63.
  { name: 'broadcast, AM and its bit', rcr: 0x08, to: BROADCAST, mar: [7, 0x80], want: undefined },
  { name: 'multicast, AM and no bit', rcr: 0x08, to: ALL_HOSTS, want: undefined },
  { name: 'multicast, AM and its bit', rcr: 0x08, to: ALL_HOSTS, mar: [3, 0x80], want: 0x21 },
  { name: 'multicast, its bit alone', rcr: 0x00, to: ALL_HOSTS, mar: [3, 0x80], want: undefined },
  { name: 'multicast, AB', rcr: 0x04, to: ALL_HOSTS, want: undefined },
])('$name', ({ rcr, to, mar, want }) => {
  const bench = new Bench();
  bench.start({ rcr });
  if (mar !== undefined) bench.setPage(1, 8 + mar[0], mar[1]);
  bench.receive(createFrame(60, address(to)));
  const isStored = bench.getPage(1, 7) === 0x47;
  expect(isStored ? bench.header(0x46).status : undefined).toBe(want);
});

/** The six highest bits of the CRC of 802.3 over the address, worked out bit by bit elsewhere. */
test.each([
  { to: '01:00:5e:00:00:01', bit: 31 },
  { to: '01:80:c2:00:00:01', bit: 3 },
  { to: '33:33:00:00:00:01', bit: 62 },
  { to: '01:00:5e:00:00:fb', bit: 15 },
  { to: '01:00:5e:7f:ff:fa', bit: 43 },
])('$to is bit $bit of MAR', ({ to, bit }) => {
  const bits = Array.from({ length: 64 }, (_, index) => index);
  const accepted = bits.filter((index) => {
    const bench = new Bench();
    bench.start({ rcr: 0x08 });
    bench.setPage(1, 8 + (index >> 3), 1 << (index & 7));
    bench.receive(createFrame(60, address(to)));
    return bench.get(0x0c) === 0x21;
  });
  expect(accepted).toEqual([bit]);
});
