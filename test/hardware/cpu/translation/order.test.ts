/** The order of blocks: only loops go back. */
import { reversePostorder } from '../../../../hardware/cpu/translation/order';

/** The jumps that go back, or to the block itself, in an order. */
function backward(successors: readonly (readonly number[])[], order: readonly number[]): string[] {
  const place = new Map(order.map((block, index) => [block, index]));
  return successors.flatMap((next, from) =>
    next.filter((to) => place.get(to)! <= place.get(from)!).map((to) => `${from}>${to}`),
  );
}

test.each([
  { name: 'nothing', successors: [], roots: [], want: [], back: [] },
  { name: 'a line', successors: [[1], [2], []], roots: [0], want: [0, 1, 2], back: [] },
  {
    name: 'a loop, with what comes behind it',
    successors: [[1], [2], [3, 1], []],
    roots: [0],
    want: [0, 1, 2, 3],
    back: ['2>1'],
  },
  {
    // 1 is where the cases of the switch in 0 meet, two of which lie behind it.
    name: 'cases that lie behind where they meet',
    successors: [[4, 3, 2], [5, 0], [1], [1], [1], []],
    roots: [0],
    want: [0, 2, 3, 4, 1, 5],
    back: ['1>0'],
  },
  {
    name: 'the end of a function put in, at a lower address',
    successors: [[3], [], [1], [4], [2]],
    roots: [0],
    want: [0, 3, 4, 2, 1],
    back: [],
  },
  {
    name: 'several ways in',
    successors: [[1], [2], [1], []],
    roots: [2, 3, 0],
    want: [0, 3, 2, 1],
    back: ['1>2'],
  },
  { name: 'what nothing leads to', successors: [[], [0]], roots: [0], want: [1, 0], back: [] },
])('$name', ({ successors, roots, want, back }) => {
  const order = reversePostorder(successors, roots);
  expect(order).toEqual(want);
  expect(backward(successors, order)).toEqual(back);
});
