/**
 * Access to the BCRs, with what they do beside holding a value. Am79C970A data sheet (publication
 * 19436), Bus Configuration Registers; Am79C973 data sheet (publication 21510), BCR31 to BCR34.
 */
import { BCR19, BCR2, BCR32, Led } from './bcr-registers';
import { nameOf, writeSoftwareStyle } from './csr';
import { CSR0, CSR7 } from './csr-registers';
import type { PcnetPci } from './device';
import { Kind } from './indexed-registers';

const FIRST_LED = 4;
const LAST_LED = 7;
/** The address at which the PHY inside the Am79C973 answers. */
const PHY_ADDRESS = 30;
/** Nobody drives the management wire. */
const NO_PHY = 0xffff;

/** What a read of BDP gives. */
export function readBcr(device: PcnetPci, number: number): number {
  const { bcr } = device;
  const kind = device.bcrs.kinds[number];
  if (kind === Kind.ABSENT || kind === Kind.UNMODELLED) {
    device.reportUnmodelled(nameOf('BCR', number, kind));
    return 0;
  }
  if (number >= FIRST_LED && number <= LAST_LED) return readLed(device, number);
  if (number === 19) return readEepromControl(device);
  if (number === 34) return accessPhy(device, undefined);
  return bcr[number];
}

/** A write to BDP. */
export function writeBcr(device: PcnetPci, number: number, value: number): void {
  const { bcr, bcrs } = device;
  const kind = bcrs.kinds[number];
  if (kind === Kind.ABSENT || kind === Kind.UNMODELLED) {
    device.reportUnmodelled(nameOf('BCR', number, kind));
    return;
  }
  if (kind === Kind.GUARDED && !device.isAccessible) return;
  if (number === 20) {
    writeSoftwareStyle(device, value);
    return;
  }
  const isLed = number >= FIRST_LED && number <= LAST_LED;
  if (isLed && device.model.hasPhy && (bcr[2] & BCR2.LEDPE) === 0) return;
  bcrs.put(bcr, number, value);
  if (number === 2) writeMiscellaneous(device, value);
  else if (number === 9) device.linkModeWritten();
  else if (number === 19) writeEepromControl(device, value);
  else if (number === 31) device.softwareTimerWritten();
  else if (number === 32 && (value & BCR32.MIIILP) !== 0) device.reportUnmodelled('BCR32.MIIILP');
  else if (number === 34) accessPhy(device, value);
}

/** LEDOUT: whether one of the enabled signals is there. Collisions and jabber never are. */
function readLed(device: PcnetPci, number: number): number {
  const { csr, bcr, transmitter } = device;
  let signals: number = Led.RXPOLE;
  if (device.isLinkPass) {
    signals |= Led.LNKSTE;
    if (device.isFullDuplex) signals |= Led.FDLSE;
    if (device.bitsPerSecond === 100_000_000) signals |= Led.E100;
  }
  if (transmitter.isActive && (csr[0] & CSR0.TXON) !== 0) signals |= Led.XMTE;
  return (bcr[number] & signals) !== 0 ? bcr[number] | Led.LEDOUT : bcr[number];
}

function writeMiscellaneous(device: PcnetPci, value: number): void {
  if ((value & BCR2.INTLEVEL) !== 0) device.reportUnmodelled('BCR2.INTLEVEL');
  device.linkModeWritten();
}

/** While EEN is set, ECS, ESK and EDI are the wires, and bit 0 reads as the EEPROM's output. */
function readEepromControl({ bcr, eeprom }: PcnetPci): number {
  const value = (bcr[19] & ~BCR19.EDI) | BCR19.EEDET;
  return (bcr[19] & BCR19.EEN) !== 0 && eeprom.dataOut ? value | BCR19.EDI : value;
}

function writeEepromControl(device: PcnetPci, value: number): void {
  const { bcr, eeprom } = device;
  if ((value & BCR19.PREAD) !== 0) {
    if (device.isAccessible) device.loadEeprom();
    return;
  }
  if ((bcr[19] & BCR19.EEN) === 0) return;
  eeprom.drive(
    (bcr[19] & BCR19.ECS) !== 0,
    (bcr[19] & BCR19.ESK) !== 0,
    (bcr[19] & BCR19.EDI) !== 0,
  );
}

/**
 * A management frame to the register that BCR33 names: a read without `value`. Bus accesses are
 * retried until it is over, so that software sees it at once.
 */
function accessPhy(device: PcnetPci, value: number | undefined): number {
  const { bcr, phy } = device;
  const number = bcr[33] & 0x1f;
  const isThere = phy !== undefined && bcr[33] >>> 5 === PHY_ADDRESS;
  let result = NO_PHY;
  let causes: number = CSR7.MCCINT;
  if (!isThere) causes |= value === undefined ? CSR7.MREINT : 0;
  else if (value === undefined) result = phy.read(number);
  else phy.write(number, value);
  device.interrupts.raise(7, causes);
  return result;
}
