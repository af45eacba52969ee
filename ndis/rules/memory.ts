/** The rules of memory, the stack and the image: checks J01 to J07. */
import {
  ATTEMPTED_WRITE_TO_READONLY_MEMORY,
  BAD_POOL_CALLER,
  DOUBLE_FAULT,
  DRIVER_IRQL_NOT_LESS_OR_EQUAL,
  KMODE_EXCEPTION_NOT_HANDLED,
  PAGE_FAULT_IN_NONPAGED_AREA,
  SYSTEM_THREAD_EXCEPTION_NOT_HANDLED,
  UNEXPECTED_KERNEL_MODE_TRAP,
} from '../bug-codes';
import { DOCUMENTS } from './documents';
import type { RulesOf } from './rule';

export const MEMORY_RULES = {
  'memory/overrun': {
    id: 'J01',
    title: 'The driver wrote past the end or before the start of a block of memory.',
    advice: 'Keep within the length that was allocated.',
    document: DOCUMENTS.verifier,
  },
  'memory/out-of-bounds': {
    id: 'J01',
    title: 'The driver read past the end or before the start of a block of memory.',
    advice: 'Keep within the length of the object that is read.',
    document: DOCUMENTS.verifier,
  },
  'memory/use-after-free': {
    id: 'J02',
    title: 'The driver used memory that it had freed.',
    advice: 'Clear the pointer when the memory is freed, and free it after its last use.',
    document: DOCUMENTS.verifier,
  },
  'memory/double-free': {
    id: 'J02',
    title: 'The driver freed a block of memory twice.',
    advice: 'Clear the pointer when the memory is freed.',
    document: DOCUMENTS.badPoolCaller,
    windowsBugChecks: [{ code: BAD_POOL_CALLER, parameter1: 0x07 }],
  },
  'memory/interior-free': {
    id: 'J02',
    title: 'The driver freed an address inside a block of memory.',
    advice: 'Free the address that the allocation returned.',
    document: DOCUMENTS.badPoolCaller,
    windowsBugChecks: [{ code: BAD_POOL_CALLER }],
  },
  'memory/uninitialized-read': {
    id: 'J03',
    title: 'The driver used memory that it had never written.',
    advice: 'Set memory to zero, or to its first value, before reading it.',
    document: DOCUMENTS.own,
  },
  'memory/null-page': {
    id: 'J04',
    title: 'The driver used a NULL pointer.',
    advice: 'Test the pointer, or the status of the call that should have set it, before use.',
    document: DOCUMENTS.irqlNotLess,
    windowsBugChecks: [
      { code: DRIVER_IRQL_NOT_LESS_OR_EQUAL, irql: 'raised' },
      { code: SYSTEM_THREAD_EXCEPTION_NOT_HANDLED, irql: 'passive' },
    ],
  },
  'memory/wild-access': {
    id: 'J04',
    title: 'The driver used an address at which there is no memory.',
    advice: 'Use only addresses that were given by NDIS and are still valid.',
    document: DOCUMENTS.pageFault,
    windowsBugChecks: [
      { code: DRIVER_IRQL_NOT_LESS_OR_EQUAL, irql: 'raised' },
      { code: PAGE_FAULT_IN_NONPAGED_AREA, irql: 'passive' },
    ],
  },
  'memory/stack-too-deep': {
    id: 'J05',
    title: 'The driver used more of the kernel stack than it may.',
    advice: 'Keep large objects in pool memory, and do not recurse.',
    document: DOCUMENTS.kernelStack,
    windowsBugChecks: [{ code: UNEXPECTED_KERNEL_MODE_TRAP, parameter1: DOUBLE_FAULT }],
  },
  'memory/stdcall-broken': {
    id: 'J06',
    title: 'The stack was not balanced after a call of or by the driver.',
    advice:
      'Declare functions with the arguments and the calling convention that the header gives them.',
    document: DOCUMENTS.callingConvention,
  },
  'memory/saved-register-lost': {
    id: 'J06',
    title: 'A function of the driver did not keep a register or flag that it must keep.',
    advice:
      'Save EBX, ESI, EDI and EBP in assembly code that changes them, and clear the direction flag.',
    document: DOCUMENTS.callingConvention,
  },
  'memory/init-section-called': {
    id: 'J07',
    title: 'The driver called into its INIT section after DriverEntry had returned.',
    advice: 'Keep functions that are needed later out of the INIT section.',
    document: DOCUMENTS.own,
  },
  'memory/write-to-read-only': {
    id: 'J07',
    title: 'The driver wrote to its code or to read-only memory.',
    advice: 'Keep what is written in a writable section.',
    document: DOCUMENTS.writeToReadOnly,
    windowsBugChecks: [{ code: ATTEMPTED_WRITE_TO_READONLY_MEMORY }],
  },
  'memory/stack-object-outlived': {
    id: 'J07',
    title: 'A timer, work item or event on the stack was still in use when its function returned.',
    advice: "Keep such objects in the adapter's context, or wait for them before returning.",
    document: DOCUMENTS.own,
  },
  'memory/overlapping-copy': {
    id: 'J07',
    title: 'The driver copied between overlapping ranges with a function that does not allow it.',
    advice: 'Use RtlMoveMemory or memmove for ranges that may overlap.',
    document: DOCUMENTS.copyMemory,
  },
  'memory/unhandled-exception': {
    id: 'own',
    title: 'The driver raised an exception that nobody handled.',
    advice: 'Test before use what can fail, so that no exception arises.',
    document: DOCUMENTS.unhandled,
    // DriverEntry, MiniportInitialize and MiniportHalt run in system threads.
    windowsBugChecks: [
      { code: KMODE_EXCEPTION_NOT_HANDLED, irql: 'raised' },
      { code: SYSTEM_THREAD_EXCEPTION_NOT_HANDLED, irql: 'passive' },
    ],
  },
  'memory/stack-overflow': {
    id: 'own',
    title: 'The driver called itself without end.',
    advice: 'Bound the recursion, or use a loop.',
    document: DOCUMENTS.doubleFault,
    windowsBugChecks: [{ code: UNEXPECTED_KERNEL_MODE_TRAP, parameter1: DOUBLE_FAULT }],
  },
  'memory/host-memory-exhausted': {
    id: 'own',
    title: 'The driver took more memory than the machine has.',
    advice: 'Bound what the driver allocates.',
    document: DOCUMENTS.own,
  },
} as const satisfies RulesOf<'memory'>;
