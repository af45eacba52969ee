/** The device as a whole: waking it, resetting it, setting it up. HRM, startup. */
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { programFilter } from './filter';
import { createChains, rxChainAddress, txChainAddress } from './lists';
import { readCsr, writeCsr } from './ports';
import { ALL_ONES, CSR0, CSR6, CSR8_MFC, Register } from './registers';

/** Of configuration space: vendor and device, and CFDD with the sleep modes. */
const ID_OFFSET = 0x00;
const ID_21143 = 0x0019_1011;
const CFDD_OFFSET = 0x40;
const CFDD_SLEEP_SNOOZE = 0xc000_0000;
const DWORD_BYTES = 4;
/** Fifty clocks of PCI must pass after a reset (CSR0). */
const RESET_US = 2;

/** Whether the device is a 21143; if so, it is brought out of sleep. */
export function wakeChip(ndis: Ndis, adapter: Adapter): boolean {
  const handle = adapter.MiniportAdapterHandle;
  const dword = ndis.localBytes(DWORD_BYTES);
  if (ndis.NdisReadPciSlotInformation(handle, 0, ID_OFFSET, dword, DWORD_BYTES) !== DWORD_BYTES)
    return false;
  if (ndis.memory.read32(dword) !== ID_21143) return false;
  ndis.NdisReadPciSlotInformation(handle, 0, CFDD_OFFSET, dword, DWORD_BYTES);
  ndis.memory.write32(dword, (ndis.memory.read32(dword) & ~CFDD_SLEEP_SNOOZE) >>> 0);
  return (
    ndis.NdisWritePciSlotInformation(handle, 0, CFDD_OFFSET, dword, DWORD_BYTES) === DWORD_BYTES
  );
}

/** A software reset: no DMA, no interrupts. False if the device does not answer afterwards. */
export function resetChip(ndis: Ndis, adapter: Adapter): boolean {
  writeCsr(ndis, adapter, Register.CSR0, CSR0.SWR);
  ndis.NdisStallExecution(RESET_US);
  const mode = readCsr(ndis, adapter, Register.CSR6);
  return mode !== ALL_ONES && (mode & (CSR6.ST | CSR6.SR)) === 0;
}

/** Stops the device by a reset, at any IRQL, even when the system goes down. */
export function stopChip(ndis: Ndis, adapter: Adapter): void {
  writeCsr(ndis, adapter, Register.CSR7, 0);
  writeCsr(ndis, adapter, Register.CSR0, CSR0.SWR);
}

/** Sets up a device that has been reset, for a link of this duplex. Interrupts stay masked. */
export function programChip(ndis: Ndis, adapter: Adapter): void {
  writeCsr(ndis, adapter, Register.CSR0, CSR0.CAL_8 | CSR0.PBL_8);
  createChains(ndis, adapter);
  adapter.RxNext = 0;
  writeCsr(ndis, adapter, Register.CSR3, rxChainAddress(adapter));
  writeCsr(ndis, adapter, Register.CSR4, txChainAddress(adapter));
  // Only the transmit process brings the filter to the chip; nothing is received before.
  writeCsr(ndis, adapter, Register.CSR6, modeOf(adapter) | CSR6.ST);
  programFilter(ndis, adapter);
}

/** CSR6 without ST, SR and what the packet filter decides. */
export function modeOf(adapter: Adapter): number {
  const duplex = adapter.IsFullDuplex ? CSR6.FD : 0;
  return CSR6.MBO | CSR6.PS | CSR6.HBD | CSR6.SF | duplex;
}

/** Adds the missed frames to the statistics; reading clears them. */
export function collectMissed(ndis: Ndis, adapter: Adapter): void {
  const missed = readCsr(ndis, adapter, Register.CSR8);
  if (missed !== ALL_ONES) adapter.RcvNoBuffer += missed & CSR8_MFC;
}
