/**
 * Exceptions as handlers see them (DDK ntddk.h: EXCEPTION_RECORD, CONTEXT of x86), and what lies on
 * the stack for them: the system's record in the list at FS:0, and what Microsoft's compilers put
 * behind it ("A Crash Course on the Depths of Win32 Structured Exception Handling", MSJ 1/1997).
 */
import { array, layout } from '../layout';
import { LONG, PVOID, ULONG } from '../types';

export const EXCEPTION_RECORD = layout('EXCEPTION_RECORD', 0x50, {
  ExceptionCode: ULONG,
  ExceptionFlags: ULONG,
  ExceptionRecord: PVOID,
  ExceptionAddress: PVOID,
  NumberParameters: ULONG,
  ExceptionInformation: array(ULONG, 15),
});

/** EXCEPTION_RECORD.ExceptionFlags. */
export const EXCEPTION_NONCONTINUABLE = 0x01;
export const EXCEPTION_UNWINDING = 0x02;
export const EXCEPTION_EXIT_UNWIND = 0x04;
export const EXCEPTION_NESTED_CALL = 0x10;

/** FloatSave and ExtendedRegisters are the floating point unit's, which no driver here uses. */
export const CONTEXT = layout('CONTEXT', 0x2cc, {
  ContextFlags: ULONG,
  DebugRegisters: array(ULONG, 6),
  FloatSave: array(ULONG, 28),
  SegGs: ULONG,
  SegFs: ULONG,
  SegEs: ULONG,
  SegDs: ULONG,
  Edi: ULONG,
  Esi: ULONG,
  Ebx: ULONG,
  Edx: ULONG,
  Ecx: ULONG,
  Eax: ULONG,
  Ebp: ULONG,
  Eip: ULONG,
  SegCs: ULONG,
  EFlags: ULONG,
  Esp: ULONG,
  SegSs: ULONG,
  ExtendedRegisters: array(ULONG, 128),
});

/** CONTEXT_FULL: CONTEXT_i386, with CONTROL, INTEGER and SEGMENTS. */
export const CONTEXT_FULL = 0x0001_0007;

/** EXCEPTION_DISPOSITION: what a handler returns. */
export const Disposition = {
  CONTINUE_EXECUTION: 0,
  CONTINUE_SEARCH: 1,
  NESTED_EXCEPTION: 2,
  COLLIDED_UNWIND: 3,
} as const;

export const EXCEPTION_REGISTRATION_RECORD = layout('EXCEPTION_REGISTRATION_RECORD', 0x08, {
  Next: PVOID,
  Handler: PVOID,
});

/** The record of a function with __try, and the EBP that its blocks run with: their own address. */
export const TRY_REGISTRATION = layout('EH3_EXCEPTION_REGISTRATION', 0x10, {
  Next: PVOID,
  Handler: PVOID,
  ScopeTable: PVOID,
  /** The __try that runs, an index into ScopeTable; -1 outside any. */
  TryLevel: LONG,
});

/** One __try: its handler is an __except block if there is a filter, else a __finally block. */
export const SCOPE_TABLE_ENTRY = layout('SCOPETABLE_ENTRY', 0x0c, {
  EnclosingLevel: LONG,
  Filter: PVOID,
  Handler: PVOID,
});
