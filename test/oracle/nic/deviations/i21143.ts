/**
 * Where QEMU's `tulip` (7.2) is known to differ from the 21143. Sections are of the 21143 HRM,
 * revision 1.0, by the register or descriptor that they describe, unless said otherwise.
 */
import type { Deviation } from '../device';

const ALL = 0xffff_ffff;

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['CSR0'],
    ours: 0xfe00_0000,
    section: 'CSR0',
    reason: 'bits that read as one; QEMU keeps what was written',
  },
  {
    places: ['CSR6'],
    ours: 0x3200_0000,
    section: 'CSR6',
    reason: 'bits that read as one; QEMU keeps what was written',
  },
  {
    places: ['CSR7'],
    ours: 0xf3fe_0000,
    section: 'CSR7',
    reason: 'bits that read as one; QEMU keeps what was written',
  },
  {
    places: ['CSR9'],
    ours: 0xfff0_8300,
    section: 'CSR9',
    reason: 'bits that read as one; QEMU keeps what was written',
  },
  {
    places: ['CSR14'],
    ours: 0xfff8_0000,
    section: 'CSR14',
    reason: 'bits that read as one; QEMU keeps what was written',
  },
  {
    places: ['CSR15'],
    ours: 0x8ff0_0000,
    section: 'CSR15',
    reason: 'controls change with CWE only; QEMU keeps what was written',
  },
  {
    places: ['CSR9 at reset'],
    ours: 0x0008_0000,
    section: 'CSR9 (MDI)',
    reason: 'the management data line is pulled up, and QEMU does not drive it',
  },
  {
    places: ['CSR12 at reset'],
    ours: 0xffff,
    qemu: 0xffff,
    section: 'CSR12',
    reason: 'QEMU always shows a negotiation that is complete',
  },
  {
    places: ['CSR6 after a reset'],
    ours: 0x0004_0000,
    section: 'CSR0 (SWR)',
    reason: 'a software reset leaves the port select bit alone',
  },
  {
    places: ['CSR5'],
    ours: 0x0400,
    section: 'CSR5 (ETI)',
    reason: 'QEMU has no early transmit interrupt',
  },
  {
    places: ['CSR5 after a stop'],
    ours: 0x0502,
    section: 'CSR5 (ETI, RPS, TPS)',
    reason: 'QEMU does not tell that a process has stopped',
  },
  {
    places: ['CSR5 after a stop'],
    qemu: 0x0004,
    section: 'CSR5 (TU)',
    reason: 'QEMU tells again of a suspended process at a write of CSR6',
  },
  {
    places: ['RDES0'],
    ours: '20340000',
    section: 'RDES0 (FT, MF, DT)',
    reason: 'QEMU does not tell frame type, loopback and group addresses',
  },
  {
    places: ['rx FCS'],
    ours: 'ffffffff',
    qemu: 'ffffffff',
    section: 'RDES0 (FL)',
    reason: 'QEMU stores other bytes for the FCS',
  },
  {
    places: ['configuration 04'],
    ours: 0x0280_0000,
    qemu: 0x0008_0000,
    section: 'CFCS',
    reason: 'QEMU tells Interrupt Status of PCI 2.3 and nothing of what the chip can',
  },
  {
    places: ['configuration 08'],
    ours: 0xff,
    qemu: 0xff,
    section: 'CFRV',
    reason: 'QEMU gives no revision',
  },
  {
    places: ['configuration 2c'],
    ours: ALL,
    qemu: ALL,
    section: 'SSID; SROM format 4.05, 5',
    reason: 'another card: the chip loads the IDs from its serial ROM',
  },
  {
    places: ['configuration 3c'],
    ours: 0xffff_0000,
    section: 'CFIT',
    reason: 'QEMU has no Min_Gnt and Max_Lat',
  },
];
