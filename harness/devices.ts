/** The devices that a board can carry, by the name they have on the command line. */
import type * as Model21143 from '../hardware/nic/i21143';
import type * as Model82540em from '../hardware/nic/82540em';
import type * as ModelI82557 from '../hardware/nic/i82557';
import type { Nic, NicPorts, RegisterBank } from '../hardware/nic/nic';
import type * as ModelPcnet from '../hardware/nic/pcnet';
import type * as ModelRtl8029 from '../hardware/nic/rtl8029';
import type * as ModelRtl8139 from '../hardware/nic/rtl8139';
import type * as ModelVirtioNet from '../hardware/nic/virtio-net';

export interface DeviceRow {
  readonly title: string;
  /** PCI vendor and device. */
  readonly id: string;
  /** What the model follows, for the reference page. */
  readonly manual: string;
  /** How much of it was at hand, where that is not all, and how its sections are named. */
  readonly atHand?: string;
  /** What is not modelled beside registers, for the reference page. */
  readonly limits: readonly string[];
  registers(): readonly RegisterBank[];
  create(ports: NicPorts): Nic;
}

// A model is loaded when a board has it: to load all would take as long as a short run.
const i21143 = () => require('../hardware/nic/i21143') as typeof Model21143;
const i82540em = () => require('../hardware/nic/82540em') as typeof Model82540em;
const i82557 = () => require('../hardware/nic/i82557') as typeof ModelI82557;
const pcnet = () => require('../hardware/nic/pcnet') as typeof ModelPcnet;
const rtl8029 = () => require('../hardware/nic/rtl8029') as typeof ModelRtl8029;
const rtl8139 = () => require('../hardware/nic/rtl8139') as typeof ModelRtl8139;
const virtioNet = () => require('../hardware/nic/virtio-net') as typeof ModelVirtioNet;

