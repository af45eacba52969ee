/** Frames on the wire: the shortest is of 64 bytes with its FCS (IEEE 802.3-2002, 4.4.2). */
import { FrameJudge } from '../../harness/frame-judge';

test.each([
  { byteCount: 60, want: [] },
  { byteCount: 59, want: [expect.stringContaining('59 bytes')] },
])('a frame of $byteCount bytes goes on its way', ({ byteCount, want }) => {
  const sent: number[] = [];
  const told: string[] = [];
  const port = { hasLink: true, transmit: (_frame: Uint8Array, count: number) => sent.push(count) };
  const judge = new FrameJudge(port, (what) => told.push(what));
  expect(judge.hasLink).toBe(true);
  judge.transmit(new Uint8Array(64), byteCount);
  expect([sent, told]).toEqual([[byteCount], want]);
});
