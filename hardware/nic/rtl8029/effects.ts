/** What the registers of the RTL8029AS do beside holding a value, and how the ports reach them. */
import { type RegisterEffect, RESERVED } from '../../registers';
import type { Rtl8029 } from './device';
import {
  CONFIG0,
  CR,
  R,
  RCR,
  type RegisterName,
  REGISTERS,
  RSR,
  slotRead,
  slotWritten,
} from './registers';

type Effect = RegisterEffect<Rtl8029>;

const TALLY: Effect = {
  read({ regs }, slot) {
    const value = regs[slot];
    regs[slot] = 0;
    return value;
  },
};

const REMOTE_ADDRESS: Effect = {
  write: ({ regs, remoteDma }) => remoteDma.setAddress(regs[R.RSAR0] | (regs[R.RSAR1] << 8)),
};

const REMOTE_COUNT: Effect = {
  write: ({ regs, remoteDma }) => remoteDma.setCount(regs[R.RBCR0] | (regs[R.RBCR1] << 8)),
};

const CONFIG: Effect = {
  write: (device, _value, slot, before) => device.configuration.configWritten(slot, before),
};

const EFFECTS: Partial<Record<RegisterName, Effect>> = {
  CR: { write: (device, value, _slot, before) => device.commandWritten(value, before) },
  BNRY: { write: (device, value) => device.moveBoundary(value) },
  CURR: { write: (device) => device.receiver.pagesFreed() },
  FIFO: { read: (device) => device.loopback.readFifo() },
  ISR: {
    write({ regs, interrupts }, value, slot, before) {
      regs[slot] = before;
      interrupts.acknowledge(value);
    },
  },
  IMR: { write: (device) => device.interrupts.update() },
  CRDA0: { read: (device) => device.remoteDma.address & 0xff },
  CRDA1: { read: (device) => device.remoteDma.address >>> 8 },
  RSAR0: REMOTE_ADDRESS,
  RSAR1: REMOTE_ADDRESS,
  RBCR0: REMOTE_COUNT,
  RBCR1: REMOTE_COUNT,
  RSR: {
    read: ({ regs }, slot) => regs[slot] | ((regs[R.RCR] & RCR.MON) !== 0 ? RSR.DIS : 0),
  },
  TCR: { write: (device) => device.transmitter.kick() },
  CNTR0: TALLY,
  CNTR1: TALLY,
  CNTR2: TALLY,
  '9346CR': {
    read: (device) => device.configuration.readCommand(),
    write(device, _value, _slot, before) {
      device.configuration.commandWritten(before);
      device.transmitter.kick();
    },
  },
  CONFIG0: {
    read: ({ configuration, hasLink }) => (configuration.isThinCoax(hasLink) ? CONFIG0.BNC : 0),
  },
  CONFIG2: CONFIG,
  CONFIG3: CONFIG,
};

const EFFECT_OF = REGISTERS.rowOf.map((row) => EFFECTS[row.name]);

/** An 8-bit read of one of the sixteen paged ports, with its side effects. */
export function readPort(device: Rtl8029, port: number): number {
  const { regs } = device;
  const page = pageOf(regs[R.CR]);
  const slot = slotRead(page, port);
  if (!isThere(device, slot, page, port)) return 0;
  const effect = EFFECT_OF[slot];
  return effect?.read !== undefined ? effect.read(device, slot) : regs[slot];
}

/** An 8-bit write to one of the sixteen paged ports, with its side effects. */
export function writePort(device: Rtl8029, port: number, value: number): void {
  const { regs } = device;
  const page = pageOf(regs[R.CR]);
  const slot = slotWritten(page, port);
  if (!isThere(device, slot, page, port)) return;
  const before = regs[slot];
  const mask = REGISTERS.writeMasks[slot];
  regs[slot] = (before & ~mask) | (value & mask);
  const row = REGISTERS.rowOf[slot];
  if (row.modelled === 'at-reset' && value !== REGISTERS.resetValues[slot])
    device.reportUnmodelled(row.name);
  EFFECT_OF[slot]?.write?.(device, value, slot, before);
}

function pageOf(cr: number): number {
  return (cr & CR.PS) >>> 6;
}

/** Tells of a port at which there is no register, or none that is modelled. */
function isThere(device: Rtl8029, slot: number, page: number, port: number): boolean {
  if (slot === RESERVED) {
    device.reportUnmodelled(`reserved port ${port.toString(16).toUpperCase()}h of page ${page}`);
    return false;
  }
  const { name, modelled } = REGISTERS.rowOf[slot];
  if (modelled === false) device.reportUnmodelled(name);
  return modelled !== false;
}
