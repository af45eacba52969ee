/**
 * Where QEMU's `rtl8139` (7.2), an RTL8139C+, is known to differ from the RTL8139C. Sections are of
 * the RTL8139C(L) data sheet, revision 1.4, unless said otherwise; ours follows them.
 * It prints the heading of 6.14 as 5.14.
 */
import type { Deviation } from '../device';

const ALL = 0xffff_ffff;

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['CR at reset'],
    qemu: 0x10,
    section: '6.4',
    reason: 'QEMU shows RST until the first software reset',
  },
  {
    places: ['TCR at reset', 'TCR'],
    qemu: 0x0080_0000,
    section: '6.7 (HWVERID)',
    reason: 'an RTL8139C+',
  },
  {
    places: ['CONFIG0 at reset', 'CONFIG1 at reset', 'CONFIG3 at reset', 'CONFIG4 at reset'],
    ours: 0xff,
    qemu: 0xff,
    section: '6.10, 6.11, 6.13, 6.14, 7',
    reason: 'QEMU does not load them from its 93C46',
  },
  {
    places: ['MSR at reset'],
    qemu: 0xc0,
    section: '6.12',
    reason: 'QEMU shows TXFCE and RXFCE set and has no flow control',
  },
  {
    places: ['BMCR at reset', 'ANAR at reset', 'ANLPAR at reset', 'ANER at reset', 'CSCR at reset'],
    ours: 0xffff,
    qemu: 0xffff,
    section: '6.18, 6.20 to 6.22, 6.27',
    reason: 'QEMU has no negotiation: it shows another partner and other capabilities',
  },
  {
    places: ['rx header in promiscuous mode'],
    ours: '00e00000',
    section: '6.1 (PAM, BAR, MAR)',
    reason: 'QEMU does not tell how a frame was addressed when RCR.AAP is set',
  },
  {
    places: ['interrupt'],
    edges: { ours: '', qemu: '-+' },
    section: '6.6',
    reason: 'QEMU lets go of its pin for a moment at each write of ISR',
  },
  {
    places: ['configuration 04'],
    ours: 0x0290_0000,
    qemu: 0x0008_0000,
    section: '8, 6.13 (FBtBEn)',
    reason: 'QEMU tells Interrupt Status of PCI 2.3 and nothing of what the chip can',
  },
  {
    places: ['configuration 08'],
    ours: 0xff,
    qemu: 0xff,
    section: '6.16',
    reason: 'an RTL8139C+: another revision',
  },
  {
    places: ['configuration 2c'],
    ours: ALL,
    qemu: ALL,
    section: '7',
    reason: 'QEMU shows subsystem IDs of its own, the chip those of its 93C46',
  },
  {
    places: ['configuration 34'],
    ours: 0xff,
    qemu: 0xff,
    section: '8',
    reason: 'QEMU points to where it has no capability',
  },
  {
    places: ['configuration 3c'],
    ours: 0xffff_0000,
    section: '7',
    reason: 'QEMU has no Min_Gnt and Max_Lat',
  },
];
