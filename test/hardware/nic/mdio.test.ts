/** Management frames bit by bit. IEEE 802.3 22.2.4.5. */
import { Mdio } from '../../../hardware/nic/mdio';

function createPhy() {
  const written: [number, number][] = [];
  const phy = {
    address: 9,
    read: (register: number) => 0x8000 | register,
    write: (register: number, value: number) => void written.push([register, value]),
  };
  return { mdio: new Mdio(phy), written };
}

/** Clocks in the bits of a string; what the PHY drives before each. */
function clock(mdio: Mdio, bits: string): string {
  let seen = '';
  for (const bit of bits) {
    seen += mdio.dataIn ? '1' : '0';
    mdio.drive(false, bit === '1');
    mdio.drive(true, bit === '1');
  }
  return seen;
}

const ONES = '1'.repeat(32);

test('a read: released, 0, then the word', () => {
  const { mdio } = createPhy();
  expect(clock(mdio, `${ONES}0110` + '01001' + '00101')).toMatch(/^1+$/);
  expect(clock(mdio, '1'.repeat(19))).toBe('10' + '1000000000000101' + '1');
});

test('a write, and frames on end without a preamble', () => {
  const { mdio, written } = createPhy();
  const frame = '0101' + '01001' + '00011' + '10' + '1010101011110000';
  clock(mdio, ONES + frame + frame);
  expect(written).toEqual([
    [3, 0xaaf0],
    [3, 0xaaf0],
  ]);
});

test.each([
  { name: 'another address', bits: '0101' + '01000' + '00011' + '10' + '1010101011110000' },
  { name: 'no operation', bits: '0100' + '01001' + '00011' + '10' + '1010101011110000' },
])('$name: nothing', ({ bits }) => {
  const { mdio, written } = createPhy();
  expect(clock(mdio, ONES + bits)).toMatch(/^1+$/);
  expect(written).toEqual([]);
});

test('lines that are released end the frame', () => {
  const { mdio, written } = createPhy();
  clock(mdio, `${ONES}0101`);
  mdio.release();
  clock(mdio, ONES + '0101' + '01001' + '00000' + '10' + '0'.repeat(16));
  expect(written).toEqual([[0, 0]]);
});
