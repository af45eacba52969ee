/**
 * How one chip of the family differs from the next. Am79C970A data sheet (publication 19436) and
 * Am79C973/Am79C975 data sheet (publication 21510), PCI Configuration Registers.
 */
import { BCRS_970A, BCRS_973 } from './bcr-registers';
import { CSRS_970A, CSRS_973 } from './csr-registers';
import { EEPROM_MAP_970A, EEPROM_MAP_973, type EepromMap } from './eeprom';
import type { IndexedTable } from './indexed-registers';
import { Style } from './software-style';

export interface Model {
  readonly name: string;
  readonly csrs: IndexedTable;
  readonly bcrs: IndexedTable;
  readonly eepromMap: EepromMap;
  /** What a board's EEPROM has in place of a BCR's default. */
  readonly eepromValues: Readonly<Record<number, number>>;
  /** The upper half is the chip's, the lower tells its stepping (PCI Revision ID Register). */
  readonly revisionId: number;
  /** Whether BCR20 selects that style; a write of another is reported. */
  readonly styles: readonly Style[];
  /** A PHY in place of a 10BASE-T transceiver, and with it power management. */
  readonly hasPhy: boolean;
}

export const AM79C970A: Model = {
  name: 'Am79C970A',
  csrs: CSRS_970A,
  bcrs: BCRS_970A,
  eepromMap: EEPROM_MAP_970A,
  eepromValues: {},
  revisionId: 0x16,
  styles: [Style.LANCE, Style.ILACC, Style.PCNET_PCI, Style.PCNET_PCI_BURST],
  hasPhy: false,
};

/** MAX_LAT and MIN_GNT as the data sheet recommends, and the IDs of AMD's own board. */
export const AM79C973: Model = {
  name: 'Am79C973',
  csrs: CSRS_973,
  bcrs: BCRS_973,
  eepromMap: EEPROM_MAP_973,
  eepromValues: { 22: 0x1818, 23: 0x1022, 24: 0x2000 },
  revisionId: 0x40,
  styles: [Style.LANCE, Style.PCNET_PCI, Style.PCNET_PCI_BURST],
  hasPhy: true,
};
