/**
 * The device as a whole: is it there and the right one, resetting it, setting it up. RTL8139C(L)
 * data sheet 6.4, 6.7, 6.8, 7.1; the order is that of the RTL8139(A/B) programming guide (1999).
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { programFilter } from './filter';
import { readUchar, readUlong, readUshort, writeUchar, writeUlong, writeUshort } from './ports';
import { ALL_ONES, CR, EE, Register, TCR } from './registers';

const RESET_POLL_US = 10;
/** The sheet names no time for a reset; 1 ms is far beyond what any chip takes. */
const RESET_POLL_COUNT_MAX = 100;

/** Whether an RTL8139C answers at the ports. */
export function isRightChip(ndis: Ndis, adapter: Adapter): boolean {
  const tcr = readUlong(ndis, adapter, Register.TCR);
  return tcr !== ALL_ONES && (tcr & TCR.HWVERID) === TCR.HWVERID_8139C;
}

/**
 * A software reset (6.4). It ends DMA and masks all interrupts; station address, multicast table and
 * PHY stay. False if it does not end in time.
 */
export function resetChip(ndis: Ndis, adapter: Adapter): boolean {
  writeUchar(ndis, adapter, Register.CR, CR.RST);
  for (let poll = 0; poll < RESET_POLL_COUNT_MAX; poll++) {
    if ((readUchar(ndis, adapter, Register.CR) & CR.RST) === 0) return true;
    ndis.NdisStallExecution(RESET_POLL_US);
  }
  return false;
}

/**
 * Stops the device: no interrupts, no receiving, no sending. It only writes registers, so that it
 * can be called at any IRQL, even when the system goes down.
 */
export function stopChip(ndis: Ndis, adapter: Adapter): void {
  writeUshort(ndis, adapter, Register.IMR, 0);
  writeUchar(ndis, adapter, Register.CR, 0);
}

/** Sets up a device that has been reset. Interrupts stay masked. */
export function programChip(ndis: Ndis, adapter: Adapter): void {
  // Station address, which one mode of 9346CR alone lets be written (7.1).
  const { memory } = ndis;
  const address = adapter.CurrentAddress;
  writeUchar(ndis, adapter, Register.EE_CR, EE.MODE_CONFIG_WRITE);
  writeUlong(ndis, adapter, Register.IDR0, memory.read32(address));
  writeUlong(ndis, adapter, Register.IDR4, memory.read16(virtual(address + 4)));
  writeUchar(ndis, adapter, Register.EE_CR, EE.MODE_NORMAL);
  // Where the receive ring lies.
  writeUlong(ndis, adapter, Register.RBSTART, adapter.RxRing.PhysicalAddress);
  // Both engines on: TCR takes nothing before. RCR, 0 since the reset, lets no packet in yet.
  writeUchar(ndis, adapter, Register.CR, CR.RE | CR.TE);
  adapter.RxOffset = 0;
  writeUlong(ndis, adapter, Register.TCR, TCR.MXDMA_1024 | TCR.IFG_STANDARD);
  // How long the ring is, and which packets come in.
  programFilter(ndis, adapter);
  // Whatever happened before is history.
  writeUshort(ndis, adapter, Register.ISR, readUshort(ndis, adapter, Register.ISR));
}

/** Throws away what is in the receiver and its ring, and begins anew at the ring's start. */
export function restartReceiver(ndis: Ndis, adapter: Adapter): void {
  writeUchar(ndis, adapter, Register.CR, CR.TE);
  writeUchar(ndis, adapter, Register.CR, CR.TE | CR.RE);
  adapter.RxOffset = 0;
  programFilter(ndis, adapter);
}

/** Adds MPC to the statistics and clears it, as any write does, before it can overflow. */
export function collectMissed(ndis: Ndis, adapter: Adapter): void {
  const missed = readUlong(ndis, adapter, Register.MPC);
  if (missed === 0 || missed === ALL_ONES) return;
  adapter.RcvNoBuffer += missed;
  writeUlong(ndis, adapter, Register.MPC, 0);
}
