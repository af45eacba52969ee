/** ISR, IMR and the pin. DP8390D 10.3. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

test('a cause raises the pin if unmasked, and a 1 written drops it', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x0f, 0x01);
  bench.receive(createFrame(60));
  expect([bench.pin, bench.get(7)]).toEqual([true, 0x01]);
  bench.set(7, 0xfe);
  expect([bench.pin, bench.get(7)]).toEqual([true, 0x01]);
  bench.set(7, 0x01);
  expect([bench.pin, bench.get(7)]).toEqual([false, 0x00]);
});

test('the pin is a level of ISR and IMR', () => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(60));
  expect(bench.pin).toBe(false);
  bench.set(0x0f, 0x01);
  expect(bench.pin).toBe(true);
  bench.receive(createFrame(60));
  bench.set(0x0f, 0x02);
  expect(bench.pin).toBe(false);
  expect(bench.pinEdges.map(({ asserted }) => asserted)).toEqual([true, false]);
});

test('RST interrupts nobody, even with all of IMR set', () => {
  const bench = new Bench();
  bench.set(0x0f, 0xff);
  expect([bench.get(7), bench.pin]).toEqual([0x80, false]);
});

test('PTX and RDC', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x0f, 0x42);
  bench.transmit(createFrame(60));
  bench.set(7, 0x40);
  expect(bench.pin).toBe(false);
  bench.advance(1_000_000);
  expect([bench.pin, bench.get(7)]).toEqual([true, 0x02]);
  bench.set(7, 0x02);
  bench.setRemote(0x4000, 2);
  bench.set(0, 0x0a);
  bench.get(0x10, 2);
  expect([bench.pin, bench.get(7)]).toEqual([true, 0x40]);
});
