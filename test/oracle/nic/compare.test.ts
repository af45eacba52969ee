/** The three verdicts: equal, a listed deviation, unexplained. */
import { compare } from './compare';
import type { Deviation } from './device';
import type { Answer, Operation, Program } from './program';

const READ: Operation = { kind: 'read', bar: 0, offset: 8, width: 4, place: 'STATUS' };
const CHECK: Operation = { kind: 'check', address: 0x10_0000, byteCount: 4, place: 'descriptor' };
const DEVIATIONS: readonly Deviation[] = [
  { places: ['STATUS'], qemu: 0x8000_0000, section: '1', reason: 'a bit of QEMU' },
  { places: ['STATUS', 'descriptor'], ours: 0x0000_0002, section: '2', reason: 'a bit of ours' },
  { places: ['descriptor'], ours: '000000f0', section: '3', reason: 'bits by bytes' },
  { places: [], edges: { ours: '', qemu: '-+' }, section: '4', reason: 'a glitch' },
  { places: [], frames: { ours: '0000', qemu: 'ffff' }, section: '5', reason: 'a sum' },
];

function judge(operation: Operation, ours: Partial<Answer>, qemu: Partial<Answer>) {
  const program: Program = {
    ...{ device: 'x', seed: 1, variant: 'y' },
    steps: [{ isSetup: false, operations: [operation] }],
  };
  const answer = (one: Partial<Answer>): Answer => ({ text: '', edges: '', ...one });
  return compare(program, [answer(ours)], [answer(qemu)], DEVIATIONS);
}

test.each([
  { name: 'equal', ours: '83', qemu: '83', counts: [0, 0, 0, 0, 0], unexplained: 0 },
  { name: 'known', ours: '81', qemu: '80000081', counts: [1, 0, 0, 0, 0], unexplained: 0 },
  { name: 'two known', ours: '83', qemu: '80000081', counts: [1, 1, 0, 0, 0], unexplained: 0 },
  { name: 'the other way', ours: '81', qemu: '83', counts: [0, 0, 0, 0, 0], unexplained: 1 },
  { name: 'known and more', ours: '80', qemu: '80000081', counts: [0, 0, 0, 0, 0], unexplained: 1 },
])('of a register: $name', ({ ours, qemu, counts, unexplained }) => {
  const verdict = judge(READ, { text: ours }, { text: qemu });
  expect(verdict.deviationCounts).toEqual(counts);
  expect(verdict.unexplained).toHaveLength(unexplained);
});

test.each([
  { name: 'by bytes', ours: '000000f1', qemu: '00000001', counts: [0, 0, 1, 0, 0], unexplained: 0 },
  {
    name: 'low byte first',
    ours: '02000000',
    qemu: '00000000',
    counts: [0, 1, 0, 0, 0],
    unexplained: 0,
  },
  { name: 'unknown', ours: '04000000', qemu: '00000000', counts: [0, 0, 0, 0, 0], unexplained: 1 },
])('of memory: $name', ({ ours, qemu, counts, unexplained }) => {
  const verdict = judge(CHECK, { text: ours }, { text: qemu });
  expect(verdict.deviationCounts).toEqual(counts);
  expect(verdict.unexplained).toHaveLength(unexplained);
});

test.each([
  { name: 'equal', ours: '+', qemu: '+', known: 0, unexplained: 0 },
  { name: 'known', ours: '', qemu: '-+', known: 1, unexplained: 0 },
  { name: 'dropped', ours: '', qemu: '+', known: 0, unexplained: 1 },
])('of the pin: $name', ({ ours, qemu, known, unexplained }) => {
  const verdict = judge(READ, { text: '0', edges: ours }, { text: '0', edges: qemu });
  expect(verdict.deviationCounts[3]).toBe(known);
  expect(verdict.unexplained).toHaveLength(unexplained);
});

test.each([
  { name: 'known', ours: '01000023 12', qemu: '01ffff23 12', known: 1, unexplained: 0 },
  { name: 'known twice', ours: '00000000', qemu: 'ffffffff', known: 1, unexplained: 0 },
  { name: 'half of it', ours: '00001234', qemu: 'ff001234', known: 0, unexplained: 1 },
  { name: 'the other way', ours: 'ffff', qemu: '0000', known: 0, unexplained: 1 },
  { name: 'a frame more', ours: '0000 12', qemu: 'ffff', known: 0, unexplained: 1 },
  { name: 'known and more', ours: '000012', qemu: 'ffff13', known: 0, unexplained: 1 },
])('of frames sent: $name', ({ ours, qemu, known, unexplained }) => {
  const verdict = judge({ kind: 'frames' }, { text: ours }, { text: qemu });
  expect(verdict.deviationCounts[4]).toBe(known);
  expect(verdict.unexplained).toHaveLength(unexplained);
});

test('an access to what is not modelled is never explained', () => {
  const verdict = judge(READ, { text: 'unmodelled X' }, { text: '80000000' });
  expect(verdict.unexplained).toHaveLength(1);
});
