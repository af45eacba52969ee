/** Callback objects. */
import type { Ndis } from '../../../ndis/driver-interface';
import { KernelBench } from '../../support/kernel-call';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

function create(name: string, mayCreate = false, allowsMany = true) {
  const inputs = [bench.attributes(name), mayCreate, allowsMany];
  return bench.call('ExCreateCallback', ...inputs) as { Result: number; CallbackObject: number };
}

test('those of the system are there, others are made', () => {
  const { Result, CallbackObject } = create('\\Callback\\PowerState');
  expect(Result).toBe(0);
  expect(create('\\callback\\powerstate').CallbackObject).toBe(CallbackObject);
  expect(create('\\Callback\\Mine')).toEqual({ Result: 0xc000_0034, CallbackObject: 0 });
  expect(create('\\Callback\\Mine', true).Result).toBe(0);
  expect(create('\\Callback\\Mine').Result).toBe(0);
});

test('a reference is given back', () => {
  const { CallbackObject } = create('\\Callback\\PowerState');
  expect(bench.held('object-reference')).toBe(1);
  bench.call('ObfDereferenceObject', CallbackObject);
  expect(bench.held('object-reference')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('who is registered is told, in order, until he is not', () => {
  const told: number[][] = [];
  const routine = bench.ndis.addressOf(
    (_ndis: Ndis, ...inputs: number[]) => void told.push(inputs),
  );
  const { CallbackObject } = create('\\Callback\\Mine', true);
  const register = (context: number) =>
    bench.call('ExRegisterCallback', CallbackObject, routine, context) as number;
  const [first, second] = [register(1), register(2)];
  bench.call('ExNotifyCallback', CallbackObject, 7, 8);
  expect(told).toEqual([
    [1, 7, 8],
    [2, 7, 8],
  ]);
  expect(bench.held('callback')).toBe(2);
  bench.call('ExUnregisterCallback', first);
  bench.call('ExNotifyCallback', CallbackObject, 9, 0);
  expect(told.slice(2)).toEqual([[2, 9, 0]]);
  bench.call('ExUnregisterCallback', second);
  expect(bench.held('callback')).toBe(0);
  expect(bench.rules).toEqual([]);
  bench.call('ExUnregisterCallback', second);
  expect(bench.rules).toEqual(['resource/released-twice']);
});

test('an object for one takes no second, and what is none takes nobody', () => {
  const routine = bench.ndis.addressOf(() => undefined);
  const { CallbackObject } = create('\\Callback\\One', true, false);
  expect(bench.call('ExRegisterCallback', CallbackObject, routine, 0)).not.toBe(0);
  expect(bench.call('ExRegisterCallback', CallbackObject, routine, 0)).toBe(0);
  expect(bench.rules).toEqual([]);
  expect(bench.call('ExRegisterCallback', bench.memory(16), routine, 0)).toBe(0);
  expect(bench.rules).toEqual(['resource/bad-handle']);
});
