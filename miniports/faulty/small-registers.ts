/**
 * The few registers of the 82540EM that the small miniport uses, and how it reaches them. Source:
 * PCI/PCI-X Family of Gigabit Ethernet Controllers Software Developer's Manual, section 13.4.
 */
import { type Ndis, virtual } from '../../ndis';
import type { Adapter } from './small-adapter';

/** Byte offsets in BAR 0. */
export const Register = {
  CTRL: 0x0000,
  STATUS: 0x0008,
  ICR: 0x00c0,
  ICS: 0x00c8,
  IMS: 0x00d0,
  IMC: 0x00d8,
  RCTL: 0x0100,
  TCTL: 0x0400,
  RDBAL: 0x2800,
  RDBAH: 0x2804,
  RDLEN: 0x2808,
  RDH: 0x2810,
  RDT: 0x2818,
  TDBAL: 0x3800,
  TDLEN: 0x3808,
  TDT: 0x3818,
  RAL: 0x5400,
  RAH: 0x5404,
} as const;

/** CTRL: set link up (13.4.1). */
export const CTRL_SLU = 0x0000_0040;
/** STATUS: link up (13.4.2). */
export const STATUS_LU = 0x0000_0002;
/** ICR, IMS, IMC, ICS: link status change (13.4.17). */
export const INTERRUPT_LSC = 0x0000_0004;
/** RCTL: receiver enable, unicast promiscuous, broadcast accept (13.4.22). */
export const RCTL_EN = 0x0000_0002;
/** RCTL: strip the FCS (13.4.22). */
export const RCTL_SECRC = 0x0400_0000;
/** RCTL: multicast promiscuous (13.4.22). */
export const RCTL_MPE = 0x0000_0010;
export const RCTL_UPE = 0x0000_0008;
export const RCTL_BAM = 0x0000_8000;
/** TCTL: transmit enable (13.4.33). */
export const TCTL_EN = 0x0000_0002;
export const ALL_INTERRUPTS = 0xffff_ffff;

/** What I/O ports there are in BAR 2: IOADDR and IODATA (13.2.2). */
export const IO_PORT_COUNT = 8;

/** CTRL: reset of everything but the PHY; nothing may be accessed for 1 us after it (13.4.1). */
export const CTRL_RST = 0x0400_0000;
const RESET_STALL_US = 2;

export function readRegister(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisReadRegisterUlong(virtual(adapter.Registers + register)).Data;
}

export function writeRegister(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisWriteRegisterUlong(virtual(adapter.Registers + register), value);
}

/** Stops all that the NIC does: interrupts, sending and receiving, and DMA with them (14.7). */
export function resetNic(ndis: Ndis, adapter: Adapter): void {
  writeRegister(ndis, adapter, Register.IMC, ALL_INTERRUPTS);
  writeRegister(ndis, adapter, Register.CTRL, CTRL_RST);
  ndis.NdisStallExecution(RESET_STALL_US);
}
