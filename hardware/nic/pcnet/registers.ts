/**
 * The window of the PCnet chips in I/O and memory space, in its two modes, and all banks of
 * registers together. Am79C970A data sheet (publication 19436), I/O Resources.
 */
import type { RegisterRow } from '../../registers';
import type { RegisterBank } from '../nic';
import { BCR_ROWS_970A, BCR_ROWS_973 } from './bcr-registers';
import { CSR_ROWS_970A, CSR_ROWS_973 } from './csr-registers';
import { PHY_ROWS } from './phy-registers';

export const WINDOW_BYTES = 0x20;
export const APROM_BYTES = 0x10;

/** Where the registers lie in the mode of 16-bit accesses. */
export const Wio = { RDP: 0x10, RAP: 0x12, RESET: 0x14, BDP: 0x16 } as const;
/** Where the registers lie in the mode of 32-bit accesses. */
export const Dwio = { RDP: 0x10, RAP: 0x14, RESET: 0x18, BDP: 0x1c } as const;

const SECTION = 'I/O Resources';

function windowRows(at: typeof Wio | typeof Dwio, widthBytes: 2 | 4): readonly RegisterRow[] {
  const common = { access: 'rw', section: SECTION } as const;
  return [
    {
      ...common,
      name: 'APROM',
      title: 'Address PROM',
      offset: 0,
      widthBytes: 1,
      count: APROM_BYTES,
    },
    { ...common, name: 'RDP', title: 'Register Data Port', offset: at.RDP, widthBytes },
    { ...common, name: 'RAP', title: 'Register Address Port', offset: at.RAP, widthBytes },
    { ...common, name: 'RESET', title: 'Reset Register', offset: at.RESET, widthBytes },
    { ...common, name: 'BDP', title: 'BCR Data Port', offset: at.BDP, widthBytes },
  ];
}

/** Of a CSR and a BCR the offset is its number, as RAP has it. */
export const REGISTER_BANKS: readonly RegisterBank[] = [
  { title: 'Window, Word I/O mode', rows: windowRows(Wio, 2) },
  { title: 'Window, Double Word I/O mode', rows: windowRows(Dwio, 4) },
  { title: 'CSR of the Am79C970A, by RAP', rows: CSR_ROWS_970A },
  { title: 'BCR of the Am79C970A, by RAP', rows: BCR_ROWS_970A },
  { title: 'CSR of the Am79C973, by RAP', rows: CSR_ROWS_973 },
  { title: 'BCR of the Am79C973, by RAP', rows: BCR_ROWS_973 },
  { title: 'PHY of the Am79C973, by BCR33.REGAD', rows: PHY_ROWS },
];
