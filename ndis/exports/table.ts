/**
 * The export table: every function of NDIS that a driver may call, by name. The names are those of
 * an NDIS 5.1 ndis.sys (DDK 3790.1830, lib/wxp/i386/ndis.lib: 276 exports), and the macros of
 * ndis.h, whose rows have the form `macro`. Every export of a topic file is a row.
 *
 * A row's `page` is where Microsoft describes it: the number of a page of the NDIS 5 reference
 * (`ff553602`), the file of one of the current reference (`nf-ndis-ndisterminatewrapper`), the
 * name of one of the DDK's own (network.chm), or `ndis.h` for what none describes. A function
 * without a page has no documented IRQL: it may be called at any.
 */
import * as attributes from './attributes';
import * as blockPool from './block-pool';
import * as buffer from './buffer';
import * as configuration from './configuration';
import * as conndis from './conndis';
import * as conndisCallManager from './conndis-call-manager';
import * as conndisClient from './conndis-client';
import * as conndisMiniport from './conndis-miniport';
import * as device from './device';
import * as dma from './dma';
import * as event from './event';
import * as file from './file';
import * as filterLibrary from './filter-library';
import * as interlocked from './interlocked';
import * as intermediate from './intermediate';
import * as interrupt from './interrupt';
import * as ioSpace from './io-space';
import * as log from './log';
import * as memory from './memory';
import * as packet from './packet';
import * as packetOob from './packet-oob';
import * as packetPool from './packet-pool';
import * as pci from './pci';
import * as ports from './ports';
import * as protocol from './protocol';
import * as receive from './receive';
import * as request from './request';
import * as reset from './reset';
import * as send from './send';
import * as sharedMemory from './shared-memory';
import * as spinLock from './spin-lock';
import * as statusIndication from './status-indication';
import * as string from './string';
import * as system from './system';
import * as timer from './timer';
import * as wan from './wan';
import * as workItem from './work-item';
import * as wrapper from './wrapper';

export const EXPORTS = {
  ...attributes,
  ...blockPool,
  ...buffer,
  ...configuration,
  ...conndis,
  ...conndisCallManager,
  ...conndisClient,
  ...conndisMiniport,
  ...device,
  ...dma,
  ...event,
  ...file,
  ...filterLibrary,
  ...interlocked,
  ...intermediate,
  ...interrupt,
  ...ioSpace,
  ...log,
  ...memory,
  ...packet,
  ...packetOob,
  ...packetPool,
  ...pci,
  ...ports,
  ...protocol,
  ...receive,
  ...request,
  ...reset,
  ...send,
  ...sharedMemory,
  ...spinLock,
  ...statusIndication,
  ...string,
  ...system,
  ...timer,
  ...wan,
  ...workItem,
  ...wrapper,
} as const;

export type ExportName = keyof typeof EXPORTS;
