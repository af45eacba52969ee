/** The 32 ports. LS009.0 5.1. */
import type { Width } from '../../../../hardware/ports';
import { Bench } from '../../../support/nic/rtl8029-bench';

test.each<{ port: number; width: Width; isWrite: boolean }>([
  { port: 0x18, width: 1, isWrite: false },
  { port: 0x1f, width: 1, isWrite: false },
  { port: 0x1f, width: 1, isWrite: true },
  { port: 0x18, width: 2, isWrite: true },
  { port: 0x1c, width: 4, isWrite: false },
])('an access of $width bytes at the reset port $port resets', ({ port, width, isWrite }) => {
  const bench = new Bench();
  bench.start({ tcr: 0x1f });
  bench.set(0x0f, 0x7f);
  bench.setPage(1, 8, 0x12);
  if (isWrite) bench.set(port, 0, width);
  else bench.get(port, width);
  expect([bench.get(0), bench.get(7)]).toEqual([0x21, 0x80]);
  expect([bench.getPage(2, 0x0f), bench.getPage(2, 0x0d), bench.getPage(2, 0x0e)]).toEqual([
    0x80, 0xf9, 0xcd,
  ]);
  // What DP8390D 11 does not list stays.
  expect([bench.getPage(2, 1), bench.getPage(1, 1), bench.getPage(1, 8)]).toEqual([
    0x46, 0x00, 0x12,
  ]);
});

test('an access across the last paged port goes on at the data port', () => {
  const bench = new Bench();
  bench.start({ dcr: 0x48 });
  bench.writeMemory(0x4000, Uint8Array.of(0x11, 0x22, 0x33));
  bench.setRemote(0x4000, 3);
  bench.set(0, 0x0a);
  expect(bench.get(0x0e, 4)).toBe(0x2211_0000);
  bench.setRemote(0x4000, 3);
  bench.set(0, 0x12);
  bench.set(0x0e, 0x4433_7f48, 4);
  expect([...bench.readMemory(0x4000, 3)]).toEqual([0x33, 0x44, 0x33]);
});
