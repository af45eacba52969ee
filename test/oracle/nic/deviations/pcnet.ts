/**
 * Where QEMU's `pcnet` (7.2) is known to differ from the Am79C970A. Sections are of its data sheet
 * (publication 19436, revision A, April 1995), by the titles that they have; ours follows them.
 */
import type { Deviation } from '../device';

/** Those of 32 bits: the others have no place for it (RMD1). */
const STYLES = [2, 3] as const;

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['CSR76 at reset', 'CSR78 at reset', 'CSR76', 'CSR78'],
    ours: 0xffff,
    qemu: 0xffff,
    section: 'CSR76, CSR78',
    reason: 'a ring length is a negative number, in QEMU a positive one',
  },
  {
    places: ['CSR80 at reset', 'CSR80'],
    ours: 0xc000,
    section: 'CSR80',
    reason: 'the reserved bits 15 and 14 read as ones',
  },
  {
    places: ['CSR24', 'CSR25', 'CSR30', 'CSR31'],
    ours: 0xffff,
    section: 'CSR24, CSR25, CSR30, CSR31',
    reason: 'QEMU does not show where the rings lie',
  },
  {
    places: ['CSR0 after STOP'],
    qemu: 0x0010,
    section: 'CSR0 (TXON)',
    reason: 'QEMU leaves TXON set',
  },
  {
    places: ['BCR6 at reset'],
    ours: 0x8000,
    section: 'BCR6 (LEDOUT)',
    reason: 'QEMU does not show what its LEDs would',
  },
  {
    places: ['BCR19 at reset'],
    ours: 0xa000,
    section: 'BCR19 (PVALID, EEDET)',
    reason: 'QEMU has no EEPROM',
  },
  {
    places: STYLES.map((style) => `last rx descriptor of style ${style} in promiscuous mode`),
    ours: '0000000000007000',
    section: 'RMD1 (PAM, LAFM, BAM)',
    reason: 'QEMU does not tell how a frame was addressed when CSR15.PROM is set',
  },
  {
    places: ['configuration 08'],
    ours: 0xff,
    qemu: 0xff,
    section: 'PCI Revision ID Register',
    reason: 'another stepping',
  },
  {
    places: ['configuration 04'],
    qemu: 0x0008_0000,
    section: 'PCI Status Register',
    reason: 'Interrupt Status is of PCI 2.3; the chip complies with 2.0',
  },
];
