/**
 * Where QEMU's `virtio-net-pci` (7.2) is known to differ from the legacy interface of Virtio 1.0,
 * Committee Specification 04, by whose sections ours goes.
 */
import type { Deviation } from '../device';

export const DEVIATIONS: readonly Deviation[] = [
  {
    places: ['Device Features'],
    ours: 0x0000_0001,
    section: '5.1.3',
    reason:
      'QEMU offers CSUM only where the other side of its network takes headers; a socket is none',
  },
  {
    places: ['Device Features'],
    qemu: 0x4000_0000,
    section: '6.3 (bit 30)',
    reason: "a bit of QEMU's own, by which it finds drivers that accept without looking",
  },
  {
    places: ['configuration 04'],
    qemu: 0x0008_0002,
    section: 'PCI 2.2, 6.2.2, 6.2.3',
    reason:
      'QEMU tells Interrupt Status of PCI 2.3, and keeps Memory Space of a device without any',
  },
];
