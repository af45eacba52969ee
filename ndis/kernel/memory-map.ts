/**
 * Where the operating system has put what, as virtual addresses. Nothing is mapped below the stack,
 * so that NULL pointers and a stack that overflows are caught; device registers are mapped above
 * main memory (io-space.ts).
 */
import { virtual } from '../../hardware/address';

/** The kernel stack: 12 KB on x86. */
export const STACK_BYTES = 0x3000;
export const STACK_BASE = virtual(0x8002_0000);
export const STACK_TOP = virtual(STACK_BASE + STACK_BYTES);
/** The processor control region: FS:0 in machine code. */
export const CONTROL_REGION = virtual(0x8003_0000);
/** Where XP has it on a machine with one processor (ntddk.h, KIP0PCRADDRESS): another way to it. */
export const CONTROL_REGION_IN_XP = virtual(0xffdf_f000);
/** Variables of the kernel that drivers import. */
export const KERNEL_DATA = virtual(0x8003_1000);
/** The lock of the cancelling of I/O requests: the I/O manager's own, which no driver sees. */
export const CANCEL_SPIN_LOCK = virtual(0x8003_1ff0);
/** Addresses of TypeScript functions, and how far apart they lie; there is no memory there. */
export const FUNCTION_BASE = virtual(0x8004_0000);
export const FUNCTION_STRIDE_BYTES = 16;
/** Stacks of threads that drivers make, each above a page that is never mapped. */
export const THREAD_STACKS = virtual(0x800a_1000);
export const THREAD_STACK_STRIDE_BYTES = 0x4000;
export const THREADS_MAX = 16;
export const POOL_BASE = virtual(0x8010_0000);
/** Driver images; the pool ends here. */
export const IMAGE_BASE = virtual(0x8080_0000);
/** The end of main memory. */
export const IMAGE_END = virtual(0x80e0_0000);
