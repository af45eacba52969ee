/** The configuration block: which bits mean what, on which chip. 8255x SDM 6.4.2.3. */
import { Configuration } from '../../../../hardware/nic/i82557/configuration';
import { steppingOf } from '../../../../hardware/nic/i82557/stepping';
import type { Changes } from '../../../support/nic/i82557-bench';

const DEFAULTS = [
  0x16, 0x08, 0x00, 0x00, 0x00, 0x00, 0x32, 0x03, 0x01, 0x00, 0x2e, 0x00, 0x60, 0x00, 0xf2, 0xc8,
  0x00, 0x40, 0xf2, 0x80, 0x3f, 0x05,
];

function create(revisionId: number, changes: Changes = {}) {
  const configuration = new Configuration(steppingOf(revisionId));
  const block = Uint8Array.from(DEFAULTS);
  for (const [index, value] of Object.entries(changes))
    if (value !== undefined) block[Number(index)] = value;
  configuration.load(block);
  return configuration;
}

test.each([
  { name: 'extended TCB', byte: 6, value: 0x22, key: 'hasExtendedTcb', is82557: false },
  { name: 'TCO counters', byte: 6, value: 0x36, key: 'hasTcoCounters', is82557: true },
  { name: 'CI', byte: 6, value: 0x3a, key: 'interruptsOnlyIdle', is82557: true },
  { name: 'save bad frames', byte: 6, value: 0xb2, key: 'savesBadFrames', is82557: true },
  { name: 'link wake-up', byte: 9, value: 0x20, key: 'wakesOnLink', is82557: false },
  { name: 'promiscuous', byte: 15, value: 0xc9, key: 'isPromiscuous', is82557: true },
  { name: 'broadcast disable', byte: 15, value: 0xca, key: 'isBroadcastDisabled', is82557: true },
  { name: 'ignore U/L', byte: 15, value: 0xd8, key: 'ignoresUniversalLocal', is82557: false },
  { name: 'CRC transfer', byte: 18, value: 0xf6, key: 'transfersCrc', is82557: true },
  { name: 'FC restart', byte: 19, value: 0x90, key: 'obeysPause', is82557: false },
  { name: 'FC restop', byte: 19, value: 0x88, key: 'obeysPause', is82557: false },
  { name: 'reject FC', byte: 19, value: 0xa0, key: 'rejectsPause', is82557: true },
  { name: 'force full duplex', byte: 19, value: 0xc0, key: 'forcesFullDuplex', is82557: true },
  { name: 'multiple IA', byte: 20, value: 0x7f, key: 'hasMultipleIa', is82557: true },
  { name: 'multicast all', byte: 21, value: 0x0d, key: 'takesAllMulticast', is82557: true },
] as const)('byte $byte, $name', ({ byte, value, key, is82557 }) => {
  expect(create(8)[key]).toBe(false);
  expect(create(8, { [byte]: value })[key]).toBe(true);
  expect(create(1, { [byte]: value })[key]).toBe(is82557);
});

test.each([
  { name: 'standard counters', byte: 6, value: 0x12, key: 'hasStandardCounters' },
  { name: 'discard short', byte: 7, value: 0x02, key: 'discardsShort' },
  { name: 'padding', byte: 18, value: 0xf0, key: 'pads' },
  { name: 'full duplex pin', byte: 19, value: 0x00, key: 'usesDuplexPin' },
] as const)('byte $byte, $name, which is the default', ({ byte, value, key }) => {
  expect([create(8)[key], create(8, { [byte]: value })[key]]).toEqual([true, false]);
});

test('long frames are good if byte 18 says so; the 82557 does not look', () => {
  expect([create(8), create(8, { 18: 0xfa }), create(1)].map((c) => c.receivesLong)).toEqual([
    false,
    true,
    true,
  ]);
});

test('the pause time lies in bytes 16 and 17, low first', () => {
  expect(create(8, { 16: 0x34, 17: 0x12 }).pauseQuanta).toBe(0x1234);
});

test('a count in byte 0 leaves the bytes behind as they were', () => {
  const configuration = create(8, { 15: 0xc9, 21: 0x0d });
  configuration.load(Uint8Array.from(DEFAULTS, (byte, index) => (index === 0 ? 16 : byte)));
  expect([configuration.isPromiscuous, configuration.takesAllMulticast]).toEqual([false, true]);
  configuration.load(new Uint8Array(22).fill(0xff));
  expect(configuration.bytes).toEqual(new Uint8Array(22).fill(0xff));
  configuration.reset();
  expect([...configuration.bytes]).toEqual(DEFAULTS);
});

test.each([
  { changes: {}, want: [] },
  { changes: { 7: 0x83 }, want: ['CONFIGURE dynamic TBD'] },
  { changes: { 10: 0x26 }, want: ['CONFIGURE source insertion'] },
  { changes: { 15: 0xe8 }, want: ['CONFIGURE CRC16'] },
  { changes: { 18: 0xf3 }, want: ['CONFIGURE stripping'] },
])('what is not modelled: $want', ({ changes, want }) => {
  expect(create(8, changes).unmodelled()).toEqual(want);
});

test('bits that the 82557 does not have are not asked for', () => {
  expect(create(1, { 7: 0x83, 15: 0xe8 }).unmodelled()).toEqual([]);
});
