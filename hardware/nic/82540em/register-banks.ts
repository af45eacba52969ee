/** Every register of the 82540EM, by the spaces they lie in, for the reference page. */
import type { RegisterBank } from '../nic';
import { PHY_REGISTERS } from './phy-registers';
import { REGISTERS } from './registers';

export const REGISTER_BANKS: readonly RegisterBank[] = [
  { title: 'Memory window', rows: REGISTERS.rows },
  { title: 'PHY, by MDIC.REGADD', rows: PHY_REGISTERS },
];
