/** What the registers of a virtio network device do beside holding a value. Virtio 1.0, 4.1.4.8. */
import { MixedRegisterMap } from '../../mixed-registers';
import type { RegisterEffect } from '../../registers';
import type { VirtioNet } from './device';
import { Feature, type RegisterName, REGISTERS, STATUS } from './registers';

type Effects = Partial<Record<RegisterName, RegisterEffect<VirtioNet>>>;

const EFFECTS: Effects = {
  DRIVER_FEATURES: { write: (device) => device.filter.featuresAccepted() },
  QUEUE_ADDRESS: {
    read: (device) => device.selectedQueue?.pageNumber ?? 0,
    write: (device, value) => device.selectedQueue?.setPageNumber(value),
  },
  QUEUE_SIZE: { read: (device) => device.selectedQueue?.size ?? 0 },
  QUEUE_NOTIFY: { write: (device, value) => device.notified(value) },
  DEVICE_STATUS: {
    write(device, value) {
      if (value === 0) device.resetSoftly();
    },
  },
  ISR_STATUS: { read: (device) => device.interrupts.take() },
  // With CTRL_MAC_ADDR a command sets it (5.1.6.5.2); without, what is written here.
  MAC: {
    write(device, _value, slot, before) {
      if (device.hasFeature(Feature.CTRL_MAC_ADDR)) device.regs[slot] = before;
    },
  },
  STATUS: { read: (device) => (device.hasLink ? STATUS.LINK_UP : 0) },
};

/** How the bus reaches the registers of every virtio network device. */
export const MAP = new MixedRegisterMap<VirtioNet, RegisterName>(
  REGISTERS,
  EFFECTS,
  (device, name) => device.reportUnmodelled(name),
);
