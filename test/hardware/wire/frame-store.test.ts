/** Room for copies of frames. */
import { FrameStore } from '../../../hardware/wire/frame-store';

test.each([0, 1, 60, 1514, 65535, 65536, 65537, 200_000])('%d bytes are fresh', (byteCount) => {
  const store = new FrameStore();
  const before = store.take(100).fill(1);
  const bytes = store.take(byteCount);
  expect(bytes).toHaveLength(byteCount);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
  bytes.fill(2);
  const after = store.take(100).fill(3);
  expect(before.every((byte) => byte === 1)).toBe(true);
  expect(bytes.every((byte) => byte === 2)).toBe(true);
  expect(after.every((byte) => byte === 3)).toBe(true);
});
