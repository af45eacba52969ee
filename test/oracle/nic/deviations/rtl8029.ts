/**
 * Where QEMU's `ne2k_pci` (7.2) is known to differ from the RTL8029AS. Ours follows the documents
 * named.
 */
import type { Deviation } from '../device';

const ALL = 0xffff_ffff;

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['TSR at reset', 'TSR'],
    ours: 0x02,
    section: 'LS009.0 5.1 (TSR)',
    reason: 'bit 1 is always 1, in QEMU 0',
  },
  {
    places: ['end of PROM'],
    ours: ALL,
    qemu: ALL,
    section: 'RTL8019AS specification 6.3',
    reason: 'QEMU fills the bytes behind the station address with copies of it',
  },
  {
    places: ['end of ring'],
    ours: ALL,
    section: 'DP8390D 7.0 (packet reception)',
    reason: 'where the FCS of a packet lies there, QEMU has zeros',
  },
  {
    places: ['configuration 04'],
    ours: 0x0200_0000,
    qemu: 0x0008_0000,
    section: 'PCI 2.1, table 6-2',
    reason: 'QEMU does not tell its DEVSEL timing, but Interrupt Status of PCI 2.3',
  },
  {
    places: ['configuration 2c'],
    ours: ALL,
    qemu: ALL,
    section: 'LS009.0 6 (configuration space)',
    reason: 'QEMU shows subsystem IDs of its own',
  },
];
