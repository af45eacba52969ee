/** Page 3. RTL8019AS specification 5.1.2.2, LS009.0 5.1. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

/** An image with CONFIG2, CONFIG3 and the address 00:e0:4c:aa:bb:cc. */
function image(config2: number, config3: number): Uint8Array {
  const bytes = new Uint8Array(128).fill(0xff);
  bytes.set([0x00, config2, config3, 0x00, 0x00, 0xe0, 0x4c, 0xaa, 0xbb, 0xcc]);
  return bytes;
}

test('the configuration and the address come from the image', () => {
  const bench = new Bench({ eeprom: image(0x41, 0x70) });
  expect([bench.getPage(3, 5), bench.getPage(3, 6)]).toEqual([0x41, 0x70]);
  bench.start({ dcr: 0x48 });
  expect([...bench.readMemory(0, 12)]).toEqual([
    0x00, 0x00, 0xe0, 0xe0, 0x4c, 0x4c, 0xaa, 0xaa, 0xbb, 0xbb, 0xcc, 0xcc,
  ]);
});

test.each([
  { name: 'in the normal mode', mode: 0x00, want: [0x00, 0x10] },
  { name: 'in the programming mode', mode: 0x80, want: [0x00, 0x10] },
  { name: 'in the configuration mode', mode: 0xc0, want: [0xc0, 0x50] },
])('a write to CONFIG2 and CONFIG3 $name', ({ mode, want }) => {
  const bench = new Bench();
  bench.setPage(3, 1, mode);
  bench.setPage(3, 5, 0xc3);
  bench.setPage(3, 6, 0x40);
  expect([bench.getPage(3, 5), bench.getPage(3, 6)]).toEqual(want);
  expect(bench.unmodelled).toEqual([]);
});

test.each([
  { name: 'flow control', port: 5, value: 0x20, want: ['CONFIG2.FCE'] },
  { name: 'sleep', port: 6, value: 0x04, want: ['CONFIG3.SLEEP or PWRDN'] },
  { name: 'power down', port: 6, value: 0x02, want: ['CONFIG3.SLEEP or PWRDN'] },
  { name: 'full duplex', port: 6, value: 0x40, want: [] },
])('$name: told of $want', ({ port, value, want }) => {
  const bench = new Bench();
  bench.setPage(3, 1, 0xc0);
  bench.setPage(3, port, value);
  expect(bench.unmodelled).toEqual(want);
});

test.each([
  { name: 'link', hasLink: true, config2: 0x00, want: 0x00 },
  { name: 'no link', hasLink: false, config2: 0x00, want: 0x04 },
  { name: 'no link, twisted pair', hasLink: false, config2: 0x40, want: 0x00 },
  { name: 'link, thin coax', hasLink: true, config2: 0xc0, want: 0x04 },
  { name: 'link, AUI', hasLink: true, config2: 0x80, want: 0x00 },
])('CONFIG0.BNC with $name', ({ hasLink, config2, want }) => {
  const bench = new Bench({ hasLink, eeprom: image(config2, 0) });
  expect(bench.getPage(3, 3)).toBe(want);
});

test('an auto-load takes 2 ms, restores the configuration and leaves CR at 21h', () => {
  const bench = new Bench();
  bench.start();
  bench.setPage(3, 1, 0xc0);
  bench.setPage(3, 5, 0xc0);
  bench.setPage(3, 1, 0x40);
  expect(bench.getPage(3, 1)).toBe(0x40);
  bench.setPage(3, 1, 0x00);
  expect(bench.getPage(3, 1)).toBe(0x40);
  bench.advance(2_000_000);
  expect([bench.get(0), bench.get(7) & 0x80]).toEqual([0x21, 0x80]);
  expect([bench.getPage(3, 1), bench.getPage(3, 5)]).toEqual([0x00, 0x00]);
});

test('RST# in an auto-load ends it', () => {
  const bench = new Bench();
  bench.setPage(3, 1, 0x40);
  bench.nic.reset();
  bench.set(0, 0x22);
  bench.advance(5_000_000);
  expect([bench.get(0), bench.getPage(3, 1)]).toEqual([0x22, 0x00]);
});

test('in the programming mode both DMA channels stand still, and go on after it', () => {
  const bench = new Bench();
  bench.start();
  bench.writeMemory(0x4000, createFrame(60));
  bench.setPage(3, 1, 0x80);
  bench.transmit(new Uint8Array(0), 60);
  bench.setRemote(0x4000, 4);
  bench.set(0, 0x0a);
  bench.get(0x10, 2);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.get(8)]).toEqual([0, 0x00]);
  bench.setPage(3, 1, 0x00);
  bench.advance(1_000_000);
  expect(bench.sent.map(({ frame }) => frame)).toEqual([createFrame(60)]);
});
