/** The one way through the gate for every row: TypeScript drivers and machine code share it. */
import { EXPORTS } from './exports';
import { KERNEL_EXPORTS } from './exports/kernel';
import { openGate } from './gate';
import type { AnyRow } from './row';

/** The functions that machine code imports beside those of ndis.sys, by name. */
export const KERNEL_ROWS: Readonly<Record<string, AnyRow>> = KERNEL_EXPORTS;

/** By the row's name. */
export const CALLS = openGate({ ...EXPORTS, ...KERNEL_EXPORTS });
