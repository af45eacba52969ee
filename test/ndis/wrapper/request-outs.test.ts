/** Where the results of requests lie: one place an adapter, apart from the stack, gone at its end. */
import { DriverBench } from '../../support/machine';

const NAMES = ['BytesWritten', 'BytesNeeded'];

test('each adapter has a place of its own, which is the same for every request', () => {
  const { os } = new DriverBench();
  const [first, second, other] = [
    os.requestOuts.take(1, 0),
    os.requestOuts.take(1, 1),
    os.requestOuts.take(2, 0),
  ];
  expect(second).toBe(first + 4);
  expect(other).not.toBe(first);
  os.memory.write32(first, 12);
  os.memory.write32(second, 34);
  expect(os.requestOuts.read(1, NAMES)).toEqual([12, 34]);
  expect(os.requestOuts.read(2, NAMES)).toEqual([0, 0]);
  expect(os.requestOuts.take(1, 0)).toBe(first);
  expect(os.requestOuts.read(1, NAMES)).toEqual([0, 34]);
});

test.each([
  { name: 'an object', given: { BytesWritten: 12, BytesNeeded: -1 }, want: [12, 0xffff_ffff] },
  { name: 'an object with less', given: { BytesNeeded: 34 }, want: [0, 34] },
  { name: 'a status', given: 0x103, want: [0, 0] },
  { name: 'nothing', given: undefined, want: [0, 0] },
])('of a driver in TypeScript: $name', ({ given, want }) => {
  const { requestOuts } = new DriverBench().os;
  requestOuts.keep(1, given);
  expect(requestOuts.read(1, NAMES)).toEqual(want);
});

test('who writes when the adapter is gone writes to freed memory', () => {
  const { os } = new DriverBench();
  const at = os.requestOuts.take(1, 0);
  os.requestOuts.free(1);
  os.requestOuts.free(1);
  expect(os.requestOuts.read(1, NAMES)).toEqual([0, 0]);
  os.memory.write32(at, 1);
  expect(os.findings.map(({ rule }) => rule)).toEqual(['memory/use-after-free']);
});
