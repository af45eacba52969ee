/**
 * Where QEMU's 8255x (7.2) are known to differ from the 82557, 82558 and 82559. Sections are of the
 * 8255x SDM (revision 1.3) unless said otherwise; ours follows them.
 */
import type { Deviation } from '../device';

const ALL = 0xffff_ffff;

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['RFD', 'RFD in promiscuous mode'],
    ours: '20',
    section: '6.4.3.1.2, table 52 (TYPE)',
    reason: 'QEMU does not tell a type from a length',
  },
  {
    places: ['RFD', 'RFD in promiscuous mode'],
    ours: '00000000000000000000000000c00000',
    section: '6.4.3.1.2 (EOF, F)',
    reason: 'QEMU does not say that it has put in an actual count',
  },
  {
    places: ['RFD in promiscuous mode'],
    ours: '02',
    section: '6.4.3.1.2, table 52 (IA match)',
    reason: 'QEMU says that a frame let in by no filter had the individual address',
  },
  {
    places: [1, 3, 4, 5, 6].map((register) => `MDI register ${register}`),
    ours: 0xffff,
    qemu: 0xffff,
    section: '7.2',
    reason: 'another PHY and another link partner',
  },
  {
    places: ['configuration 04'],
    ours: 0x0010_0000,
    qemu: 0x0008_0000,
    section: '4.1',
    reason: 'QEMU has no capability, but Interrupt Status of PCI 2.3',
  },
  {
    places: ['configuration 08'],
    ours: 0xff,
    qemu: 0xff,
    section: '4.1, table of revisions',
    reason: "QEMU's i82559c tells the revision of an 82550",
  },
  {
    places: ['configuration 0c'],
    qemu: 0x0000_2000,
    section: 'PCI 2.2, 6.2.4',
    reason: 'the latency timer is 0 after a reset',
  },
  {
    places: ['configuration 10'],
    qemu: 0x0000_0008,
    section: '4.1 (CSR memory mapped base address)',
    reason: 'the window of the 82559 is not prefetchable',
  },
  {
    places: ['configuration 2c', 'configuration 34', 'configuration 3c'],
    ours: ALL,
    qemu: ALL,
    section: '4.1',
    reason: 'QEMU shows subsystem IDs and latencies of its own, and has no capability',
  },
];
