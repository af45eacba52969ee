/** hardware/wire/timing.ts. A minimum frame takes 84 bytes of a wire, a maximum one 1538. */
import { frameTimeNs } from '../../../hardware/wire';

test.each<[byteCount: number, bitsPerSecond: number, want: number]>([
  [60, 10e6, 67_200],
  [60, 100e6, 6_720],
  [60, 1e9, 672],
  [14, 1e9, 672],
  [1514, 100e6, 123_040],
  [1514, 1e9, 12_304],
])('%i bytes at %d bit/s', (byteCount, bitsPerSecond, want) => {
  expect(frameTimeNs(byteCount, bitsPerSecond)).toBe(want);
});
