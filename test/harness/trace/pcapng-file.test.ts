/** Captures of what went over the wire, byte by byte. */
import { blocksOf, optionsOf } from '../../support/captures';
import { traceOf } from '../../support/traces';
import { UserFolder } from '../../support/cli';
import type { TraceEvent } from '../../../ndis/trace';

const folder = new UserFolder();
afterAll(() => folder.remove());

const BYTES = Uint8Array.from({ length: 61 }, (_, index) => index);
const EVENTS: readonly TraceEvent[] = [
  { kind: 'handler', timeNs: 0, name: 'MiniportSendPackets', values: [] },
  { kind: 'frame', timeNs: 0x1_0000_0007, name: 'transmit', values: [61], bytes: BYTES },
  { kind: 'return', timeNs: 0, name: 'MiniportSendPackets', values: [] },
  { kind: 'frame', timeNs: 9e9, name: 'receive', values: [61], bytes: BYTES },
];

const RUNS = [
  { fault: null, events: EVENTS },
  { fault: 'NdisMSleep=X#1', events: EVENTS },
];

test('one section, an interface for each run, and a packet for each frame', () => {
  const blocks = blocksOf(traceOf(folder, 'pcapng', RUNS));
  expect(blocks.map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 6, 6, 1, 6, 6]);
  const [section, first, , , second] = blocks.map(({ body }) => body);
  expect(section.readUInt32LE(0)).toBe(0x1a2b3c4d);
  expect([section.readUInt16LE(4), section.readUInt16LE(6)]).toEqual([1, 0]);
  expect(section.readBigInt64LE(8)).toBe(-1n);
  expect(optionsOf(section, 16)[4].toString()).toBe('ndislab');
  expect([first.readUInt16LE(0), first.readUInt32LE(4)]).toEqual([1, 0]);
  const options = optionsOf(second, 8);
  expect(options[1].toString()).toBe('ndislab run driver.ts --seed 1');
  expect(options[2].toString()).toBe('run 2');
  expect(options[3].toString()).toBe('NdisMSleep=X#1');
  expect([...options[9]]).toEqual([9]);
});

test('a packet has its time in nanoseconds, its direction, and who sent it when', () => {
  const blocks = blocksOf(traceOf(folder, 'pcapng', RUNS)).filter(({ type }) => type === 6);
  const read = blocks.map(({ body }) => {
    const options = optionsOf(body, 20 + 64);
    return {
      interfaceId: body.readUInt32LE(0),
      time: [body.readUInt32LE(4), body.readUInt32LE(8)],
      lengths: [body.readUInt32LE(12), body.readUInt32LE(16)],
      bytes: new Uint8Array(body.subarray(20, 20 + 61)),
      flags: options[2].readUInt32LE(0),
      comment: options[1].toString(),
    };
  });
  expect(read.slice(0, 2)).toEqual([
    {
      interfaceId: 0,
      time: [1, 7],
      lengths: [61, 61],
      bytes: BYTES,
      flags: 2,
      comment: 'sent by the NIC; run 1, no fault; in MiniportSendPackets',
    },
    {
      interfaceId: 0,
      time: [2, 410_065_408],
      lengths: [61, 61],
      bytes: BYTES,
      flags: 1,
      comment: 'sent by the station across the wire; run 1, no fault; the driver idle',
    },
  ]);
  expect(read[2]).toMatchObject({
    interfaceId: 1,
    comment: expect.stringContaining('run 2, NdisMSleep=X#1'),
  });
});

test('nothing of the host is in it, and without a run it is a section', () => {
  expect(traceOf(folder, 'pcapng', RUNS)).toEqual(traceOf(folder, 'pcapng', RUNS));
  expect(blocksOf(traceOf(folder, 'pcapng', []))).toHaveLength(1);
});

test('an option is cut where its length ends', () => {
  const [, nic] = blocksOf(traceOf(folder, 'pcapng', [{ fault: 'x'.repeat(70_000), events: [] }]));
  expect(optionsOf(nic.body, 8)[3]).toHaveLength(65_535);
});
