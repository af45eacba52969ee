/** Reception: Virtio 1.0, 5.1.6.3, 5.1.6.4. */
import { Bench, BUFFERS, createFrame, RX, WRITE } from '../../../support/nic/virtio-net-bench';

const MRG_RXBUF = 0x0000_8000;

test('a header of zeros, then the frame; then an interrupt', () => {
  const bench = new Bench();
  bench.start();
  bench.ram.fill(0xee, BUFFERS, BUFFERS + 0x800);
  const address = bench.give(1524);
  bench.receive(createFrame(1514));
  expect(bench.ram.slice(address, address + 10)).toEqual(new Uint8Array(10));
  expect(bench.ram.slice(address + 10, address + 1524)).toEqual(createFrame(1514));
  expect([bench.used(RX), bench.isr()]).toEqual([[[0, 1524]], 1]);
});

test('over the descriptors of a chain, however they are cut', () => {
  const bench = new Bench();
  bench.start();
  const at = (offset: number, byteCount: number) => ({
    address: BUFFERS + offset,
    byteCount,
    flags: WRITE,
  });
  bench.offer(RX, at(0, 4), at(4, 16), at(0x100, 0), at(20, 2000));
  bench.receive(createFrame(64));
  expect(bench.ram.slice(BUFFERS + 10, BUFFERS + 74)).toEqual(createFrame(64));
  expect(bench.used(RX)).toEqual([[0, 74]]);
});

test('MRG_RXBUF: over as many chains as it takes, all at once; num_buffers says how many', () => {
  const bench = new Bench();
  bench.start(MRG_RXBUF);
  const addresses = [bench.give(64), bench.give(13), bench.give(400), bench.give(400)];
  bench.receive(createFrame(100));
  const [first, second, third] = addresses;
  expect([...bench.ram.slice(first, first + 12)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0]);
  const frame = [
    ...bench.ram.slice(first + 12, first + 64),
    ...bench.ram.slice(second, second + 13),
    ...bench.ram.slice(third, third + 35),
  ];
  expect(frame).toEqual([...createFrame(100)]);
  expect(bench.used(RX)).toEqual([
    [0, 64],
    [1, 13],
    [2, 35],
  ]);
  bench.receive(createFrame(60));
  expect(bench.used(RX)[3]).toEqual([3, 72]);
});

test.each([
  { name: 'one chain too small', features: 0, buffers: [100, 2048] },
  { name: 'all together too small', features: MRG_RXBUF, buffers: [100, 100] },
  { name: 'none', features: 0, buffers: [] },
])('no room, $name: the frame is lost, and the chains stay', ({ features, buffers }) => {
  const bench = new Bench();
  bench.start(features);
  for (const byteCount of buffers) bench.give(byteCount);
  bench.receive(createFrame(1000));
  expect([bench.used(RX), bench.pin]).toEqual([[], false]);
  if (buffers.length > 0) bench.receive(createFrame(60));
  expect(bench.used(RX).length).toBe(Math.min(1, buffers.length));
});

test('not before DRIVER_OK, and not in a chain without anything to write', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x12, 1, 3);
  bench.give(2048);
  bench.receive(createFrame(60));
  expect(bench.used(RX)).toEqual([]);
  bench.set(0x12, 1, 7);
  bench.receive(createFrame(60));
  expect(bench.used(RX).length).toBe(1);
  bench.offer(RX, { address: BUFFERS, byteCount: 2048 });
  bench.receive(createFrame(60));
  expect(bench.unmodelled).toEqual(['receiveq: chain without a device-writable descriptor']);
});
