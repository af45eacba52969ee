/**
 * Registers of the virtio network device through its legacy interface. Source: OASIS, Virtual I/O
 * Device (VIRTIO) Version 1.0, Committee Specification 04, 4.1.4.8 (the header in BAR 0, without the
 * fields of MSI-X) and 5.1.4 (struct virtio_net_config behind it).
 */
import { type RegisterRow, RegisterTable } from '../../registers';
import type { RegisterBank } from '../nic';

export const WINDOW_BYTES = 32;

/** VIRTIO_NET_F_ (5.1.3), and from bit 24 on VIRTIO_F_ (6, 6.3), of those that this device offers. */
export const Feature = {
  CSUM: 0x0000_0001,
  MAC: 0x0000_0020,
  MRG_RXBUF: 0x0000_8000,
  STATUS: 0x0001_0000,
  CTRL_VQ: 0x0002_0000,
  CTRL_RX: 0x0004_0000,
  CTRL_VLAN: 0x0008_0000,
  CTRL_RX_EXTRA: 0x0010_0000,
  CTRL_MAC_ADDR: 0x0080_0000,
  NOTIFY_ON_EMPTY: 0x0100_0000,
  ANY_LAYOUT: 0x0800_0000,
  INDIRECT_DESC: 0x1000_0000,
  EVENT_IDX: 0x2000_0000,
} as const;
const FEATURES = 0x399f_8021;

/** 2.1. */
export const DEVICE_STATUS = {
  ACKNOWLEDGE: 0x01,
  DRIVER: 0x02,
  DRIVER_OK: 0x04,
  FAILED: 0x80,
} as const;

/** 4.1.4.5. */
export const ISR_STATUS = { QUEUE: 0x01, CONFIGURATION: 0x02 } as const;

/** VIRTIO_NET_S_ (5.1.4). */
export const STATUS = { LINK_UP: 0x0001 } as const;

// prettier-ignore
const ROWS = [
  { name: 'DEVICE_FEATURES', title: 'Device Features bits 0:31', offset: 0x00, widthBytes: 4, access: 'ro', section: '4.1.4.8, 5.1.3', reset: FEATURES, fields: Feature },
  { name: 'DRIVER_FEATURES', title: 'Driver Features bits 0:31', offset: 0x04, widthBytes: 4, access: 'rw', section: '4.1.4.8, 2.2', writeMask: FEATURES, fields: Feature },
  { name: 'QUEUE_ADDRESS', title: 'Queue Address, of the queue selected, divided by 4096', offset: 0x08, widthBytes: 4, access: 'rw', section: '4.1.5.1.3.1' },
  { name: 'QUEUE_SIZE', title: 'queue_size, of the queue selected', offset: 0x0c, widthBytes: 2, access: 'ro', section: '4.1.5.1.3' },
  { name: 'QUEUE_SELECT', title: 'queue_select', offset: 0x0e, widthBytes: 2, access: 'rw', section: '4.1.5.1.3' },
  { name: 'QUEUE_NOTIFY', title: 'Queue Notify', offset: 0x10, widthBytes: 2, access: 'rw', section: '4.1.5.2' },
  { name: 'DEVICE_STATUS', title: 'Device Status', offset: 0x12, widthBytes: 1, access: 'rw', section: '2.1', fields: DEVICE_STATUS },
  { name: 'ISR_STATUS', title: 'ISR Status', offset: 0x13, widthBytes: 1, access: 'rc', section: '4.1.4.5', fields: ISR_STATUS },
  { name: 'MAC', title: 'mac', offset: 0x14, widthBytes: 1, count: 6, access: 'rw', section: '5.1.4.3' },
  { name: 'STATUS', title: 'status', offset: 0x1a, widthBytes: 2, access: 'ro', section: '5.1.4', fields: STATUS },
] as const satisfies readonly RegisterRow[];

export type RegisterName = (typeof ROWS)[number]['name'];

export const REGISTERS = new RegisterTable<RegisterName>(ROWS, WINDOW_BYTES, 1);

/** Where in the values a register lies. */
export const R = { ...REGISTERS.slots };

export const REGISTER_BANKS: readonly RegisterBank[] = [
  { title: 'I/O window', rows: REGISTERS.rows },
];
