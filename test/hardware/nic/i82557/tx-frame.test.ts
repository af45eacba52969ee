/** What frames are made of: the TCB, TBDs, padding, NC. 8255x SDM 6.4.2.5. */
import { Bench, createFrame } from '../../../support/nic/i82557-bench';

const TCB = 0x1000;
const ARRAY = 0x2000;

interface Tcb {
  readonly command: number;
  readonly array?: number;
  readonly byteCount?: number;
  readonly tbdNumber?: number;
}

function put({ command, array = ARRAY, byteCount = 0, tbdNumber = 0 }: Tcb, bench: Bench): void {
  bench.putBlock(TCB, 0x8004 | command, 0);
  bench.view.setUint32(TCB + 8, array, true);
  bench.view.setUint32(TCB + 12, ((tbdNumber << 24) | byteCount) >>> 0, true);
}

/** A TBD at `address`, of data from `offset` of a frame at 3000h. */
function putTbd(bench: Bench, address: number, offset: number, size: number): void {
  bench.view.setUint32(address, 0x3000 + offset, true);
  bench.view.setUint32(address + 4, size, true);
}

function send(bench: Bench): Uint8Array[] {
  bench.ram.set(createFrame(300), 0x3000);
  bench.command(0x10, TCB);
  bench.advance(1_000_000);
  return bench.sent.map(({ frame }) => frame);
}

test('simplified: the data follow the TCB', () => {
  const bench = new Bench();
  bench.putTransmit(TCB, 0x8000, 0, createFrame(100));
  expect(send(bench)).toEqual([createFrame(100)]);
  expect(bench.status(TCB)).toBe(0xa000);
});

test('flexible: the data in the TCB, then those of the TBDs', () => {
  const bench = new Bench();
  put({ command: 8, byteCount: 14, tbdNumber: 3 }, bench);
  bench.ram.set(createFrame(14), TCB + 16);
  putTbd(bench, ARRAY, 14, 100);
  putTbd(bench, ARRAY + 8, 0, 0);
  putTbd(bench, ARRAY + 16, 114, 186);
  expect(send(bench)).toEqual([createFrame(300)]);
});

test.each([
  { revisionId: 0x08, byteCount: 100 },
  { revisionId: 0x01, byteCount: 200 },
])('EL ends the array on revision $revisionId: $byteCount bytes', ({ revisionId, byteCount }) => {
  const bench = new Bench({ revisionId });
  put({ command: 8, tbdNumber: 2 }, bench);
  putTbd(bench, ARRAY, 0, 0x1_0000 | 100);
  putTbd(bench, ARRAY + 8, 100, 100);
  expect(send(bench)).toEqual([createFrame(byteCount)]);
});

test('extended: two TBDs lie in the TCB, the third is the first of the array', () => {
  const bench = new Bench();
  bench.configure({ 6: 0x22 });
  put({ command: 8, tbdNumber: 3 }, bench);
  putTbd(bench, TCB + 16, 0, 100);
  putTbd(bench, TCB + 24, 100, 100);
  putTbd(bench, ARRAY, 200, 100);
  expect(send(bench)).toEqual([createFrame(300)]);
});

test('the 82557 has no extended TCB', () => {
  const bench = new Bench({ revisionId: 1 });
  bench.configure({ 6: 0x22 });
  put({ command: 8, tbdNumber: 1 }, bench);
  putTbd(bench, ARRAY, 0, 80);
  expect(send(bench)).toEqual([createFrame(80)]);
});

test.each([
  { name: 'padded', config: {}, want: 60 },
  { name: 'short without padding', config: { 18: 0xf0 }, want: 20 },
])('a frame of 20 bytes goes out $name', ({ config, want }) => {
  const bench = new Bench();
  bench.configure(config);
  bench.putTransmit(TCB, 0x8000, 0, createFrame(20));
  const [frame] = send(bench);
  expect(frame.length).toBe(want);
  expect(frame.subarray(0, 20)).toEqual(createFrame(20));
});

test.each([
  { name: 'right', fcs: [0x08, 0x89, 0x12, 0x04], want: 1 },
  { name: 'wrong', fcs: [0x08, 0x89, 0x12, 0x05], want: 0 },
])('NC: the FCS comes from memory and is $name', ({ fcs, want }) => {
  const bench = new Bench();
  bench.putTransmit(TCB, 0x8010, 0, Uint8Array.of(...Array<number>(60).fill(0), ...fcs));
  const frames = send(bench);
  expect(frames.map(({ length }) => length)).toEqual(Array(want).fill(60));
  expect([bench.status(TCB), bench.counters()[0]]).toEqual([0xa000, 1]);
});

test('hostile: more than the FIFO holds is reported and not sent', () => {
  const bench = new Bench();
  put({ command: 8, tbdNumber: 255 }, bench);
  for (let index = 0; index < 255; index++) putTbd(bench, ARRAY + 8 * index, 0, 0x3fff);
  expect(send(bench)).toEqual([]);
  expect(bench.unmodelled).toEqual(['transmission of more than 3 KB']);
  expect([bench.status(TCB), bench.cuState]).toEqual([0xa000, 0]);
});

test.each([
  { name: 'an array where no memory is', array: 0xffff_fffc, tbd: 0x3000 },
  { name: 'a buffer where no memory is', array: ARRAY, tbd: 0x7fff_0000 },
])('hostile: $name halts the CU until a reset', ({ array, tbd }) => {
  const bench = new Bench();
  put({ command: 8, array, tbdNumber: 1 }, bench);
  bench.view.setUint32(ARRAY, tbd, true);
  bench.view.setUint32(ARRAY + 4, 60, true);
  expect(send(bench)).toEqual([]);
  expect([bench.status(TCB), bench.cuState]).toEqual([0, 2]);
  bench.set(8, 0);
  bench.putTransmit(TCB, 0x8000, 0, createFrame(60));
  expect(send(bench).length).toBe(1);
});

test('a block without data sends nothing', () => {
  const bench = new Bench();
  put({ command: 8 }, bench);
  expect(send(bench)).toEqual([]);
  expect(bench.status(TCB)).toBe(0xa000);
});
