/** Captures of a user's own: what is played of them, and what cannot be. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCapture } from '../../../harness/capture';
import { UsageError } from '../../../harness/result';
import {
  frameOf,
  interfaceBlock,
  LITTLE,
  option,
  packet,
  pcap,
  section,
  u32,
  type PcapRecord,
} from '../../support/captures';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

function written(bytes: Buffer): string {
  const path = join(folder.path, 'capture');
  writeFileSync(path, bytes);
  return path;
}

function record(fraction: number, bytes: Buffer, seconds = 100): PcapRecord {
  return { seconds, fraction, bytes };
}

test('times count from the first frame, and frames are in order of time', () => {
  const records = [
    record(30, frameOf(60, 3)),
    record(10, frameOf(60, 1)),
    record(30, frameOf(60, 4)),
  ];
  expect(readCapture(written(pcap(LITTLE, records)))).toEqual([
    { timeNs: 0, bytes: new Uint8Array(frameOf(60, 1)) },
    { timeNs: 20_000, bytes: new Uint8Array(frameOf(60, 3)) },
    { timeNs: 20_000, bytes: new Uint8Array(frameOf(60, 4)) },
  ]);
});

test('a frame that was captured before it was padded is padded, and an FCS is taken off', () => {
  const [short] = readCapture(written(pcap(LITTLE, [record(0, frameOf(42, 9))])));
  expect(short.bytes).toEqual(new Uint8Array(Buffer.concat([frameOf(42, 9), Buffer.alloc(18)])));
  const withFcs = pcap(LITTLE, [record(0, frameOf(104, 9))], { linkWord: 0x24000001 });
  expect(readCapture(written(withFcs))[0].bytes).toHaveLength(100);
});

test('what the capturing machine has sent is left out', () => {
  const flags = (value: number) => [option(LITTLE, 2, u32(LITTLE, value))];
  const blocks = (...directions: number[]) =>
    Buffer.concat([
      section(LITTLE),
      interfaceBlock(LITTLE),
      ...directions.map((one, index) =>
        packet(LITTLE, { units: BigInt(index), bytes: frameOf(60, index), options: flags(one) }),
      ),
    ]);
  const played = readCapture(written(blocks(2, 1, 0)));
  expect(played.map(({ timeNs, bytes }) => [timeNs, bytes[6]])).toEqual([
    [0, 1],
    [1000, 2],
  ]);
  expect(() => readCapture(written(blocks(2, 2)))).toThrow(/all its frames are marked as sent/);
});

test.each([
  { name: 'nothing', bytes: Buffer.alloc(0), want: /it is no pcap or pcapng file/ },
  { name: 'text', bytes: Buffer.from('no capture'), want: /it is no pcap or pcapng file/ },
  { name: 'no frames', bytes: pcap(LITTLE, []), want: /it holds no frames/ },
  {
    name: 'Wi-Fi',
    bytes: pcap(LITTLE, [record(0, frameOf(60, 1))], { linkWord: 105 }),
    want: /frame 1 is of link type 105, not Ethernet/,
  },
  {
    name: 'a frame that was cut',
    bytes: pcap(LITTLE, [{ ...record(0, frameOf(96, 1)), originalByteCount: 1514 }]),
    want: /frame 1 has 96 of its 1514 bytes/,
  },
  {
    name: 'no header',
    bytes: pcap(LITTLE, [record(0, frameOf(13, 1))]),
    want: /has 13 bytes, too few/,
  },
  {
    name: 'nothing but an FCS',
    bytes: pcap(LITTLE, [record(0, frameOf(6, 1))], { linkWord: 0xf4000001 }),
    want: /has 6 bytes, too few/,
  },
  {
    name: 'what no wire has carried',
    bytes: pcap(LITTLE, [record(0, frameOf(20_000, 1))]),
    want: /has 20000 bytes, as no frame/,
  },
  {
    name: 'an hour',
    bytes: pcap(LITTLE, [record(0, frameOf(60, 1), 0), record(0, frameOf(60, 1), 3600)]),
    want: /it lasts 3600 s/,
  },
  {
    name: 'half a frame',
    bytes: pcap(LITTLE, [record(0, frameOf(60, 1))]).subarray(0, 80),
    want: /within frame 1/,
  },
])('cannot be played: $name', ({ bytes, want }) => {
  const path = written(bytes);
  expect(() => readCapture(path)).toThrow(UsageError);
  expect(() => readCapture(path)).toThrow(want);
  expect(() => readCapture(path)).toThrow(/^cannot play [^\n]*$/);
});

test.each([
  { path: 'nothing.pcap', want: 'there is no such file' },
  { path: 'folder.d', want: 'it is a folder' },
])('cannot be read: $path', ({ path, want }) => {
  mkdirSync(join(folder.path, 'folder.d'), { recursive: true });
  expect(() => readCapture(join(folder.path, path))).toThrow(want);
});
