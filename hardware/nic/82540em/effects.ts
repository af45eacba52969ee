/** What the registers of the 82540EM do beside holding a value, by name. 8254x SDM 13.4-13.7. */
import { type RegisterEffect, RegisterMap } from '../../registers';
import type { I82540em } from './device';
import {
  checkControl,
  checkHead,
  checkRingBytes,
  checkRingStart,
  checkTail,
  RECEIVE,
  TRANSMIT,
} from './misuse';
import { CTRL, CTRL_EXT, R, RDTR, type RegisterName, REGISTERS, STATUS, TCTL } from './registers';
import { UPPER_HALF } from './statistics';

/** The packet buffer memory that PBA divides, in KB (13.4.16). */
const PACKET_BUFFER_KB = 64;

type Effects = Partial<Record<RegisterName, RegisterEffect<I82540em>>>;

const EFFECTS: Effects = {
  CTRL: {
    write(device, value) {
      device.regs[R.CTRL] &= ~CTRL.RST;
      device.controlWritten(value);
    },
  },
  STATUS: {
    read(device) {
      const status = device.regs[R.STATUS];
      return device.transmitter.isPaused ? status | STATUS.TXOFF : status;
    },
  },
  EECD: {
    read: (device) => device.eeprom.readEecd(),
    write: (device) => device.eeprom.writeEecd(),
  },
  EERD: { write: (device, value) => device.eeprom.writeEerd(value) },
  CTRL_EXT: {
    write(device, value) {
      if ((value & CTRL_EXT.EE_RST) !== 0) device.loadEeprom();
    },
  },
  MDIC: { write: (device, value) => device.phy.writeMdic(value) },
  PBA: {
    write({ regs }) {
      // RXA is a multiple of eight, and TXA is what it leaves (13.4.16).
      const rxaKb = Math.min(regs[R.PBA] & 0x78, PACKET_BUFFER_KB);
      regs[R.PBA] = rxaKb | ((PACKET_BUFFER_KB - rxaKb) << 16);
    },
  },
  ICR: {
    read({ regs, interrupts }) {
      const causes = regs[R.ICR];
      regs[R.ICR] = 0;
      interrupts.update();
      return causes;
    },
    write: (device) => device.interrupts.update(),
  },
  ICS: {
    write: (device, value) => device.interrupts.raise(value & REGISTERS.writeMasks[R.IMS]),
  },
  IMS: {
    write({ regs, interrupts }, _value, slot, before) {
      regs[slot] |= before;
      interrupts.update();
    },
  },
  IMC: {
    write({ regs, interrupts }, value) {
      regs[R.IMS] &= ~value;
      interrupts.update();
    },
  },
  RCTL: {
    write(device, value, _slot, before) {
      checkControl(device, RECEIVE, value, before);
      device.receiveControlWritten();
    },
  },
  RDBAL: { write: (device, value) => checkRingStart(device, 'RDBAL', value) },
  RDLEN: { write: (device, value) => checkRingBytes(device, 'RDLEN', value) },
  RDH: { write: (device, _value, _slot, before) => checkHead(device, RECEIVE, before) },
  RDT: {
    write(device, _value, _slot, before) {
      checkTail(device, RECEIVE, before);
      device.receiver.kick();
    },
  },
  RDTR: {
    write(device, value) {
      if ((value & RDTR.FPD) !== 0) device.receiver.flushDelayed();
    },
  },
  TCTL: {
    write(device, value, _slot, before) {
      checkControl(device, TRANSMIT, value, before);
      const { regs } = device;
      if ((regs[R.TCTL] & TCTL.SWXOFF) !== 0) {
        regs[R.TCTL] &= ~TCTL.SWXOFF;
        device.sendPause(regs[R.FCTTV]);
      }
      device.transmitter.kick();
    },
  },
  TDBAL: { write: (device, value) => checkRingStart(device, 'TDBAL', value) },
  TDLEN: { write: (device, value) => checkRingBytes(device, 'TDLEN', value) },
  TDH: { write: (device, _value, _slot, before) => checkHead(device, TRANSMIT, before) },
  TDT: {
    write(device, _value, _slot, before) {
      checkTail(device, TRANSMIT, before);
      device.transmitter.kick();
    },
  },
  WUC: {
    read: (device) => device.wakeUp.readControl(),
    write: (device, value) => device.wakeUp.controlWritten(value),
  },
  WUFC: { write: (device, value) => device.wakeUp.filterControlWritten(value) },
  RDFPC: { read: (device) => device.receiver.frameCount },
  TDFPC: { read: (device) => (device.transmitter.isActive ? 1 : 0) },
  GORCH: UPPER_HALF,
  GOTCH: UPPER_HALF,
  TORH: UPPER_HALF,
  TOTH: UPPER_HALF,
};

/** How the bus reaches the registers of every 82540EM. */
export const MAP = new RegisterMap<I82540em, RegisterName>(REGISTERS, EFFECTS, (device, name) =>
  device.reportUnmodelled(name),
);
