/** Captures in the older format: both byte orders, both resolutions, and what is broken. */
import { readPcap } from '../../../harness/capture/pcap';
import { BIG, frameOf, LITTLE, pcap } from '../../support/captures';

const RECORDS = [
  { seconds: 1_700_000_000, fraction: 250, bytes: frameOf(60, 1) },
  { seconds: 1_700_000_001, fraction: 999_999, bytes: frameOf(61, 2), originalByteCount: 70 },
];

test.each([
  { name: 'little-endian, microseconds', order: LITTLE, magic: 0xa1b2c3d4, unitNs: 1000n },
  { name: 'big-endian, microseconds', order: BIG, magic: 0xa1b2c3d4, unitNs: 1000n },
  { name: 'little-endian, nanoseconds', order: LITTLE, magic: 0xa1b23c4d, unitNs: 1n },
  { name: 'big-endian, nanoseconds', order: BIG, magic: 0xa1b23c4d, unitNs: 1n },
])('$name', ({ order, magic, unitNs }) => {
  const common = { linkType: 1, fcsByteCount: 0, isOutbound: false };
  expect(readPcap(pcap(order, RECORDS, { magic }))).toEqual([
    {
      ...common,
      timeNs: 1_700_000_000_000_000_000n + 250n * unitNs,
      bytes: RECORDS[0].bytes,
      originalByteCount: 60,
    },
    {
      ...common,
      timeNs: 1_700_000_001_000_000_000n + 999_999n * unitNs,
      bytes: RECORDS[1].bytes,
      originalByteCount: 70,
    },
  ]);
});

test('the word of the link type may hold the length of the FCS', () => {
  const [frame] = readPcap(pcap(LITTLE, RECORDS, { linkWord: 0x24000001 }))!;
  expect(frame).toMatchObject({ linkType: 1, fcsByteCount: 4 });
});

const whole = pcap(LITTLE, RECORDS);

test.each([
  { name: 'nothing', bytes: Buffer.alloc(0) },
  { name: 'three bytes', bytes: whole.subarray(0, 3) },
  { name: 'another magic', bytes: pcap(LITTLE, [], { magic: 0xa1b2cd34 }) },
])('something else: $name', ({ bytes }) => {
  expect(readPcap(bytes)).toBeUndefined();
});

test.each([
  { name: 'half a header', bytes: whole.subarray(0, 23), want: 'it ends within its header' },
  { name: 'another version', bytes: pcap(LITTLE, [], { major: 3 }), want: /version is 3/ },
  { name: 'half a record', bytes: whole.subarray(0, 30), want: 'it ends within frame 1' },
  { name: 'half a frame', bytes: whole.subarray(0, -1), want: 'it ends within frame 2' },
])('broken: $name', ({ bytes, want }) => {
  expect(() => readPcap(bytes)).toThrow(want);
});
