/** The bug checks with which Windows XP meets drivers (DDK bugcodes.h; Bug Check Code Reference). */

export const IRQL_NOT_GREATER_OR_EQUAL = 0x09;
export const IRQL_NOT_LESS_OR_EQUAL = 0x0a;
export const MAXIMUM_WAIT_OBJECTS_EXCEEDED = 0x0c;
export const KMODE_EXCEPTION_NOT_HANDLED = 0x1e;
export const NO_MORE_IRP_STACK_LOCATIONS = 0x35;
export const TARGET_MDL_TOO_SMALL = 0x40;
export const MUST_SUCCEED_POOL_EMPTY = 0x41;
export const MULTIPLE_IRP_COMPLETE_REQUESTS = 0x44;
export const PAGE_FAULT_IN_NONPAGED_AREA = 0x50;
export const SYSTEM_THREAD_EXCEPTION_NOT_HANDLED = 0x7e;
export const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
export const ATTEMPTED_SWITCH_FROM_DPC = 0xb8;
export const ATTEMPTED_WRITE_TO_READONLY_MEMORY = 0xbe;
export const BAD_POOL_CALLER = 0xc2;
export const DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS = 0xce;
export const DRIVER_IRQL_NOT_LESS_OR_EQUAL = 0xd1;
/** Of Windows 2000 and XP; from Windows Server 2003 on it is BUGCODE_NDIS_DRIVER, 0x7C. */
export const BUGCODE_ID_DRIVER = 0xd2;

/** Parameter 1 of UNEXPECTED_KERNEL_MODE_TRAP: the trap, here what a stack overflow ends in. */
export const DOUBLE_FAULT = 8;
/** Parameter 3 of DRIVER_IRQL_NOT_LESS_OR_EQUAL: neither read nor written. */
export const EXECUTED = 8;
