/** Handles. */
import { Handles } from '../../../ndis/kernel/handles';

test('a handle is one of the kernel, is never used again, and closes what it stood for', () => {
  const handles = new Handles();
  let closed = 0;
  const first = handles.open({ kind: 'file', object: undefined, close: () => closed++ });
  const second = handles.open({ kind: 'section' });
  expect(first % 4).toBe(0);
  expect(first).toBeGreaterThanOrEqual(0x8000_0000);
  expect(handles.close(first)?.kind).toBe('file');
  expect([closed, handles.get(first)]).toEqual([1, undefined]);
  expect(handles.close(first)).toBeUndefined();
  expect(handles.open({ kind: 'section' })).not.toBe(first);
  expect(handles.get(second)).toEqual({ kind: 'section' });
});