export const DEVICES = {
  '82540em': {
    title: 'Intel 82540EM Gigabit Ethernet Controller',
    id: '8086:100E',
    manual:
      "Intel PCI/PCI-X Family of Gigabit Ethernet Controllers Software Developer's Manual, " +
      '317453, revision 4.0',
    limits: [
      'Writes of one or two bytes.',
      'Flash memory, and management by a board controller (MANC).',
      "The pointers of the packet buffer's FIFOs, as its memory is not laid out (13.8).",
    ],
    registers: () => i82540em().REGISTER_BANKS,
    create: (ports) => new (i82540em().I82540em)(ports),
  },
  rtl8139: {
    title: 'Realtek RTL8139C Fast Ethernet Controller',
    id: '10EC:8139',
    manual: 'Realtek RTL8139C(L) data sheet, revision 1.4',
    atHand: 'The sheet prints the heading of 6.14 as 5.14.',
    limits: [
      'The C+ mode of the 8139C+, which is not in this chip.',
      'Waking, which has no effect: its registers are held, and no frame asserts PME#.',
      'Early receive (RCR.ERTH, MULINT), which has no effect.',
      'Loopback other than TCR.LBK of 11, and the diagnostic bits of CSCR.',
      'Flash memory and CardBus.',
      'ISR as the sheet has it, where a read clears it: drivers clear it by writing ones, as here.',
      'Vital product data (CONFIG1.VPD), which has no effect.',
      'CONFIG1.DVRLOAD stays set when the PCI command register is written.',
    ],
    registers: () => rtl8139().REGISTER_BANKS,
    create: (ports) => new (rtl8139().Rtl8139)(ports),
  },
  i82557: {
    title: 'Intel 82557, 82558 and 82559 Fast Ethernet Controllers',
    id: '8086:1229',
    manual:
      'Intel 8255x 10/100 Mbps Ethernet Controller Family Open Source Software Developer Manual, ' +
      'revision 1.3',
    limits: [
      'The effects of microcode: it is loaded, and changes nothing.',
      "The 596 bytes that the DUMP command and PORT's dump write: the manual does not have them.",
      'Flexible receive buffers and header RFDs, with the RU commands for them (3, 5, 7).',
      'Early receive interrupts.',
      'Configured: dynamic TBDs, insertion of the source address, CRC-16, stripping.',
      'Flow control by the PHY (MDI register 16, bit 15; 6.6.1), which has no effect.',
      'The delay of CNA interrupts (CID), which has no effect.',
      'A frame of more than 3 KB.',
      'CU Start while active, and RU Start while ready.',
      'Waking by frames; flash memory; CardBus.',
      'The prefetch of a command block: one that is changed late is treated leniently.',
    ],
    registers: () => i82557().REGISTER_BANKS,
    create: (ports) => new (i82557().I82557)(ports),
  },
  am79c970a: {
    title: 'AMD Am79C970A PCnet-PCI II',
    id: '1022:2000',
    manual: 'AMD Am79C970A data sheet, publication 19436, revision A',
    atHand: 'Its sections have titles, and no numbers.',
    limits: [
      'Big-endian buffers (CSR3.BSWP) and look-ahead packets (CSR3.LAPPEN).',
      'Software styles that the data sheet reserves (BCR20).',
      'An interrupt pin that is edge-triggered (BCR2.INTLEVEL).',
      'Magic packets (CSR5.MPEN, MPMODE); the general purpose serial interface (CSR124.GPSIEN).',
    ],
    registers: () => pcnet().REGISTER_BANKS,
    create: (ports) => new (pcnet().PcnetPci)(ports),
  },
  am79c973: {
    title: 'AMD Am79C973 PCnet-FAST III',
    id: '1022:2000',
    manual: 'AMD Am79C973/Am79C975 data sheet, publication 21510',
    atHand:
      'Its sections have titles, and no numbers. Single pages of it were at hand, not the whole.',
    limits: [
      'Big-endian buffers (CSR3.BSWP) and look-ahead packets (CSR3.LAPPEN).',
      'Software styles that the data sheet reserves (BCR20).',
      'An interrupt pin that is edge-triggered (BCR2.INTLEVEL).',
      'Magic packets (CSR5.MPEN, MPMODE).',
      'The internal loopback of the MII (BCR32.MIIILP).',
      'Receive frame tags (CSR7.RXFRTG), aligned reception (CSR122.RCVALGN).',
    ],
    registers: () => pcnet().REGISTER_BANKS,
    create: (ports) => new (pcnet().Am79c973)(ports),
  },
  rtl8029: {
    title: 'Realtek RTL8029AS, an NE2000 on PCI',
    id: '10EC:8029',
    manual: 'Realtek RTL8029AS data sheet LS009.0; National DP8390D / NS32490D data sheet',
    limits: [
      'Flow control (CONFIG2.FCE), sleep and power down (CONFIG3).',
      'A transmission with a byte count of 0.',
      'CONFIG3.FUDUP, which has no effect: no wire here has collisions to be blind to.',
    ],
    registers: () => rtl8029().REGISTER_BANKS,
    create: (ports) => new (rtl8029().Rtl8029)(ports),
  },
  i21143: {
    title: 'Intel (Digital) 21143 PCI/CardBus 10/100Mb/s Ethernet LAN Controller',
    id: '1011:0019',
    manual:
      'Intel 21143 PCI/CardBus 10/100Mb/s Ethernet LAN Controller Hardware Reference Manual, ' +
      '278074-001, revision 1.0; Digital Semiconductor 21X4 Serial ROM Format, version 4.05',
    atHand:
      'Of the first only the opening pages were at hand: what the registers and descriptors mean is ' +
      'from the tables of open drivers, and a section is named by the register that it describes.',
    limits: [
      'Big-endian modes (CSR0.BLE, DBO); the boot ROM and the external register (CSR9, CSR10).',
      'Remote wake-up.',
      'Setup frames that are not of 192 bytes; IDAMSB.',
      'What hangs on AUI and on the general-purpose pins: nothing is connected to them.',
      'FIFO overflow and early receive: a frame is stored at the moment at which it has arrived.',
    ],
    registers: () => i21143().REGISTER_BANKS,
    create: (ports) => new (i21143().I21143)(ports),
  },
  'virtio-net': {
    title: 'Virtio network device, legacy interface',
    id: '1AF4:1000',
    manual:
      'OASIS Virtual I/O Device (VIRTIO) Version 1.0, Committee Specification 04; Virtio PCI Card ' +
      'Specification v0.9.5',
    limits: [
      'Features that are not offered: segmentation and fragmentation, checksums of received frames, ' +
        'announcing, more than one pair of queues, MSI-X, the interface of 1.0.',
      'What makes no sense in a virtqueue, as a chain that loops: the device stops until a reset.',
      'Padding of short frames, which the document does not know: they go out as they are.',
      'Receive filtering before the first command for it: all frames are received.',
      'A frame for which the receive queue has no room, which is lost.',
      'Power management, which is not there: a virtio driver resets the device before sleep.',
    ],
    registers: () => virtioNet().REGISTER_BANKS,
    create: (ports) => new (virtioNet().VirtioNet)(ports),
  },
} as const satisfies Record<string, DeviceRow>;

export type DeviceName = keyof typeof DEVICES;

export const DEFAULT_DEVICE: DeviceName = '82540em';

export function isDeviceName(name: string): name is DeviceName {
  return Object.hasOwn(DEVICES, name);
}
