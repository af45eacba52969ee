/** What the EEPROM holds and where it goes. Am79C970A data sheet (19436), EEPROM; 21510. */
import { Bench, MAC_ADDRESS } from '../../../support/nic/pcnet-bench';

function bytesOf({ nic }: Bench): number[] {
  return [...nic.eeprom.words].flatMap((word) => [word & 0xff, word >>> 8]);
}

test.each([
  { chip: '970A' as const, readBytes: 36 },
  { chip: '973' as const, readBytes: 82 },
])('the $readBytes bytes that the Am79C$chip reads sum up to FFh', ({ chip, readBytes }) => {
  const bytes = bytesOf(new Bench({ chip }));
  const sum = bytes.slice(0, readBytes).reduce((total, byte) => total + byte);
  expect(sum & 0xff).toBe(0xff);
  expect(bytes.slice(0, 6)).toEqual([...MAC_ADDRESS]);
});

test('an image is taken, with address and checksums put in', () => {
  const eeprom = new Uint8Array(128).fill(0x5a);
  const bench = new Bench({ eeprom, chip: '973' });
  const bytes = bytesOf(bench);
  expect(bytes.slice(0, 12)).toEqual([...MAC_ADDRESS, ...Array<number>(6).fill(0x5a)]);
  expect([bytes[0x50], bytes[0x60]]).toEqual([0x5a, 0x5a]);
  expect([bench.bcr(19) >>> 15, bench.bcr(23)]).toEqual([1, 0x5a5a]);
  const without = new Bench({ eeprom, macAddress: undefined });
  expect(without.window.read(0, 4)).toBe(0x5a5a_5a5a);
});

test.each([
  { name: 'a MAC address of five bytes', options: { macAddress: new Uint8Array(5) } },
  { name: 'an image of 64 bytes', options: { eeprom: new Uint8Array(64) } },
])('$name is refused', ({ options }) => {
  expect(() => new Bench(options)).toThrow(RangeError);
});

test('a wrong sum leaves the defaults of the BCRs', () => {
  const bench = new Bench({ chip: '973' });
  bench.nic.eeprom.words[0x20] ^= 1;
  bench.nic.reset();
  expect([bench.bcr(19) >>> 15, bench.bcr(22), bench.bcr(23)]).toEqual([0, 0xff06, 0]);
  expect(bench.window.read(0, 4)).toBe(0);
});
