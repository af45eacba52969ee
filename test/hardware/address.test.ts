import * as address from '../../hardware/address';

test.each([
  ['VIRTUAL_BASE', 0x8000_0000],
  ['PAGE_BYTES', 0x1000],
  ['NULL', 0],
] as const)('%s is %i', (name, want) => {
  expect(address[name]).toBe(want);
});

test.each(['physical', 'virtual', 'port'] as const)(
  '%s brands a number and changes none',
  (name) => {
    for (const value of [0, 1, 0xffff, 0xffff_ffff]) expect(address[name](value)).toBe(value);
  },
);
