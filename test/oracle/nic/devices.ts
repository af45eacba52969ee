/** The devices that have an oracle, by name. */
import type { OracleDevice } from './device';
import { I82540EM } from './devices/82540em';
import { I21143_CARD } from './devices/i21143';
import { I82557_FAMILY } from './devices/i82557';
import { PCNET } from './devices/pcnet';
import { RTL8029 } from './devices/rtl8029';
import { RTL8139 } from './devices/rtl8139';
import { VIRTIO_NET } from './devices/virtio-net';

export const DEVICES: readonly OracleDevice[] = [
  I82540EM,
  RTL8139,
  RTL8029,
  PCNET,
  I82557_FAMILY,
  I21143_CARD,
  VIRTIO_NET,
];
