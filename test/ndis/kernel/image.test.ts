import { virtual } from '../../../hardware/address';
import { CodeMap, type Code, type Image } from '../../../ndis/kernel/image';

const image: Image = {
  name: 'driver',
  number: 1,
  isUnloaded: false,
  isTerminated: false,
  registrationStatus: undefined,
};
const code = (name: string): Code => ({ image, name, invoke: () => undefined });

test('code gets addresses of its own, outside of all memory that holds data', () => {
  const map = new CodeMap();
  const addresses = ['a', 'b', 'c'].map((name) => map.add(code(name)));
  expect(new Set(addresses).size).toBe(3);
  expect(addresses.map((address) => map.get(address)?.name)).toEqual(['a', 'b', 'c']);
  // Below the pool, above the stack.
  expect(addresses.every((address) => address >= 0x8003_0000 && address < 0x8010_0000)).toBe(true);
});

test('between two addresses lies none', () => {
  const map = new CodeMap();
  const address = map.add(code('a'));
  map.add(code('b'));
  for (const offset of [-1, 1, 8]) expect(map.get(virtual(address + offset))).toBeUndefined();
});

test('code may bring its address', () => {
  const map = new CodeMap();
  map.addAt(virtual(0x80a0_1000), code('machine'));
  expect(map.get(virtual(0x80a0_1000))?.name).toBe('machine');
});
