/** Memory and I/O windows. 8254x SDM 4.1, 13.2. */
import { Bench } from '../../../support/nic/82540em-bench';

function createIo() {
  const bench = new Bench();
  return { bench, io: bench.device.bars[2]!.window };
}

test('IOADDR and IODATA reach every register, side effects included', () => {
  const { bench, io } = createIo();
  io.write(0, 4, 0xd0);
  io.write(4, 4, 0x85);
  expect(bench.get(0xd0)).toBe(0x85);
  bench.set(0xc8, 0x80);
  io.write(0, 4, 0xc0);
  expect([io.read(4, 4), io.read(4, 4)]).toEqual([0x80, 0]);
});

test('IOADDR keeps 20 bits, and takes only 32-bit writes', () => {
  const { bench, io } = createIo();
  io.write(0, 4, 0xffff_f008);
  expect(io.read(0, 4)).toBe(0x000f_f008);
  io.write(0, 2, 0x1234);
  expect(io.read(0, 4)).toBe(0x000f_f008);
  expect([io.read(0, 1), io.read(1, 1), io.read(2, 2)]).toEqual([0x08, 0xf0, 0x000f]);
  io.write(4, 1, 0);
  expect(bench.unmodelled).toEqual(['1-byte I/O write at 00004h']);
  expect(bench.misuses.map(({ kind, manual }) => [kind, manual])).toEqual([
    ['width', '8254x SDM 13.2'],
    ['width', '8254x SDM 13.2'],
  ]);
});

test('beyond the registers there is nothing', () => {
  const { bench, io } = createIo();
  io.write(0, 4, 0x8_0000);
  io.write(4, 4, 1);
  expect(io.read(4, 4)).toBe(0);
  expect(bench.unmodelled.length).toBe(2);
});

test('narrow reads give the bytes addressed, narrow writes change nothing', () => {
  const bench = new Bench();
  const { window } = bench.device.bars[0]!;
  expect([0, 1, 2, 3].map((byte) => window.read(0x5400 + byte, 1))).toEqual([
    0x00, 0x0e, 0x0c, 0x12,
  ]);
  expect(window.read(0x5402, 2)).toBe(0x120c);
  window.write(0x5400, 1, 0xff);
  window.write(0x5402, 2, 0xffff);
  expect(bench.get(0x5400)).toBe(0x120c_0e00);
  expect(bench.unmodelled).toEqual(['1-byte write at 05400h', '2-byte write at 05402h']);
  expect(bench.misuses.map(({ kind }) => kind)).toEqual(['width', 'width']);
});

test('nothing answers in D3', () => {
  const { bench, io } = createIo();
  bench.device.powerManagement.setPowerState(3);
  io.write(0, 4, 0xd0);
  expect([io.read(0, 4), io.read(4, 2), bench.device.bars[0]!.window.read(8, 1)]).toEqual([
    0xffff_ffff, 0xffff, 0xff,
  ]);
  bench.device.powerManagement.setPowerState(0);
  expect(io.read(0, 4)).toBe(0);
});
