/** The registers of the PHY that are declared. Am79C973 data sheet (21510), ANR0 to ANR24. */
import { PHY_TABLE } from '../../../../hardware/nic/pcnet/phy-registers';

test('every register of the summary is declared, and no other', () => {
  const numbers = PHY_TABLE.rows.map(({ offset }) => offset);
  expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 24]);
});
