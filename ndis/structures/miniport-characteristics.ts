/**
 * What a miniport driver registers (DDK ndis.h: NDIS30_, NDIS40_, NDIS50_ and
 * NDIS51_MINIPORT_CHARACTERISTICS), x86 layout. Each version begins with the one before it.
 */
import { layout, union } from '../layout';
import { PVOID, UCHAR, UINT } from '../types';

const NDIS30_FIELDS = {
  MajorNdisVersion: UCHAR,
  MinorNdisVersion: UCHAR,
  Reserved: UINT,
  CheckForHangHandler: PVOID,
  DisableInterruptHandler: PVOID,
  EnableInterruptHandler: PVOID,
  HaltHandler: PVOID,
  HandleInterruptHandler: PVOID,
  InitializeHandler: PVOID,
  ISRHandler: PVOID,
  QueryInformationHandler: PVOID,
  ReconfigureHandler: PVOID,
  ResetHandler: PVOID,
  SendHandler: PVOID,
  /** Of a WAN miniport, in the same place. */
  WanSendHandler: union('SendHandler', PVOID),
  SetInformationHandler: PVOID,
  TransferDataHandler: PVOID,
} as const;

const NDIS40_FIELDS = {
  ...NDIS30_FIELDS,
  ReturnPacketHandler: PVOID,
  SendPacketsHandler: PVOID,
  AllocateCompleteHandler: PVOID,
} as const;

const NDIS50_FIELDS = {
  ...NDIS40_FIELDS,
  CoCreateVcHandler: PVOID,
  CoDeleteVcHandler: PVOID,
  CoActivateVcHandler: PVOID,
  CoDeactivateVcHandler: PVOID,
  CoSendPacketsHandler: PVOID,
  CoRequestHandler: PVOID,
} as const;

const NDIS51_FIELDS = {
  ...NDIS50_FIELDS,
  CancelSendPacketsHandler: PVOID,
  PnPEventNotifyHandler: PVOID,
  AdapterShutdownHandler: PVOID,
  Reserved1: PVOID,
  Reserved2: PVOID,
  Reserved3: PVOID,
  Reserved4: PVOID,
} as const;

export const NDIS30_MINIPORT_CHARACTERISTICS = layout(
  'NDIS30_MINIPORT_CHARACTERISTICS',
  0x3c,
  NDIS30_FIELDS,
);

export const NDIS40_MINIPORT_CHARACTERISTICS = layout(
  'NDIS40_MINIPORT_CHARACTERISTICS',
  0x48,
  NDIS40_FIELDS,
);

export const NDIS50_MINIPORT_CHARACTERISTICS = layout(
  'NDIS50_MINIPORT_CHARACTERISTICS',
  0x60,
  NDIS50_FIELDS,
);

export const NDIS51_MINIPORT_CHARACTERISTICS = layout(
  'NDIS51_MINIPORT_CHARACTERISTICS',
  0x7c,
  NDIS51_FIELDS,
);

/** As a driver built with NDIS51_MINIPORT sees it. */
export const NDIS_MINIPORT_CHARACTERISTICS = NDIS51_MINIPORT_CHARACTERISTICS;
