/** The address space of the DMA channels. LS009.0 6; the PROM of an NE2000 in a 16-bit slot. */
import { Bench } from '../../../support/nic/rtl8029-bench';

function started(): Bench {
  const bench = new Bench();
  bench.start({ dcr: 0x48 });
  return bench;
}

test('each PROM byte lies at two addresses, and the end says W', () => {
  const bench = started();
  const prom = bench.readMemory(0, 32);
  expect([...prom.subarray(0, 12)]).toEqual([
    0x00, 0x00, 0xe0, 0xe0, 0x4c, 0x4c, 0x12, 0x12, 0x34, 0x34, 0x56, 0x56,
  ]);
  expect([...prom.subarray(28)]).toEqual([0x57, 0x57, 0x57, 0x57]);
});

test.each([
  { name: 'the PROM', address: 0x0000, want: 0x00 },
  { name: 'behind the PROM', address: 0x0020, want: 0xff },
  { name: 'below the buffer', address: 0x3fff, want: 0xff },
  { name: 'the first byte of the buffer', address: 0x4000, want: 0xa5 },
  { name: 'the last byte of the buffer', address: 0xbfff, want: 0xa5 },
  { name: 'behind the buffer', address: 0xc000, want: 0xff },
  { name: 'the end', address: 0xffff, want: 0xff },
])('a byte written at $name reads $want', ({ address, want }) => {
  const bench = started();
  bench.writeMemory(address, Uint8Array.of(0xa5));
  expect(bench.readMemory(address, 1)[0]).toBe(want);
});

test('addresses go round after FFFFh', () => {
  const bench = started();
  expect([...bench.readMemory(0xfffe, 6)]).toEqual([0xff, 0xff, 0x00, 0x00, 0xe0, 0xe0]);
});

test('a frame is sent from where no buffer is, as ones and PROM', () => {
  const bench = started();
  bench.set(0x04, 0xff);
  bench.set(0x05, 0x40);
  bench.set(0x06, 0x01);
  bench.set(0, 0x26);
  bench.advance(1_000_000);
  expect([...bench.sent[0].frame.subarray(252, 262)]).toEqual([
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0xe0, 0xe0, 0x4c, 0x4c,
  ]);
});

test('a frame is stored across the end of the buffer, and what is beyond is lost', () => {
  const bench = new Bench();
  bench.start({ pstart: 0xbf, pstop: 0xff, dcr: 0x48, rcr: 0x10 });
  bench.receive(Uint8Array.from({ length: 300 }, () => 0x22));
  expect(bench.readMemory(0xbfff, 2)).toEqual(Uint8Array.of(0x22, 0xff));
  expect(bench.getPage(1, 7)).toBe(0xc1);
});
