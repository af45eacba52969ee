/** What the registers of the RTL8139C do beside holding a value. Data sheet, chapter 6. */
import { MixedRegisterMap } from '../../mixed-registers';
import type { RegisterEffect } from '../../registers';
import type { Rtl8139 } from './device';
import { CONFIG3, CR, MSR, R, type RegisterName, REGISTERS, TCR, TSD } from './registers';

/** Only this loopback is defined (6.7). */
const LBK_ON = TCR.LBK;
/** Bits of CSCR that change how the link behaves, and what they are when nobody diagnoses. */
const CSCR_DIAGNOSTIC = 0x8260;
const CSCR_NORMAL = 0x0240;

type Effects = Partial<Record<RegisterName, RegisterEffect<Rtl8139>>>;

/** CONFIG1, 3 and 4, IDR and MSR change in the config write mode only (6.9, 7.1). */
const PROTECTED: RegisterEffect<Rtl8139> = {
  write(device, _value, slot, before) {
    if (!device.canConfigure) device.regs[slot] = before;
  },
};

/** The parameters of the PHY are those of the 93C46 besides while PARM_En is set (6.13, 7.1). */
const PARAMETER: RegisterEffect<Rtl8139> = {
  write(device, _value, slot, before) {
    const isLoaded = (device.regs[R.CONFIG3] & CONFIG3.PARM_En) !== 0;
    if (isLoaded || !device.canConfigure) device.regs[slot] = before;
  },
};

const EFFECTS: Effects = {
  IDRn: PROTECTED,
  TSDn: {
    write(device, _value, slot) {
      const { regs, transmitter } = device;
      if ((regs[slot] & TSD.OWN) === 0 && !transmitter.give(slot - R.TSDn))
        device.misused(
          'ring',
          `wrote TSD${slot - R.TSDn} with OWN clear, before the packet in it had been fetched`,
          '6.2',
        );
      // A write of SIZE clears the status (6.2).
      regs[slot] &= TSD.SIZE | TSD.OWN | TSD.ERTXTH;
      transmitter.kick();
    },
  },
  TSADn: {
    write(device, value, slot) {
      const name = `TSAD${slot - R.TSADn}`;
      if (value % 4 !== 0)
        device.misused(
          'alignment',
          `set ${name} to an address that is no doubleword's`,
          'chapter 6',
        );
      if (device.transmitter.isGiven(slot - R.TSADn))
        device.misused('ring', `wrote ${name} before the packet there had been fetched`, '6.2');
    },
  },
  CR: {
    read({ regs, receiver }) {
      return (regs[R.CR] & ~CR.BUFE) | (receiver.isRingEmpty ? CR.BUFE : 0);
    },
    write: (device, value, _slot, before) => device.commandWritten(value, before),
  },
  CAPR: {
    write({ regs, receiver }, _value, slot, before) {
      const after = regs[slot];
      regs[slot] = before;
      const wasEmpty = receiver.isRingEmpty;
      regs[slot] = after;
      receiver.readPointerWritten(wasEmpty);
    },
  },
  IMR: { write: (device) => device.interrupts.update() },
  ISR: { write: (device) => device.interrupts.update() },
  TCR: {
    write(device, _value, slot, before) {
      const { regs } = device;
      // Nothing is aborted here, so there is nothing to clear (6.7, CLRABT).
      regs[slot] &= ~TCR.CLRABT;
      // It takes what is written only while TE is set: drivers set that first, and QEMU agrees.
      if ((regs[R.CR] & CR.TE) === 0) regs[slot] = before;
      const loopback = regs[slot] & TCR.LBK;
      if (loopback !== 0 && loopback !== LBK_ON) device.reportUnmodelled('TCR.LBK');
    },
  },
  RCR: { write: (device) => device.receiver.kick() },
  TCTR: {
    read: (device) => device.timer.count,
    write: (device) => device.timer.restart(),
  },
  MPC: {
    write({ regs }, _value, slot) {
      regs[slot] = 0;
    },
  },
  '9346CR': {
    read: (device) => device.readEeprom(),
    write: (device, _value, _slot, before) => device.eepromCommandWritten(before),
  },
  CONFIG1: PROTECTED,
  CONFIG3: PROTECTED,
  CONFIG4: PROTECTED,
  TimerInt: { write: (device) => device.timer.arm() },
  MSR: {
    ...PROTECTED,
    read({ regs, phy, transmitter, receiver }, slot) {
      let status = regs[slot] | phy.mediaStatus;
      if (transmitter.isPaused) status |= MSR.RXPF;
      if (receiver.hasStoppedSender) status |= MSR.TXPF;
      return status;
    },
  },
  TSAD: { read: (device) => device.transmitter.summary },
  BMCR: {
    write: (device, value, _slot, before) =>
      device.phy.writeBmcr(value, before, device.canConfigure),
  },
  PHY1_PARM: PARAMETER,
  TW_PARM: PARAMETER,
  PHY2_PARM: PARAMETER,
  ANER: { read: (device) => device.phy.readAner() },
  CSCR: {
    write(device, value) {
      if ((value & CSCR_DIAGNOSTIC) !== CSCR_NORMAL) device.reportUnmodelled('CSCR');
    },
  },
};

/** How the bus reaches the registers of every RTL8139C. */
export const MAP = new MixedRegisterMap<Rtl8139, RegisterName>(REGISTERS, EFFECTS, (device, name) =>
  device.reportUnmodelled(name),
);
