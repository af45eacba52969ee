/** The register table against Virtio 1.0: 4.1.4.8, and 5.1.4 behind it; what is kept and who clears. */
import { REGISTER_BANKS } from '../../../../hardware/nic/virtio-net';
import { Bench, MAC_ADDRESS } from '../../../support/nic/virtio-net-bench';

/** CSUM, MAC, MRG_RXBUF to CTRL_RX_EXTRA, CTRL_MAC_ADDR, NOTIFY_ON_EMPTY, ANY_LAYOUT and two more. */
const FEATURES = [0, 5, 15, 16, 17, 18, 19, 20, 23, 24, 27, 28, 29].reduce(
  (sum, bit) => sum + 2 ** bit,
  0,
);

test('the header, then struct virtio_net_config', () => {
  const [{ rows }] = REGISTER_BANKS;
  expect(rows.map(({ name, offset, widthBytes, access }) => [name, offset, widthBytes, access]))
    // prettier-ignore
    .toEqual([
      ['DEVICE_FEATURES', 0, 4, 'ro'],
      ['DRIVER_FEATURES', 4, 4, 'rw'],
      ['QUEUE_ADDRESS', 8, 4, 'rw'],
      ['QUEUE_SIZE', 12, 2, 'ro'],
      ['QUEUE_SELECT', 14, 2, 'rw'],
      ['QUEUE_NOTIFY', 16, 2, 'rw'],
      ['DEVICE_STATUS', 18, 1, 'rw'],
      ['ISR_STATUS', 19, 1, 'rc'],
      ['MAC', 20, 1, 'rw'],
      ['STATUS', 26, 2, 'ro'],
    ]);
});

test('what is read after reset, in any width', () => {
  const bench = new Bench();
  expect([0, 4, 8, 12, 16].map((offset) => bench.get(offset, 4))).toEqual([
    FEATURES,
    0,
    0,
    0x0000_0100,
    0,
  ]);
  expect([20, 21, 22, 23, 24, 25].map((offset) => bench.get(offset, 1))).toEqual([...MAC_ADDRESS]);
  expect([bench.get(20, 4), bench.get(24, 4)]).toEqual([0xaa00_5452, 0x0001_ccbb]);
  expect(bench.get(26, 2)).toBe(1);
  expect(new Bench({ hasLink: false }).get(26, 2)).toBe(0);
});

test.each([
  { queue: 0, size: 256 },
  { queue: 1, size: 256 },
  { queue: 2, size: 64 },
  { queue: 3, size: 0 },
  { queue: 0xffff, size: 0 },
])('queue $queue has $size entries, and an address if any', ({ queue, size }) => {
  const bench = new Bench();
  bench.set(14, 2, queue);
  bench.set(8, 4, 0x0001_2345);
  expect([bench.get(12, 2), bench.get(14, 2)]).toEqual([size, queue]);
  expect(bench.get(8, 4)).toBe(size === 0 ? 0 : 0x0001_2345);
  bench.set(14, 2, queue === 1 ? 2 : 1);
  expect(bench.get(8, 4)).toBe(0);
});

test('features that are not offered are not kept; what is read only stays', () => {
  const bench = new Bench();
  bench.set(4, 4, 0xffff_ffff);
  bench.set(0, 4, 0);
  bench.set(12, 2, 7);
  bench.set(26, 2, 0);
  expect([bench.get(0, 4), bench.get(4, 4)]).toEqual([FEATURES, FEATURES]);
  expect([bench.get(12, 2), bench.get(26, 2)]).toEqual([256, 1]);
});

test.each([
  { name: 'without CTRL_MAC_ADDR it is written', features: 0, want: 0x77 },
  { name: 'with it, by command only', features: 0x0080_0000, want: 0x52 },
])('mac: $name', ({ features, want }) => {
  const bench = new Bench();
  bench.set(4, 4, features);
  bench.set(20, 1, 0x77);
  expect(bench.get(20, 1)).toBe(want);
});

test('a write of 0 to Device Status is a reset', () => {
  const bench = new Bench();
  bench.start(0x0002_0000);
  bench.set(20, 4, 0x1111_1111);
  bench.set(18, 1, 0x87);
  expect(bench.get(18, 1)).toBe(0x87);
  bench.set(18, 1, 0);
  expect([4, 8, 12, 16].map((offset) => bench.get(offset, 4))).toEqual([0, 0, 0x0000_0100, 0]);
  expect([...MAC_ADDRESS].map((_, index) => bench.get(20 + index, 1))).toEqual([...MAC_ADDRESS]);
});

test('nothing lies behind status', () => {
  const bench = new Bench();
  expect(bench.get(28, 4)).toBe(0);
  expect(bench.unmodelled.length).toBe(4);
});
