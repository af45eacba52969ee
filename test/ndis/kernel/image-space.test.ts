/** Slots of 1 MiB for images, from 0x80800000 to 0x80E00000. */
import { ImageSpace } from '../../../ndis/kernel/image-space';

test('gives the next slot each time, and comes round to those that are free', () => {
  const space = new ImageSpace();
  const first = space.take(0x1000)!;
  expect(first).toBe(0x8080_0000);
  space.free(first, 0x1000);
  expect([1, 2, 3, 4, 5].map(() => space.take(1))).toEqual([
    ...[0x8090_0000, 0x80a0_0000, 0x80b0_0000, 0x80c0_0000, 0x80d0_0000],
  ]);
  expect(space.take(1)).toBe(0x8080_0000);
  expect(space.take(1)).toBeUndefined();
});

test('a large image takes slots in a row', () => {
  const space = new ImageSpace();
  expect(space.take(0x10_0001)).toBe(0x8080_0000);
  expect(space.take(0x40_0000)).toBe(0x80a0_0000);
  expect(space.take(1)).toBeUndefined();
  space.free(0x8080_0000 as never, 0x10_0001);
  expect(space.take(0x20_0000)).toBe(0x8080_0000);
});

test('an image larger than all slots finds no room', () => {
  expect(new ImageSpace().take(0x60_0001)).toBeUndefined();
});
