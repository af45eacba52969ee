/** IMR, ISR and INTA# (RTL8139C data sheet 6.5, 6.6). */
import { Bench, createFrame } from '../../../support/nic/rtl8139-bench';

test('a cause shows in ISR without IMR, and reaches the pin with it', () => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(60));
  expect([bench.get(0x3e, 2), bench.pin]).toEqual([0x0001, false]);
  bench.set(0x3c, 2, 0x0001);
  expect(bench.pin).toBe(true);
  bench.set(0x3c, 2, 0);
  expect(bench.pin).toBe(false);
});

test('a read of ISR changes nothing; a 1 clears its cause alone', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x3c, 2, 0xe07f);
  bench.receive(createFrame(60));
  bench.send(0, createFrame(60));
  bench.advance(100_000);
  expect([bench.get(0x3e, 2), bench.get(0x3e, 2)]).toEqual([0x0005, 0x0005]);
  bench.set(0x3e, 2, 0x0001);
  expect([bench.get(0x3e, 2), bench.pin]).toEqual([0x0004, true]);
  bench.set(0x3e, 2, 0xfffc);
  expect([bench.get(0x3e, 2), bench.pin]).toEqual([0, false]);
});

test('INTA# is a level: one edge for many causes', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x3c, 2, 0x0001);
  for (let count = 0; count < 3; count++) bench.receive(createFrame(60));
  bench.set(0x3e, 2, 0x0001);
  expect(bench.pinEdges.map(({ asserted }) => asserted)).toEqual([true, false]);
});

test('a service routine that runs inside the edge may do everything', () => {
  const bench: Bench = new Bench({
    onPin: (asserted) => {
      if (!asserted) return;
      bench.set(0x3e, 2, bench.get(0x3e, 2));
      bench.set(0x38, 2, (bench.get(0x3a, 2) - 16) & 0xffff);
      bench.set(0x37, 1, 0x10);
    },
  });
  bench.start();
  bench.set(0x3c, 2, 0xe07f);
  bench.send(0, createFrame(60));
  bench.receive(createFrame(60));
  bench.advance(1_000_000);
  expect([bench.pin, bench.get(0x37, 1), bench.sent.length]).toEqual([false, 0x01, 0]);
});
