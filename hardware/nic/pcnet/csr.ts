/**
 * Access to the CSRs, with what they do beside holding a value. Am79C970A data sheet (publication
 * 19436), Control and Status Registers; Am79C973 data sheet (publication 21510), CSR7.
 */
import { BCR20 } from './bcr-registers';
import { CSR0, CSR3, CSR124_970A, CSR4, CSR5, CSR7, W1C } from './csr-registers';
import type { PcnetPci } from './device';
import { Kind } from './indexed-registers';
import { Style, styleOf, withDerivedBits } from './software-style';

/** Bits of CSR0 that a write sets or clears as it has them. */
const CSR0_RW = CSR0.IENA;
/** The pairs of registers that show where descriptors lie, as distance from the current one. */
const RX_ADDRESSES: Readonly<Record<number, number>> = { 26: 1, 28: 0, 36: 2 };
const TX_ADDRESSES: Readonly<Record<number, number>> = { 32: 1, 34: 0, 38: 2, 60: -1 };

/** What a read of RDP gives. */
export function readCsr(device: PcnetPci, number: number): number {
  const { csr, bcr, receiver, transmitter } = device;
  const kind = device.csrs.kinds[number];
  if (kind === Kind.ABSENT || kind === Kind.UNMODELLED) {
    device.reportUnmodelled(nameOf('CSR', number, kind));
    return 0;
  }
  switch (number) {
    case 16:
    case 17:
      return csr[number - 15];
    case 58:
      return bcr[20];
    case 72:
      return receiver.ring.counter;
    case 74:
      return transmitter.ring.counter;
  }
  const even = number & ~1;
  if (RX_ADDRESSES[even] !== undefined)
    return half(receiver.ring.address(RX_ADDRESSES[even]), number);
  if (TX_ADDRESSES[even] !== undefined)
    return half(transmitter.ring.address(TX_ADDRESSES[even]), number);
  return csr[number];
}

/** A write to RDP. */
export function writeCsr(device: PcnetPci, number: number, value: number): void {
  const { csr, csrs } = device;
  const kind = csrs.kinds[number];
  if (kind === Kind.ABSENT || kind === Kind.UNMODELLED) {
    device.reportUnmodelled(nameOf('CSR', number, kind));
    return;
  }
  if (kind === Kind.GUARDED && !device.isAccessible) return;
  // Of the Am79C970A, which has a bit for this in place of STOP.
  if (number === 124 && kind === Kind.OPEN && (csr[4] & CSR4.EN124) === 0) return;
  switch (number) {
    case 0:
      writeStatus(device, value);
      return;
    case 16:
    case 17:
      csrs.put(csr, number - 15, value);
      return;
    case 58:
      writeSoftwareStyle(device, value);
      return;
    case 72:
      device.receiver.ring.counter = value;
      return;
    case 74:
      device.transmitter.ring.counter = value;
      return;
  }
  csrs.put(csr, number, value);
  if (number === 3) writeMasks(device, value);
  else if (number === 4) writeTestAndFeatures(device, value);
  else if (number === 5) writeExtendedControl(device, value);
  else if (number === 7) writeExtendedControl2(device, value);
  else if (number === 124 && (csr[124] & CSR124_970A.GPSIEN) !== 0)
    device.reportUnmodelled('CSR124.GPSIEN');
  else if (number === 122 && (value & 1) !== 0) device.reportUnmodelled('CSR122.RCVALGN');
}

/** BCR20 and its alias CSR58. */
export function writeSoftwareStyle(device: PcnetPci, value: number): void {
  const { bcr, bcrs, model } = device;
  bcrs.put(bcr, 20, value);
  bcr[20] = withDerivedBits(bcr[20]);
  const style = bcr[20] & BCR20.SWSTYLE;
  if (!model.styles.some((known) => known === style)) device.reportUnmodelled('BCR20.SWSTYLE');
}

/** "CSR7", or "reserved CSR7" if there is none. */
export function nameOf(space: 'CSR' | 'BCR', number: number, kind: number): string {
  return kind === Kind.ABSENT ? `reserved ${space}${number}` : `${space}${number}`;
}

function half(address: number, number: number): number {
  return (number & 1) === 0 ? address & 0xffff : (address >>> 16) & 0xffff;
}

/** STOP overrides INIT and STRT; flags are cleared by a 1; the others are set by a 1 only. */
function writeStatus(device: PcnetPci, value: number): void {
  const { csr, interrupts } = device;
  csr[0] = (csr[0] & ~(value & W1C.CSR0) & ~CSR0_RW) | (value & CSR0_RW);
  if ((value & CSR0.STOP) !== 0) {
    device.stop();
    return;
  }
  const started = value & ~csr[0] & (CSR0.INIT | CSR0.STRT);
  if (started !== 0) {
    csr[0] = (csr[0] | started) & ~CSR0.STOP;
    if ((started & CSR0.INIT) !== 0) {
      checkInitBlock(device);
      device.initialize();
    } else device.start();
  }
  if ((value & CSR0.TDMD) !== 0 && (csr[0] & CSR0.STOP) === 0) {
    csr[0] |= CSR0.TDMD;
    device.transmitter.poll();
  }
  interrupts.update();
}

/** With structures of 32 bits the initialization block lies at a doubleword. */
function checkInitBlock(device: PcnetPci): void {
  if (styleOf(device.bcr[20]) === Style.LANCE || device.csr[1] % 4 === 0) return;
  device.misused('alignment', 'put the initialization block at no doubleword', 'CSR1');
}

function writeMasks(device: PcnetPci, value: number): void {
  if ((value & CSR3.BSWP) !== 0) device.reportUnmodelled('CSR3.BSWP');
  if ((value & CSR3.LAPPEN) !== 0) device.reportUnmodelled('CSR3.LAPPEN');
  device.interrupts.update();
}

function writeTestAndFeatures(device: PcnetPci, value: number): void {
  const { csr } = device;
  csr[4] &= ~(value & W1C.CSR4);
  if ((value & CSR4.UINTCMD) !== 0) csr[4] |= CSR4.UINT;
  device.transmitter.armPollTimer();
  device.interrupts.update();
}

function writeExtendedControl(device: PcnetPci, value: number): void {
  const { csr } = device;
  csr[5] &= ~(value & W1C.CSR5);
  if ((value & CSR5.MPEN) !== 0) device.reportUnmodelled('CSR5.MPEN');
  if ((value & CSR5.MPMODE) !== 0) device.reportUnmodelled('CSR5.MPMODE');
  device.suspend((value & CSR5.SPND) !== 0);
  device.interrupts.update();
}

function writeExtendedControl2(device: PcnetPci, value: number): void {
  const { csr } = device;
  csr[7] &= ~(value & W1C.CSR7);
  if ((value & CSR7.RXFRTG) !== 0) device.reportUnmodelled('CSR7.RXFRTG');
  device.softwareTimerWritten();
  device.interrupts.update();
}
