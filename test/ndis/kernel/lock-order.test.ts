/** ndis/kernel/lock-order.ts: which orders contradict each other. Locks are letters, as addresses. */
import { virtual } from '../../../hardware/address';
import { LockOrder } from '../../../ndis/kernel/lock-order';

const address = (letter: string) => virtual(0x8010_0000 + letter.charCodeAt(0));

/** Each order is the locks held, outermost first, and the one that is taken. */
function contradictions(orders: readonly string[]): string[] {
  const lockOrder = new LockOrder();
  return orders.filter((order) => {
    const locks = [...order].map(address);
    return lockOrder.note(locks.slice(0, -1), locks.at(-1)!) !== undefined;
  });
}

test.each([
  { name: 'one order', orders: ['AB', 'AB', 'BC', 'ABC', 'AC'], want: [] },
  { name: 'two locks both ways', orders: ['AB', 'BA'], want: ['BA'] },
  { name: 'a ring of three', orders: ['AB', 'BC', 'CA'], want: ['CA'] },
  { name: 'both ways under a third', orders: ['GAB', 'GBA'], want: [] },
  { name: 'once without the third', orders: ['GAB', 'AB', 'GBA'], want: ['GBA'] },
  { name: 'under different others', orders: ['GAB', 'HBA'], want: ['HBA'] },
  { name: 'a ring, two of three under another', orders: ['GAB', 'GBC', 'CA'], want: [] },
])('$name', ({ orders, want }) => {
  expect(contradictions(orders)).toEqual(want);
});

test('a lock that was freed has no order any more', () => {
  const order = new LockOrder();
  order.note([address('A')], address('B'));
  order.forget(address('B'));
  expect(order.note([address('B')], address('A'))).toBeUndefined();
});
