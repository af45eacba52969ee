/** hardware/interrupt-line.ts */
import { InterruptLine } from '../../hardware/interrupt-line';

function setUp(pinCount: number) {
  const edges: boolean[] = [];
  const line = new InterruptLine((asserted) => edges.push(asserted));
  return { line, edges, pins: Array.from({ length: pinCount }, () => line.pin()) };
}

describe('InterruptLine', () => {
  // prettier-ignore
  test.each<{ name: string; given: [pin: number, asserted: 0 | 1][]; want: boolean[] }>([
    { name: 'nothing happens', given: [], want: [] },
    { name: 'a low pin goes low', given: [[0, 0]], want: [] },
    { name: 'up and down', given: [[0, 1], [0, 0]], want: [true, false] },
    { name: 'up twice', given: [[0, 1], [0, 1], [0, 0]], want: [true, false] },
    { name: 'two overlap', given: [[0, 1], [1, 1], [0, 0], [1, 0]], want: [true, false] },
    { name: 'one stays up', given: [[0, 1], [1, 1], [0, 0]], want: [true] },
    { name: 'in turn', given: [[0, 1], [0, 0], [1, 1]], want: [true, false, true] },
  ])('$name', ({ given, want }) => {
    const { line, edges, pins } = setUp(2);
    for (const [pin, asserted] of given) pins[pin].set(asserted === 1);
    expect(edges).toEqual(want);
    expect(line.isAsserted).toBe(want.at(-1) ?? false);
  });

  test('an interrupt routine may lower the pin from within the edge', () => {
    const seen: boolean[] = [];
    const line: InterruptLine = new InterruptLine((asserted) => {
      seen.push(asserted, line.isAsserted);
      if (asserted) pin.set(false);
    });
    const pin = line.pin();
    pin.set(true);
    expect(seen).toEqual([true, true, false, false]);
    expect(line.isAsserted).toBe(false);
  });
});
