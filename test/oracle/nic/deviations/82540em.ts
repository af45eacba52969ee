/**
 * Where QEMU's `e1000` (7.2) is known to differ from the 82540EM. Sections are of the 8254x SDM
 * (317453, revision 4.0) unless said otherwise; ours follows them.
 */
import type { Deviation } from '../device';

const ALL = 0xffff_ffff;
const PCI = 'PCI 2.2';

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['CTRL at reset'],
    ours: 0x0000_0001,
    qemu: 0x0014_0040,
    section: '13.4.1',
    reason: 'QEMU resets it to what firmware leaves: SLU and two data pins set, FD clear',
  },
  {
    places: ['STATUS at reset', 'STATUS'],
    qemu: 0x8008_0000,
    section: '13.4.2',
    reason: 'bits of later chips, which the 82540EM reserves as 0',
  },
  {
    places: ['STATUS at reset'],
    qemu: 0x0000_0002,
    section: '13.4.2, 8.6.2',
    reason: 'QEMU has its link up before CTRL.SLU is set',
  },
  {
    places: ['STATUS at reset', 'STATUS'],
    qemu: 0x0000_0500,
    section: '13.4.2',
    reason: 'QEMU shows ASDV 11b, which no speed has, and MTXCKOK, which is not of the 82540EM',
  },
  {
    places: ['ICR at link-up'],
    ours: 0x0000_0004,
    section: '13.4.17',
    reason: 'LSC: the link comes up with CTRL.SLU, in QEMU it was up before',
  },
  {
    places: ['EECD at reset'],
    ours: 0x0000_0010,
    qemu: 0x0000_0080,
    section: '13.4.3',
    reason: 'QEMU grants access (EE_GNT) without a request, and has no FWE',
  },
  {
    places: ['VET at reset', 'MANC at reset', 'LEDCTL at reset', 'RXDCTL at reset'],
    ours: ALL,
    qemu: ALL,
    section: '13.2 (MANC), 13.4.11, 13.4.15, 13.4.46',
    reason:
      'QEMU starts VET as drivers set it, MANC as on a server card, LEDCTL without its upper half',
  },
  {
    places: [
      ...['FCAL', 'FCAH', 'FCTTV', 'TIPG', 'FCRTL', 'FCRTH'],
      ...['RXDCTL', 'RXCSUM', 'TXDCTL'],
    ],
    ours: ALL,
    section: '13.4.8, 13.4.9, 13.4.12, 13.4.23, 13.4.24, 13.4.34, 13.4.43, 13.4.46, 13.4.47',
    reason: 'QEMU does not have the register: it reads 0',
  },
  {
    places: ['ICR'],
    qemu: 0x0000_0002,
    section: '13.4.17',
    reason: 'QEMU raises TXQE at each write of TDT or TCTL, also when nothing was sent',
  },
  {
    places: ['ICR'],
    ours: 0x0000_8000,
    section: '13.4.17, 13.4.43',
    reason: 'QEMU has no TXD_LOW',
  },
  {
    places: ['rx descriptor', 'last rx descriptor'],
    ours: '00000000000000000000ffff00000000',
    section: '3.2.3',
    reason: 'QEMU stores no packet checksum',
  },
  {
    places: ['last rx descriptor'],
    ours: '00000000000000000000000080000000',
    section: '3.2.3.1',
    reason: 'QEMU never sets PIF',
  },
  {
    places: ['frames sent'],
    frames: { ours: '0000', qemu: 'ffff' },
    section: '3.5, before 3.5.9',
    reason: 'a checksum is the complement of the sum, also where that is 0; QEMU stores FFFFh then',
  },
  {
    places: ['MDIC without a PHY'],
    ours: 0x2fff_ffff,
    qemu: 0x2fff_ffff,
    section: '13.4.7',
    reason: 'QEMU shows the command before; the chip sets R and E in this one',
  },
  {
    places: ['MDIC after a write', 'PHY register 7', 'PHY register 15', 'PHY register 18'],
    ours: 0x0000_ffff,
    qemu: 0x4000_0000,
    section: '13.4.7.1',
    reason: 'QEMU does not have the register: an error',
  },
  {
    places: ['PHY register 1'],
    ours: 0x0000_0024,
    qemu: 0x0000_0024,
    section: 'IEEE 802.3 22.2.4.2',
    reason: 'QEMU starts without negotiation complete, and with the link not latched down',
  },
  {
    places: ['PHY register 5', 'PHY register 6', 'PHY register 10', 'PHY register 17'],
    ours: 0x0000_ffff,
    qemu: 0x0000_ffff,
    section: '13.4.7.1',
    reason: 'another link partner: QEMU has one that advertises less and no page exchange',
  },
  {
    places: [
      ...['GOTCL with tags', 'TOTL with tags', 'PTC64 with tags', 'PTC127 with tags'],
      ...['PTC255 with tags', 'PTC511 with tags', 'PTC1023 with tags'],
    ],
    ours: ALL,
    qemu: ALL,
    section: '13.7.32, 13.7.42, 13.7.45',
    reason: 'QEMU does not count the four bytes of a tag that was inserted',
  },
  {
    places: ['rx descriptor'],
    qemu: '0000000000000000000000000800ffff',
    section: '3.2.3.1, 3.2.3.3',
    reason: 'QEMU tells the tag in every descriptor of a frame, not in the last alone',
  },
  {
    places: ['PHY register 9', 'MDIC after a write'],
    qemu: 0x0000_00ff,
    section: '13.4.7.1.8',
    reason: 'QEMU keeps reserved bits',
  },
  {
    places: ['PHY register 4'],
    qemu: 0x0000_5000,
    section: 'IEEE 802.3 28.2.4.1.3',
    reason: 'QEMU keeps bits that software cannot write',
  },
  {
    places: ['configuration 04'],
    qemu: 0x0008_0000,
    section: '4.1',
    reason: 'Interrupt Status is of PCI 2.3; the chip complies with 2.2',
  },
  {
    places: ['TSCTC of UDP'],
    ours: ALL,
    qemu: ALL,
    section: '13.7.53',
    reason: 'QEMU counts TCP segmentation only',
  },
  {
    places: [
      ...['PRC64', 'PRC127', 'PRC255', 'PRC511', 'PRC1023', 'PRC1522'],
      ...['GORCL', 'TORL'],
    ].map((name) => `${name} stripped`),
    ours: ALL,
    qemu: ALL,
    section: '13.7.21, 13.7.31, 13.7.41',
    reason: 'QEMU does not count an FCS or a tag that is not stored',
  },
  {
    places: ['configuration 04'],
    ours: 0x0230_0000,
    section: '4.1, 6.3.3',
    reason: 'QEMU has no power management, does not tell its DEVSEL timing, nor that it can 66 MHz',
  },
  {
    places: ['configuration 08'],
    ours: 0x0000_0003,
    qemu: 0x0000_0003,
    section: '4.1',
    reason: 'another stepping',
  },
  {
    places: ['configuration 14', 'configuration 18'],
    ours: 0x0000_0001,
    qemu: 0x0000_0001,
    section: '4.1, table of base address registers',
    reason: 'with 32-bit BARs I/O lies in the third; QEMU has it in the second',
  },
  {
    places: ['configuration 2c'],
    ours: ALL,
    qemu: ALL,
    section: '5.6.8, 5.6.9',
    reason: 'QEMU shows subsystem IDs of its own, the chip those of its EEPROM',
  },
  {
    places: ['configuration 34'],
    ours: 0x0000_00dc,
    section: '6.3.3',
    reason: 'QEMU has no power management',
  },
  {
    places: ['configuration 3c'],
    ours: 0xffff_0000,
    section: `${PCI}, 6.2.4`,
    reason: 'QEMU has no Min_Gnt',
  },
];
