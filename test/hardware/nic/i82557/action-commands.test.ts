/** The action commands other than transmit. 8255x SDM 6.4.2. */
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/i82557-bench';

test.each([0, 1, 2, 3, 5, 6, 7])(
  'command %i ends with C and OK, and goes idle by EL',
  (command) => {
    const bench = new Bench();
    bench.perform(command, [22]);
    expect([bench.status(0x7000), bench.cuState, bench.statAck]).toEqual([0xa000, 0, 0x20]);
  },
);

test.each([
  { revisionId: 0x08, command: 8, want: [] },
  { revisionId: 0x01, command: 8, want: ['action command 8'] },
  { revisionId: 0x08, command: 9, want: ['action command 9'] },
])('command $command on revision $revisionId: $want', ({ revisionId, command, want }) => {
  const bench = new Bench({ revisionId });
  bench.perform(command);
  expect([bench.status(0x7000), bench.unmodelled]).toEqual([0xa000, want]);
});

test('individual address setup', () => {
  const bench = new Bench({ revisionId: 1 });
  expect([...bench.nic.filter.address]).toEqual([0, 0, 0, 0, 0, 0]);
  bench.perform(1, [2, 4, 6, 8, 10, 12]);
  expect([...bench.nic.filter.address]).toEqual([2, 4, 6, 8, 10, 12]);
});

test('the 82559 has its address from the EEPROM after a reset', () => {
  expect(new Bench().nic.filter.address).toEqual(MAC_ADDRESS);
});

test('configure reports what is not modelled', () => {
  const bench = new Bench();
  bench.configure({ 7: 0x83 });
  expect(bench.unmodelled).toEqual(['CONFIGURE dynamic TBD']);
});

test('multicast setup reads long lists, and of a broken one whole addresses', () => {
  const bench = new Bench();
  const list = Array.from({ length: 100 }, (_, index) => [0x01, 0, 0x5e, 0x10, 0, index]);
  bench.perform(3, [600 & 0xff, 600 >>> 8, ...list.flat()]);
  bench.startReceiver(4);
  bench.receive(createFrame(60, Uint8Array.from(list[99])));
  expect(bench.rfd(0).status).toBe(0xa022);
  bench.perform(3, [5, 0, ...list[99]]);
  bench.receive(createFrame(60, Uint8Array.from(list[99])));
  expect(bench.rfd(1).status).toBe(0);
});

test('load microcode is noted; dump is not modelled', () => {
  const bench = new Bench();
  bench.perform(5);
  expect([bench.nic.commandUnit.actions.hasMicrocode, bench.unmodelled]).toEqual([true, []]);
  bench.perform(6);
  expect(bench.unmodelled).toEqual(['DUMP']);
  bench.set(8, 0);
  expect(bench.nic.commandUnit.actions.hasMicrocode).toBe(false);
});

test.each([2, 3, 5])('hostile: parameters of command %i at the end of memory', (command) => {
  const bench = new Bench();
  bench.putBlock(0x7_fff0, 0x8000 | command, 0, [0xff, 0x3f]);
  bench.command(0x10, 0x7_fff0);
  bench.advance(100_000);
  expect([bench.status(0x7_fff0), bench.cuState]).toEqual([0, 2]);
});
