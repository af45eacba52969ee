/** What the registers of a 21143 do beside holding a value. HRM, by register. */
import { MixedRegisterMap } from '../../mixed-registers';
import type { RegisterEffect } from '../../registers';
import type { I21143 } from './device';
import { CSR0, CSR15, CSR5, R, type RegisterName, REGISTERS } from './registers';

type Effects = Partial<Record<RegisterName, RegisterEffect<I21143>>>;

const LONGWORD_BYTES = 4;
const BIG_ENDIAN = CSR0.BLE | CSR0.DBO;
/** Of CSR15, what a write with CWE sets: LED and pin selection, interrupt enables, RME. */
const CONTROLS = CSR15.LGS | CSR15.GEI | CSR15.RME;

const EFFECTS: Effects = {
  CSR0: {
    write(device, value) {
      if ((value & CSR0.SWR) !== 0) device.resetSoftly();
      else device.transmitter.autoPollWritten();
      if ((value & BIG_ENDIAN) !== 0) device.reportUnmodelled('CSR0, big endian');
    },
  },
  CSR1: { write: (device) => device.transmitter.poll() },
  CSR2: { write: (device) => device.receiver.poll() },
  CSR3: {
    write(device, value) {
      checkList(device, 'CSR3', value, CSR5.RS);
      device.receiver.rewind();
    },
  },
  CSR4: {
    write(device, value) {
      checkList(device, 'CSR4', value, CSR5.TS);
      device.transmitter.rewind();
    },
  },
  CSR5: { write: (device, value) => device.interrupts.acknowledge(value) },
  CSR6: { write: (device) => device.modeWritten() },
  CSR7: { write: (device) => device.interrupts.update() },
  CSR8: {
    read({ regs }, slot) {
      const value = regs[slot];
      regs[slot] = REGISTERS.resetValues[slot];
      return value;
    },
  },
  CSR9: {
    read: (device) => device.readRomPort(),
    write: (device) => device.romPortWritten(),
  },
  CSR11: { read: (device) => device.timer.read(), write: (device) => device.timerWritten() },
  CSR12: { write: (device, value) => device.media.writeStatus(value) },
  CSR13: { write: (device) => device.media.siaWritten() },
  CSR14: { write: (device) => device.media.siaWritten() },
  CSR15: {
    write(device, value) {
      const { regs } = device;
      // With CWE the pins' directions are written, else the levels of those that are outputs.
      if ((value & CSR15.CWE) !== 0) {
        regs[R.CSR15] = (regs[R.CSR15] & ~CONTROLS) | (value & CONTROLS);
        if ((value & CSR15.RME) !== 0) device.reportUnmodelled('CSR15.RME');
        device.pinOutputs = value & CSR15.MD;
      } else {
        device.pinLevels = value & CSR15.MD;
      }
      regs[R.CSR15] = (regs[R.CSR15] & ~CSR15.MD) | (device.pinLevels & device.pinOutputs);
      device.media.update();
    },
  },
};

/** The base of a list, for which its process is stopped: its state is 0. */
function checkList(device: I21143, name: RegisterName, value: number, state: number): void {
  if (value % LONGWORD_BYTES !== 0)
    device.misused('alignment', `put a descriptor list at no longword by ${name}`, name);
  if ((device.regs[R.CSR5] & state) !== 0)
    device.misused('ring', `wrote ${name} when the process that goes by it was not stopped`, name);
}

/** How the bus reaches the registers of every 21143. */
export const MAP = new MixedRegisterMap<I21143, RegisterName>(REGISTERS, EFFECTS, (device, name) =>
  device.reportUnmodelled(name),
);
