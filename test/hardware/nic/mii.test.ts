/** Negotiation of a speed and a duplex mode. IEEE 802.3 28B.3; bits of a base page: 28B.2. */
import { bestAbility, partnerPage } from '../../../hardware/nic/mii';

test.each([
  { name: 'all', ours: 0x01e1, theirs: 0x41e1, want: { mbps: 100, isFullDuplex: true } },
  {
    name: 'no 100BASE-TX full',
    ours: 0x00e1,
    theirs: 0x41e1,
    want: { mbps: 100, isFullDuplex: false },
  },
  {
    name: 'a far end of 10 Mb/s',
    ours: 0x01e1,
    theirs: 0x4061,
    want: { mbps: 10, isFullDuplex: true },
  },
  { name: '10BASE-T alone', ours: 0x0021, theirs: 0x41e1, want: { mbps: 10, isFullDuplex: false } },
  { name: 'nothing in common', ours: 0x0181, theirs: 0x4061, want: undefined },
])('with $name', ({ ours, theirs, want }) => {
  const ability = bestAbility(ours, theirs);
  expect(ability && { mbps: ability.mbps, isFullDuplex: ability.isFullDuplex }).toEqual(want);
});

test.each([
  { linkMbps: 10, want: 0x4461 },
  { linkMbps: 100, want: 0x45e1 },
  { linkMbps: 1000, want: 0x45e1 },
])('the page of a far end of $linkMbps Mb/s', ({ linkMbps, want }) => {
  expect(partnerPage(linkMbps)).toBe(want);
});
