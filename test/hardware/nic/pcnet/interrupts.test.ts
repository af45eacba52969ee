/** Flags, masks and the pin. Am79C970A data sheet (19436), CSR0, CSR3 to CSR5; CSR7 of 21510. */
import { Interrupts } from '../../../../hardware/nic/pcnet/interrupts';

test.each([
  { name: 'RINT', number: 0, flag: 0x0400, mask: [3, 0x0400, 0] },
  { name: 'TINT', number: 0, flag: 0x0200, mask: [3, 0x0200, 0] },
  { name: 'IDON', number: 0, flag: 0x0100, mask: [3, 0x0100, 0] },
  { name: 'MERR', number: 0, flag: 0x0800, mask: [3, 0x0800, 0] },
  { name: 'MISS', number: 0, flag: 0x1000, mask: [3, 0x1000, 0] },
  { name: 'BABL', number: 0, flag: 0x4000, mask: [3, 0x4000, 0] },
  { name: 'MFCO', number: 4, flag: 0x0200, mask: [4, 0x0100, 0] },
  { name: 'RCVCCO', number: 4, flag: 0x0020, mask: [4, 0x0010, 0] },
  { name: 'TXSTRT', number: 4, flag: 0x0008, mask: [4, 0x0004, 0] },
  { name: 'JAB', number: 4, flag: 0x0002, mask: [4, 0x0001, 0] },
  { name: 'EXDINT', number: 5, flag: 0x0080, mask: [5, 0, 0x0040] },
  { name: 'MPINT', number: 5, flag: 0x0010, mask: [5, 0, 0x0008] },
  { name: 'STINT', number: 7, flag: 0x0800, mask: [7, 0, 0x0400] },
  { name: 'MREINT', number: 7, flag: 0x0200, mask: [7, 0, 0x0100] },
  { name: 'MAPINT', number: 7, flag: 0x0080, mask: [7, 0, 0x0040] },
  { name: 'MCCINT', number: 7, flag: 0x0020, mask: [7, 0, 0x0010] },
] as const)('$name interrupts unless masked', ({ number, flag, mask: [at, closed, open] }) => {
  const results = [closed, open].map((setting) => {
    const csr = new Uint16Array(256);
    const levels: boolean[] = [];
    const interrupts = new Interrupts(csr, { set: (asserted) => levels.push(asserted) });
    csr[0] = 0x0040;
    csr[at] |= setting;
    interrupts.raise(number, flag);
    return [levels, csr[0] & 0x0080];
  });
  expect(results).toEqual([
    [[], 0],
    [[true], 0x80],
  ]);
});

test.each([
  { name: 'CERR does not interrupt', number: 0, flag: 0x2000, enables: 0, want: [false, 0x8000] },
  { name: 'SINT needs no IENA', number: 5, flag: 0x0800, enables: 0x400, want: [true, 0x80] },
  { name: 'SLPINT needs no IENA', number: 5, flag: 0x0200, enables: 0x100, want: [true, 0x80] },
  { name: 'RINT needs it', number: 0, flag: 0x0400, enables: 0, want: [false, 0x80] },
] as const)('$name', ({ number, flag, enables, want }) => {
  const csr = new Uint16Array(256);
  const interrupts = new Interrupts(csr, { set() {} });
  csr[5] = enables;
  interrupts.raise(number, flag);
  expect([interrupts.isAsserted, csr[0] & 0x8080]).toEqual(want);
});

test('outside D0 the pin is not asserted', () => {
  const csr = new Uint16Array(256);
  const levels: boolean[] = [];
  const interrupts = new Interrupts(csr, { set: (asserted) => levels.push(asserted) });
  csr[0] = 0x0440;
  interrupts.update();
  interrupts.setPowered(false);
  interrupts.setPowered(true);
  expect([levels, interrupts.mask]).toEqual([[true, false, true], 0x5f00]);
});
