/** Frames as traces show them. */
import { frameArgs } from '../../../harness/trace/frame-args';

test('the header in words', () => {
  const frame = Uint8Array.of(255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 0xab, 0x88, 0xb5, 1);
  expect(frameArgs(frame)).toEqual({
    byteCount: 15,
    destination: 'ff:ff:ff:ff:ff:ff',
    source: '02:00:00:00:00:ab',
    etherType: '0x88b5',
  });
});

test('of a frame that is too short its length', () => {
  expect(frameArgs(new Uint8Array(13))).toEqual({ byteCount: 13 });
});
