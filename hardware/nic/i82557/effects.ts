/** What the registers of an 8255x do beside holding a value, by name. 8255x SDM 6.3. */
import { MixedRegisterMap } from '../../mixed-registers';
import type { RegisterEffect } from '../../registers';
import type { I82557 } from './device';
import { MDI, type RegisterName, REGISTERS, SCB_INTERRUPT, STAT_ACK } from './registers';

type Effects = Partial<Record<RegisterName, RegisterEffect<I82557>>>;

/** The MDI register is latched by the write of its highest byte (6.3.5.1). */
const MDI_LAST_OFFSET = 0x13;
/** A PORT function lies in the lowest byte, so the write of that one starts it. */
const PORT_FIRST_OFFSET = 0x08;

const EFFECTS: Effects = {
  STAT_ACK: { write: (device) => device.interrupts.update() },
  SCB_COMMAND: {
    write(device, value, slot, before) {
      // A NOP does not take back the command that waits.
      if ((value & REGISTERS.writeMasks[slot]) === 0) device.regs[slot] = before;
      else {
        if (before !== 0)
          device.misused(
            'timing',
            'wrote a command to the SCB before the one in it had been accepted',
            '6.3.2.2',
          );
        device.commandWritten();
      }
    },
  },
  SCB_INTERRUPT: {
    write({ interrupts }, value) {
      if ((value & SCB_INTERRUPT.SI) !== 0) interrupts.raise(STAT_ACK.SWI);
      else interrupts.update();
    },
  },
  PORT: {
    write(device, value) {
      if (device.accessFirst <= PORT_FIRST_OFFSET) device.portWritten(value);
    },
  },
  EEPROM: {
    read: (device) => device.eeprom.read(),
    write: (device, value) => device.eeprom.write(value),
  },
  MDI: {
    write(device, value, slot, before) {
      if (device.accessLast >= MDI_LAST_OFFSET) device.phy.writeMdi(value);
      else device.regs[slot] = ((device.regs[slot] & ~MDI.R) | (before & MDI.R)) >>> 0;
    },
  },
  FC_COMMAND: {
    read: (device) => device.flowControl.readCommand(),
    write: (device, value) => device.flowControl.writeCommand(value),
  },
  GENERAL_STATUS: { read: (device) => device.generalStatus },
};

/** How the bus reaches the registers of every 8255x. */
export const MAP = new MixedRegisterMap<I82557, RegisterName>(REGISTERS, EFFECTS, (device, name) =>
  device.reportUnmodelled(name),
);
