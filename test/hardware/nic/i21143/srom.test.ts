/** The serial ROM: 21X4 Serial ROM Format 4.05, 3, 5, 7.5, appendices A and B; 21143 HRM, CSR9. */
import { createWords, loadSubsystem } from '../../../../hardware/nic/i21143/srom';
import { Bench } from '../../../support/nic/i21143-bench';

const MAC = Uint8Array.of(0x00, 0x80, 0x48, 0xb3, 0x0e, 0xa7);

function bytesOf(words: Uint16Array): number[] {
  return [...words].flatMap((word) => [word & 0xff, word >>> 8]);
}

/** Reads a word as drivers do: chip select, start, READ, address, 16 clocks (CSR9). */
function readWord(bench: Bench, address: number, addressBits = 6): number {
  const SELECT = 0x4801;
  const clock = (data: number) => {
    bench.setCsr(9, SELECT | (data << 2));
    bench.setCsr(9, SELECT | (data << 2) | 2);
    bench.setCsr(9, SELECT | (data << 2));
    return (bench.csr(9) >>> 3) & 1;
  };
  bench.setCsr(9, 0x4800);
  bench.setCsr(9, SELECT);
  const command = (6 << addressBits) | address;
  for (let bit = addressBits + 2; bit >= 0; bit--) clock((command >>> bit) & 1);
  let word = 0;
  for (let bit = 0; bit < 16; bit++) word = (word << 1) | clock(0);
  bench.setCsr(9, 0);
  return word;
}

test('the layout: version, one controller, address, its leaf, a right CRC', () => {
  const bytes = bytesOf(createWords(MAC));
  expect(bytes.slice(0, 4)).toEqual([0x11, 0x10, 0x0b, 0x50]);
  expect(bytes.slice(18, 29)).toEqual([4, 1, ...MAC, 0, 30, 0]);
  // Autosense; five blocks, of which each says how long it is.
  expect(bytes.slice(30, 33)).toEqual([0x00, 0x08, 5]);
  const types = [];
  let at = 33;
  for (; types.length < 5; at += 1 + (bytes[at] & 0x7f)) types.push(bytes[at + 1]);
  expect([types, bytes[at]]).toEqual([[2, 2, 4, 4, 3], 0]);
});

/** CRC-32 bit by bit, as appendix A has it, and CRC-8 as appendix B has it. */
test('the CRCs', () => {
  const words = createWords(MAC);
  const bytes = bytesOf(words);
  let crc = 0xffff_ffff;
  for (const byte of bytes.slice(0, 126))
    for (let bit = 0; bit < 8; bit++)
      crc = ((crc ^ (byte >>> bit)) & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb8_8320;
  expect(words[63]).toBe(~crc & 0xffff);
  let crc8 = 0xff;
  for (let index = 0; index <= 8; index++)
    for (let bit = 15; bit >= (index === 8 ? 8 : 0); bit--) {
      const feedback = ((words[index] >>> bit) & 1) ^ (crc8 >>> 7);
      crc8 = ((crc8 << 1) & 0xff) ^ (feedback === 1 ? 7 : 0);
    }
  expect(words[8] & 0xff).toBe(crc8);
});

test('the subsystem is loaded from an ID block whose CRC is right', () => {
  const words = createWords();
  expect(loadSubsystem(words)).toEqual({ vendorId: 0x1011, id: 0x500b });
  words[8] ^= 1;
  expect(loadSubsystem(words)).toEqual({ vendorId: 0, id: 0 });
});

test('an image stays what it is; into one of 128 bytes go address and CRC', () => {
  const image = new Uint8Array(128).fill(0x5a);
  expect(bytesOf(createWords(undefined, image))).toEqual([...image]);
  const bytes = bytesOf(createWords(MAC, image));
  expect(bytes.slice(20, 26)).toEqual([...MAC]);
  expect(bytes.slice(26, 126)).toEqual(Array(100).fill(0x5a));
  expect(bytesOf(createWords(MAC, new Uint8Array(512).fill(1))).slice(26)).toEqual(
    Array(486).fill(1),
  );
  expect(() => createWords(MAC, new Uint8Array(64))).toThrow('64 bytes; it has 128 or 512');
  expect(() => createWords(new Uint8Array(5))).toThrow('six bytes');
});

test('through CSR9, a 93C46 and a 93C66', () => {
  const bench = new Bench({ macAddress: MAC });
  expect([readWord(bench, 10), readWord(bench, 11), readWord(bench, 12)]).toEqual([
    0x8000, 0xb348, 0xa70e,
  ]);
  const image = Uint8Array.from({ length: 512 }, (_, index) => index);
  const large = new Bench({ macAddress: undefined, eeprom: image });
  expect(readWord(large, 0xff, 8)).toBe(0xfffe);
});

test('without SR in CSR9 the part sees nothing', () => {
  const bench = new Bench();
  bench.setCsr(9, 0x0003);
  expect(bench.csr(9) & 0x0f).toBe(3);
});
