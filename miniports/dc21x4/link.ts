/**
 * The link, as the PHY on the management bus tells it; its two wires are bits of CSR9. Nothing
 * interrupts when it changes, so that MiniportCheckForHang looks. HRM, CSR9; IEEE 802.3 22.2.4, 28.2.4.
 */
import { NULL } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_MEDIA_CONNECT, NDIS_STATUS_MEDIA_DISCONNECT } from '../../ndis/status';
import type { Adapter } from './adapter';
import { readCsr, writeCsr } from './ports';
import { CSR9, Register } from './registers';

/** In units of 100 bit/s, as OID_GEN_LINK_SPEED. */
const SPEED_10_MBPS = 100_000;
export const SPEED_100_MBPS = 1_000_000;

/** Registers of a PHY, and bits of them. */
const BMSR = 1;
const ANAR = 4;
const ANLPAR = 5;
const BMSR_LINK = 0x0004;
/** Full duplex at 100 Mb/s, then half, then 10 Mb/s: what both ends can, the best first. */
const FULL_100 = 0x0100;
const HALF_100 = 0x0080;
const FULL_10 = 0x0040;

const PHY_COUNT = 32;
const PREAMBLE_BITS = 32;
/** Start and READ, with the addresses of PHY and register behind them. */
const READ = 0b0110;
const HEADER_BITS = 14;
/** The second bit of the turnaround is a 0, and 16 of data follow. */
const DATA_BITS = 16;
const NOBODY = 0xffff;

/** Notes where the PHY is. False if nobody answers. */
export function findPhy(ndis: Ndis, adapter: Adapter): boolean {
  // The usual address is 1; 0 means every PHY to some, so it comes last.
  for (let count = 1; count <= PHY_COUNT; count++) {
    adapter.PhyAddress = count % PHY_COUNT;
    const status = readPhy(ndis, adapter, BMSR);
    if (status !== NOBODY && status !== 0) return true;
  }
  return false;
}

/** Takes over the link's state from the PHY; true if it went up or down. */
export function updateLink(ndis: Ndis, adapter: Adapter): boolean {
  // A link that was lost shows as such once, whatever it is now.
  readPhy(ndis, adapter, BMSR);
  const status = readPhy(ndis, adapter, BMSR);
  if (status === NOBODY) return false;
  const isUp = (status & BMSR_LINK) !== 0;
  if (isUp) {
    const common = readPhy(ndis, adapter, ANAR) & readPhy(ndis, adapter, ANLPAR);
    const is100 = (common & (FULL_100 | HALF_100)) !== 0;
    adapter.LinkSpeed = is100 ? SPEED_100_MBPS : SPEED_10_MBPS;
    const isFullDuplex = (common & FULL_100) !== 0 || (!is100 && (common & FULL_10) !== 0);
    // CSR6.FD may change in a device that is stopped only: the way there is a reset.
    if (isFullDuplex !== adapter.IsFullDuplex && adapter.IsRunning) adapter.HasFailed = true;
    adapter.IsFullDuplex = isFullDuplex;
  }
  const hasChanged = isUp !== adapter.IsLinkUp;
  adapter.IsLinkUp = isUp;
  return hasChanged;
}

/** Looks at the link, and tells the protocols of a change. At DISPATCH_LEVEL. */
export function checkLink(ndis: Ndis, adapter: Adapter): void {
  if (!updateLink(ndis, adapter)) return;
  const status = adapter.IsLinkUp ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(adapter.MiniportAdapterHandle, status, NULL, 0);
  ndis.NdisMIndicateStatusComplete(adapter.MiniportAdapterHandle);
}

/** A register of the PHY; NOBODY where none answers. */
function readPhy(ndis: Ndis, adapter: Adapter, register: number): number {
  for (let bit = 0; bit < PREAMBLE_BITS; bit++) clockOut(ndis, adapter, 1);
  const header = (READ << 10) | (adapter.PhyAddress << 5) | register;
  for (let bit = HEADER_BITS - 1; bit >= 0; bit--) clockOut(ndis, adapter, (header >>> bit) & 1);
  clockIn(ndis, adapter);
  const isAnswered = clockIn(ndis, adapter) === 0;
  let value = 0;
  for (let bit = 0; bit < DATA_BITS; bit++) value = (value << 1) | clockIn(ndis, adapter);
  return isAnswered ? value : NOBODY;
}

function clockOut(ndis: Ndis, adapter: Adapter, bit: number): void {
  const data = bit === 0 ? 0 : CSR9.MDO;
  writeCsr(ndis, adapter, Register.CSR9, data);
  writeCsr(ndis, adapter, Register.CSR9, data | CSR9.MDC);
}

function clockIn(ndis: Ndis, adapter: Adapter): number {
  writeCsr(ndis, adapter, Register.CSR9, CSR9.MII);
  const isHigh = (readCsr(ndis, adapter, Register.CSR9) & CSR9.MDI) !== 0;
  writeCsr(ndis, adapter, Register.CSR9, CSR9.MII | CSR9.MDC);
  return isHigh ? 1 : 0;
}
