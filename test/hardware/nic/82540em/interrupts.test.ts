/** ICR, ICS, IMS, IMC, ITR as a driver sees them. 8254x SDM 13.4.17-13.4.21. */
import { Bench } from '../../../support/nic/82540em-bench';

const [ICR, ITR, ICS, IMS, IMC] = [0xc0, 0xc4, 0xc8, 0xd0, 0xd8];

test('a cause reaches the pin through the mask, and a read of ICR takes it back', () => {
  const bench = new Bench();
  bench.set(ICS, 0x80);
  expect(bench.pin).toBe(false);
  bench.set(IMS, 0x80);
  expect(bench.pin).toBe(true);
  expect(bench.get(ICR)).toBe(0x80);
  expect(bench.pin).toBe(false);
  expect(bench.get(ICR)).toBe(0);
});

test('IMS sets bits and IMC clears them; reserved causes stay 0', () => {
  const bench = new Bench();
  bench.set(IMS, 0x5);
  bench.set(IMS, 0x90);
  bench.set(IMC, 0x4);
  expect(bench.get(IMS)).toBe(0x91);
  bench.set(IMS, 0xffff_ffff);
  expect(bench.get(IMS)).toBe(0x1_f6df);
  bench.set(IMC, 0xffff_ffff);
  expect(bench.get(IMS)).toBe(0);
});

test.each([
  { name: 'masking the cause', act: (b: Bench) => b.set(IMC, 0x80) },
  { name: 'writing a 1 to ICR', act: (b: Bench) => b.set(ICR, 0x80) },
  { name: 'a device reset', act: (b: Bench) => b.set(0, 0x0400_0000) },
  { name: 'D3', act: (b: Bench) => b.device.powerManagement.setPowerState(3) },
])('$name lowers the pin', ({ act }) => {
  const bench = new Bench();
  bench.set(IMS, 0x80);
  bench.set(ICS, 0x80);
  act(bench);
  expect(bench.pin).toBe(false);
});

test('ITR keeps assertions 256 ns units apart', () => {
  const bench = new Bench();
  bench.set(IMS, 0x80);
  bench.set(ITR, 1000);
  bench.set(ICS, 0x80);
  bench.get(ICR);
  bench.advance(1000);
  bench.set(ICS, 0x80);
  bench.advance(300_000);
  expect(bench.pinEdges).toEqual([
    { atNs: 0, asserted: true },
    { atNs: 0, asserted: false },
    { atNs: 256_000, asserted: true },
  ]);
  bench.get(ICR);
  bench.advance(300_000);
  bench.set(ICS, 0x80);
  expect(bench.pinEdges.at(-1)).toEqual({ atNs: 601_000, asserted: true });
});

test('a cause taken back while throttled never reaches the pin', () => {
  const bench = new Bench();
  bench.set(IMS, 0x80);
  bench.set(ITR, 1000);
  bench.set(ICS, 0x80);
  bench.get(ICR);
  bench.set(ICS, 0x80);
  bench.get(ICR);
  bench.advance(1_000_000);
  expect(bench.pinEdges.length).toBe(2);
});

test('an interrupt routine that runs at once sees a consistent device', () => {
  const causes: number[] = [];
  const bench: Bench = new Bench({
    onPin: (asserted) => {
      if (asserted) causes.push(bench.get(ICR));
    },
  });
  bench.set(IMS, 0x84);
  bench.set(ICS, 0x80);
  bench.set(ICS, 0x04);
  expect(causes).toEqual([0x80, 0x04]);
  expect(bench.pin).toBe(false);
});
