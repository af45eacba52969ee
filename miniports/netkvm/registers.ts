/**
 * What the driver uses of the virtio network device: the registers of the legacy interface and the
 * structures in memory. Source: OASIS, Virtual I/O Device (VIRTIO) Version 1.0, 2.4, 4.1.4.8, 5.1.
 */
import { layout } from '../../ndis/layout';
import { UCHAR, ULONG, USHORT } from '../../ndis/types';

/** I/O ports of the device that the driver uses. */
export const PORT_COUNT = 32;
/** What a read gives when the device has left its bus. */
export const ALL_ONES = 0xff;

export const Register = {
  DEVICE_FEATURES: 0x00,
  DRIVER_FEATURES: 0x04,
  QUEUE_ADDRESS: 0x08,
  QUEUE_SIZE: 0x0c,
  QUEUE_SELECT: 0x0e,
  QUEUE_NOTIFY: 0x10,
  DEVICE_STATUS: 0x12,
  ISR_STATUS: 0x13,
  MAC: 0x14,
  STATUS: 0x1a,
} as const;

/** Device Status (2.1). */
export const DeviceStatus = { ACKNOWLEDGE: 1, DRIVER: 2, DRIVER_OK: 4 } as const;

/** VIRTIO_NET_F_ (5.1.3), VIRTIO_F_ANY_LAYOUT (6.3). */
export const Feature = {
  MAC: 0x0000_0020,
  STATUS: 0x0001_0000,
  CTRL_VQ: 0x0002_0000,
  CTRL_RX: 0x0004_0000,
  ANY_LAYOUT: 0x0800_0000,
} as const;

/** VIRTIO_NET_S_LINK_UP. */
export const LINK_UP = 1;

/** Queues by their index (5.1.2). */
export const QueueIndex = { RECEIVE: 0, TRANSMIT: 1, CONTROL: 2 } as const;

/** struct virtq_desc (2.4.5), whose address has 64 bits. */
export const DESCRIPTOR = layout('VIRTQ_DESC', 16, {
  AddressLow: ULONG,
  AddressHigh: ULONG,
  Length: ULONG,
  Flags: USHORT,
  Next: USHORT,
});
/** VIRTQ_DESC_F_. */
export const DescriptorFlag = { NEXT: 1, WRITE: 2 } as const;

/** struct virtq_avail and struct virtq_used: flags and idx, then the entries (2.4.6, 2.4.8). */
export const RING = layout('VIRTQ_RING', 4, { Flags: USHORT, Idx: USHORT });
export const AVAILABLE_ENTRY_BYTES = 2;
/** VIRTQ_USED_F_NO_NOTIFY. */
export const NO_NOTIFY = 1;
export const USED_ENTRY = layout('VIRTQ_USED_ELEM', 8, { Id: ULONG, Length: ULONG });

/** struct virtio_net_hdr without MRG_RXBUF (5.1.6.1). */
export const NET_HEADER_BYTES = 10;

/** struct virtio_net_ctrl, its first two fields (5.1.6.5). */
export const COMMAND = layout('VIRTIO_NET_CTRL', 2, { Class: UCHAR, Command: UCHAR });
export const ControlClass = { RX: 0, MAC: 1 } as const;
export const RxCommand = { PROMISC: 0, ALLMULTI: 1 } as const;
export const MacCommand = { TABLE_SET: 0 } as const;
/** VIRTIO_NET_OK. */
export const ACK_OK = 0;
