/** All that a driver can call, of NDIS and of the kernel beneath it, by name. */
import { KERNEL_ROWS } from '../ndis/calls';
import { EXPORTS } from '../ndis/exports';
import type { AnyRow } from '../ndis/row';

export const ROWS: Readonly<Record<string, AnyRow>> = { ...EXPORTS, ...KERNEL_ROWS };
