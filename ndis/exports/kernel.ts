/**
 * Functions of ntoskrnl.exe, hal.dll and KMDF that machine code imports: what the macros of ndis.h
 * compile to, and what drivers call beside NDIS. TypeScript drivers have the macros themselves. What 154
 * drivers for PCI cards import decided which are here.
 */
import * as arithmetic from './kernel-arithmetic';
import * as work from './kernel-work';
import * as convert from './kernel-convert';
import * as callback from './kernel-callback';
import * as device from './kernel-device';
import * as event from './kernel-event';
import * as handles from './kernel-handles';
import * as information from './kernel-information';
import * as interlocked from './kernel-interlocked';
import * as io from './kernel-io';
import * as mdl from './kernel-mdl';
import * as memory from './kernel-memory';
import * as ports from './kernel-ports';
import * as print from './kernel-print';
import * as registry from './kernel-registry';
import * as spinLock from './kernel-spin-lock';
import * as string from './kernel-string';
import * as system from './kernel-system';
import * as thread from './kernel-thread';
import * as timer from './kernel-timer';
import * as unicode from './kernel-unicode';
import * as wdf from './wdf';

/** By name. */
export const KERNEL_EXPORTS = {
  ...memory,
  ...mdl,
  ...ports,
  ...spinLock,
  ...interlocked,
  ...arithmetic,
  ...string,
  ...unicode,
  ...print,
  ...device,
  ...event,
  ...timer,
  ...thread,
  ...io,
  ...system,
  ...callback,
  ...convert,
  ...work,
  ...handles,
  ...information,
  ...registry,
  ...wdf,
} as const;
