/**
 * The processor control region, which FS:0 is in kernel mode, with the beginning of the processor
 * control block in it. Source: ntddk.h of the DDK for Windows XP (KPCR up to Number, NT_TIB); that
 * KPRCB begins 0x120 bytes on, and CurrentThread 4 bytes into it, is what XP's kernel debugger shows
 * (dt nt!_KPCR, dt nt!_KPRCB) and KeGetCurrentThread reads.
 */
import { virtual } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Kernel } from './kernel';
import { CONTROL_REGION, STACK_BASE, STACK_TOP } from './memory-map';

/** The list of exception handlers; it is NtTib's first field, and so at FS:0. */
export const EXCEPTION_LIST_OFFSET = 0x00;
const STACK_BASE_OFFSET = 0x04;
const STACK_LIMIT_OFFSET = 0x08;
/** What is a thread's own: the list of handlers, and both ends of its stack. */
export const THREAD_WORDS = [EXCEPTION_LIST_OFFSET, STACK_BASE_OFFSET, STACK_LIMIT_OFFSET] as const;
const SELF_OFFSET = 0x1c;
const PRCB_OFFSET = 0x20;
export const IRQL_OFFSET = 0x24;
const VERSION_OFFSET = 0x44;
const SET_MEMBER_OFFSET = 0x48;
const END_OFFSET = 0x54;
const PRCB_DATA_OFFSET = 0x120;
export const CURRENT_THREAD_OFFSET = 0x124;
const PRCB_SET_MEMBER_OFFSET = 0x134;
const PRCB_CPU_TYPE_OFFSET = 0x138;
const PRCB_END_OFFSET = 0x13c;

/** The end of the list of exception handlers. */
export const NO_EXCEPTION_HANDLER = 0xffff_ffff;
/** Minor version 1, major version 1. */
const PCR_VERSION = 0x0001_0001;
const PRCB_VERSION = 0x0001_0001;
/** The first processor, of family 6, as CPUID has it. */
const SET_MEMBER = 1;
const CPU_TYPE = 0x0001_0106;

/** Fills the control region of the one processor, number 0. */
export function createControlRegion({ memory, raw }: Kernel): void {
  const write = (offset: number, value: number) =>
    raw.write32(virtual(CONTROL_REGION + offset), value);
  memory.mark(CONTROL_REGION, END_OFFSET, Shadow.PLAIN);
  memory.mark(
    virtual(CONTROL_REGION + PRCB_DATA_OFFSET),
    PRCB_END_OFFSET - PRCB_DATA_OFFSET,
    Shadow.PLAIN,
  );
  // These change by themselves: kernel-data.ts.
  for (const offset of [IRQL_OFFSET, CURRENT_THREAD_OFFSET])
    memory.mark(virtual(CONTROL_REGION + offset), 4, Shadow.READ_ONLY);
  write(EXCEPTION_LIST_OFFSET, NO_EXCEPTION_HANDLER);
  write(STACK_BASE_OFFSET, STACK_TOP);
  write(STACK_LIMIT_OFFSET, STACK_BASE);
  write(SELF_OFFSET, CONTROL_REGION);
  write(PRCB_OFFSET, CONTROL_REGION + PRCB_DATA_OFFSET);
  write(VERSION_OFFSET, PCR_VERSION);
  write(SET_MEMBER_OFFSET, SET_MEMBER);
  write(PRCB_DATA_OFFSET, PRCB_VERSION);
  write(PRCB_SET_MEMBER_OFFSET, SET_MEMBER);
  write(PRCB_CPU_TYPE_OFFSET, CPU_TYPE);
}
