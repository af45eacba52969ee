/** The register tables against offsets and resets typed from 8255x SDM 6.3.1 and 7.2, 7.3. */
import { MDI_REGISTERS, REGISTERS } from '../../../../hardware/nic/i82557/registers';
import { Bench } from '../../../support/nic/i82557-bench';

/** Name, offset, width, reset value where it is not 0. */
// prettier-ignore
const CSR: [string, number, number, number?][] = [
  ['SCB_STATUS', 0x00, 1], ['STAT_ACK', 0x01, 1], ['SCB_COMMAND', 0x02, 1],
  ['SCB_INTERRUPT', 0x03, 1], ['SCB_POINTER', 0x04, 4], ['PORT', 0x08, 4], ['FLASH', 0x0c, 2],
  ['EEPROM', 0x0e, 2], ['MDI', 0x10, 4, 0x1000_0000], ['RXBC', 0x14, 4], ['EARLY_RX', 0x18, 1],
  ['FC_THRESHOLD', 0x19, 1], ['FC_COMMAND', 0x1a, 1], ['PMDR', 0x1b, 1],
  ['GENERAL_CONTROL', 0x1c, 1], ['GENERAL_STATUS', 0x1d, 1], ['FUNCTION_EVENT', 0x30, 4],
  ['FUNCTION_EVENT_MASK', 0x34, 4], ['FUNCTION_PRESENT_STATE', 0x38, 4],
  ['FORCE_EVENT', 0x3c, 4],
];

// prettier-ignore
const MDI: [string, number, number?][] = [
  ['CONTROL', 0, 0x3000], ['STATUS', 1, 0x7809], ['ID_1', 2, 0x02a8], ['ID_2', 3, 0x0154],
  ['ADVERTISEMENT', 4, 0x05e1], ['PARTNER', 5], ['EXPANSION', 6], ['RESERVED_7', 7],
  ['STATUS_CONTROL', 16], ['SPECIAL_CONTROL', 17], ['CLOCK_TEST', 18], ['FALSE_CARRIERS', 19],
  ['DISCONNECTS', 20], ['ERROR_FRAMES', 21], ['SYMBOL_ERRORS', 22], ['PREMATURE_ENDS', 23],
  ['BAD_ENDS', 24], ['JABBERS', 25], ['EQUALIZER', 26], ['LED_CONTROL', 27],
  ['RESERVED_28', 28],
];

test('every register of the windows is declared, and no other', () => {
  const declared = REGISTERS.rows.map(({ name, offset, widthBytes = 4, reset = 0 }) => [
    name,
    offset,
    widthBytes,
    reset,
  ]);
  expect(declared).toEqual(
    CSR.map(([name, offset, width, reset = 0]) => [name, offset, width, reset]),
  );
});

test('every MDI register is declared, and no other', () => {
  const declared = MDI_REGISTERS.rows.map(({ name, offset, reset = 0 }) => [name, offset, reset]);
  expect(declared).toEqual(MDI.map(([name, number, reset = 0]) => [name, 2 * number, reset]));
});

test.each([
  { name: 'states are read only', offset: 0x00, width: 1, want: 0 },
  { name: 'STAT/ACK: ones clear', offset: 0x01, width: 1, want: 0 },
  { name: 'the interrupt control byte: SI reads 0', offset: 0x03, width: 1, want: 0xfd },
  { name: 'the general pointer', offset: 0x04, width: 4, want: 0xffff_ffff },
  { name: 'PORT is write only', offset: 0x08, width: 4, want: 0 },
  { name: 'EEPROM: three lines and EEDO', offset: 0x0e, width: 2, want: 0xf },
  { name: 'RXBC is read only', offset: 0x14, width: 4, want: 0 },
  { name: 'the flow control threshold', offset: 0x19, width: 1, want: 0x07 },
  { name: 'PMDR: ones clear', offset: 0x1b, width: 1, want: 0 },
  { name: 'general control', offset: 0x1c, width: 1, want: 0x03 },
] as const)('all ones written: $name', ({ offset, width, want }) => {
  const bench = new Bench();
  bench.set(offset, 0xffff_ffff, width);
  expect(bench.get(offset, width)).toBe(want);
});

test('SCB words are read and written as bytes, words and one Dword', () => {
  const bench = new Bench();
  bench.set(0, 0x0160_0000);
  expect([bench.get(0), bench.get(2, 2), bench.get(3, 1)]).toEqual([0x0160_0000, 0x0160, 0x01]);
});

test('what is not modelled is reported by name; a register left at its reset value is not', () => {
  const bench = new Bench();
  bench.set(0x0c, 0, 2);
  bench.set(0x18, 0, 1);
  bench.get(0x18, 1);
  expect(bench.unmodelled).toEqual([]);
  bench.set(0x0c, 1, 2);
  bench.set(0x18, 1, 1);
  bench.get(0x30);
  bench.get(0x20, 1);
  bench.set(0x40, 1, 1);
  expect(bench.unmodelled).toEqual([
    'FLASH',
    'EARLY_RX',
    'FUNCTION_EVENT',
    'reserved 00020h',
    'reserved 00040h',
  ]);
});

test.each([
  { revisionId: 0x01, last: 0x17 },
  { revisionId: 0x05, last: 0x1b },
  { revisionId: 0x08, last: 0x1d },
])('revision $revisionId has registers up to $last', ({ revisionId, last }) => {
  const bench = new Bench({ revisionId });
  bench.get(last, 1);
  expect(bench.unmodelled).toEqual([]);
  expect(bench.get(last + 1, 1)).toBe(0);
  expect(bench.unmodelled.length).toBe(1);
});
