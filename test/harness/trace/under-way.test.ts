/** The stack of handlers and calls. */
import { UnderWay } from '../../../harness/trace/under-way';
import type { TraceKind } from '../../../ndis/trace';

function hear(underWay: UnderWay, ...events: (readonly [TraceKind, string])[]) {
  const ended = events.map(([kind, name]) => underWay.hear({ kind, timeNs: 0, name }));
  return ended.at(-1)!.map(({ isHandler, name }) => `${isHandler ? 'handler' : 'call'} ${name}`);
}

test('handlers and calls nest, and end innermost first', () => {
  const underWay = new UnderWay();
  expect(underWay.path).toBeUndefined();
  hear(underWay, ['handler', 'MiniportHalt'], ['enter', 'NdisMSleep'], ['handler', 'MiniportISR']);
  expect(underWay.path).toBe('MiniportHalt > NdisMSleep > MiniportISR');
  expect(hear(underWay, ['irql', 'IRQL'])).toEqual([]);
  expect(hear(underWay, ['return', 'MiniportISR'])).toEqual(['handler MiniportISR']);
  expect(hear(underWay, ['call', 'NdisMSleep'])).toEqual(['call NdisMSleep']);
  expect(underWay.path).toBe('MiniportHalt');
});

test('what an exception went through ends with what caught it', () => {
  const underWay = new UnderWay();
  hear(underWay, ['handler', 'MiniportHalt'], ['enter', 'NdisMSleep']);
  const ended = hear(underWay, ['return', 'MiniportHalt']);
  expect(ended).toEqual(['call NdisMSleep', 'handler MiniportHalt']);
  expect(hear(underWay, ['return', 'MiniportHalt'])).toEqual([]);
  expect(underWay.path).toBeUndefined();
});

test('of a deep stack the innermost are shown', () => {
  const underWay = new UnderWay();
  for (let index = 0; index < 100; index++) hear(underWay, ['enter', `call${index}`]);
  expect(underWay.path).toMatch(/^\.\.\. > call84 > .* > call99$/);
  underWay.clear();
  expect(underWay.path).toBeUndefined();
});
