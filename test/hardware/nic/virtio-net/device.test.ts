/** The virtio network device as a whole: identity, interrupts, link, what stops it, hostile values. */
import { Random } from '../../../../hardware/random';
import {
  Bench,
  BUFFERS,
  createFrame,
  CTRL,
  QUEUES,
  RX,
  TX,
  WRITE,
} from '../../../support/nic/virtio-net-bench';

test('identity: 4.1.2.3, and QEMU for what that leaves open', () => {
  const { device } = new Bench();
  expect(device).toMatchObject({
    vendorId: 0x1af4,
    deviceId: 0x1000,
    revisionId: 0,
    classCode: 0x020000,
    subsystemVendorId: 0x1af4,
    subsystemId: 1,
  });
  expect(device.bars.map(({ space, byteCount }) => [space, byteCount])).toEqual([['io', 32]]);
});

test.each([
  { name: 'a revision', options: { revisionId: 1 } },
  { name: 'an EEPROM', options: { eeprom: new Uint8Array(64) } },
  { name: 'a short address', options: { macAddress: new Uint8Array(5) } },
])('$name that it cannot have', ({ options }) => {
  expect(() => new Bench(options)).toThrow(RangeError);
});

test('ISR Status: a read clears it and lets go of the pin; a reset does too', () => {
  const bench = new Bench();
  bench.start();
  bench.give(2048);
  bench.give(2048);
  bench.receive(createFrame(60));
  bench.device.linkChanged();
  expect([bench.pin, bench.isr(), bench.pin, bench.isr()]).toEqual([true, 3, false, 0]);
  bench.receive(createFrame(60));
  expect(bench.pin).toBe(true);
  bench.set(0x12, 1, 0);
  expect([bench.pin, bench.isr()]).toEqual([false, 0]);
  expect(bench.pinEdges.length).toBe(4);
});

test('a change of the link: status, and an interrupt once there is a driver', () => {
  const bench = new Bench();
  bench.wire.hasLink = false;
  bench.device.linkChanged();
  expect([bench.get(26, 2), bench.pin]).toEqual([0, false]);
  bench.start();
  bench.wire.hasLink = true;
  bench.device.linkChanged();
  expect([bench.get(26, 2), bench.pin, bench.isr()]).toEqual([1, true, 2]);
});

test('activity', () => {
  const bench = new Bench();
  const quiet = {
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  };
  expect(bench.device.activity()).toEqual(quiet);
  bench.start();
  bench.send(createFrame(60));
  expect(bench.device.activity()).toEqual({
    interruptMask: 3,
    interruptAsserted: false,
    receiverEnabled: true,
    transmitterEnabled: true,
    dmaActive: true,
  });
  bench.set(0x12, 1, 0);
  expect(bench.device.activity()).toEqual(quiet);
  bench.advance(1_000_000);
  expect(bench.sent).toEqual([]);
});

test('the bus refuses: nothing more until a reset', () => {
  const bench = new Bench();
  bench.start();
  bench.busIsDown = true;
  bench.send(createFrame(60));
  bench.busIsDown = false;
  bench.notify(TX);
  bench.give(2048);
  bench.receive(createFrame(60));
  bench.advance(1_000_000);
  expect([bench.sent, bench.used(TX), bench.used(RX), bench.unmodelled]).toEqual([[], [], [], []]);
  bench.set(0x12, 1, 0);
  bench.start();
  bench.send(createFrame(60));
  bench.advance(1_000_000);
  expect(bench.sent.length).toBe(1);
});

test.each([0, 1, 2, 3, 4, 5, 6])('the bus fails from access %i on', (count) => {
  const bench = new Bench();
  bench.start(0x0002_8000);
  bench.give(40);
  bench.give(2048);
  bench.offer(TX, { address: BUFFERS, byteCount: 100 });
  bench.offer(
    CTRL,
    { address: BUFFERS, byteCount: 3 },
    { address: BUFFERS + 8, byteCount: 1, flags: WRITE },
  );
  const { device } = bench;
  for (const act of [
    () => bench.receive(createFrame(60)),
    () => bench.notify(TX),
    () => bench.notify(CTRL),
  ]) {
    bench.dmaCount = 0;
    const { busMaster } = device;
    jest
      .spyOn(busMaster, 'read')
      .mockImplementation(
        (...access) => Bench.prototype.read.apply(bench, access) && bench.dmaCount <= count,
      );
    jest
      .spyOn(busMaster, 'write')
      .mockImplementation(
        (...access) => Bench.prototype.write.apply(bench, access) && bench.dmaCount <= count,
      );
    act();
    bench.advance(100_000);
  }
  expect(device.hasFailed).toBe(true);
});

test('any values anywhere: it neither throws nor works without end', () => {
  const random = new Random(7);
  const bench = new Bench();
  let mostAccesses = 0;
  let failureCount = 0;
  for (let step = 0; step < 1500; step++) {
    if (bench.device.hasFailed || step % 50 === 0) {
      failureCount += bench.device.hasFailed ? 1 : 0;
      bench.set(0x12, 1, 0);
      bench.start(random.nextUint32());
    }
    const queue = random.below(3);
    bench.offer(
      queue,
      { address: BUFFERS, byteCount: random.below(100), flags: random.below(4) },
      { address: BUFFERS, byteCount: 16 * random.below(9), flags: random.below(8) },
    );
    const value = [random.below(16), random.nextUint32(), BUFFERS, 0xffff_ffff][random.below(4)];
    if (random.below(4) === 0) bench.view.setUint16(QUEUES[queue] + 2 * random.below(99), value);
    if (random.below(9) === 0) bench.set(random.below(32), 2, value);
    bench.dmaCount = 0;
    bench.notify(queue);
    bench.receive(createFrame(14 + random.below(200)));
    bench.advance(random.below(20_000));
    mostAccesses = Math.max(mostAccesses, bench.dmaCount);
  }
  expect(failureCount).toBeGreaterThan(10);
  expect(mostAccesses).toBeGreaterThan(10);
  expect(mostAccesses).toBeLessThan(3000);
});

test('its queues in the memory of a device: the bus refuses, and that is all', () => {
  const bench = new Bench();
  bench.start();
  for (const queue of [RX, TX, CTRL]) {
    bench.set(0x0e, 2, queue);
    bench.set(0x08, 4, 0xe_0000);
    bench.notify(queue);
    bench.receive(createFrame(60));
    bench.set(0x12, 1, 0);
    bench.start();
  }
  expect(bench.unmodelled).toEqual([]);
});

test('the same twice', () => {
  const play = () => {
    const bench = new Bench({ linkMbps: 100 });
    bench.start();
    for (let length = 60; length < 100; length++) bench.send(createFrame(length));
    bench.advance(10_000_000);
    return [bench.sent, bench.pinEdges, bench.used(TX)];
  };
  expect(play()).toEqual(play());
});

test('it goes about in memory from the page of each queue', () => {
  const bench = new Bench();
  bench.set(0x0e, 2, 1);
  bench.set(0x08, 4, 3);
  expect(bench.device.memoryRoots()).toEqual([0, 0x3000, 0]);
});
