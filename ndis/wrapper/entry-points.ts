/**
 * The functions of NDIS that drivers call through pointers in its structures and do not import: what
 * the macros of ndis.h compile to. Only machine code calls by address, so that the pointers are
 * there once an image of it is loaded.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { ExportName } from '../exports';
import type { OperatingSystem } from '../operating-system';
import { NDIS_MINIPORT_BLOCK } from '../structures/miniport-block';
import { NDIS_OPEN_BLOCK } from '../structures/protocol';

/** How a function is reached by a pointer. */
export interface EntryPoint {
  readonly row: ExportName;
  /** Its Status is no pointer among the arguments, but the value of the function. */
  readonly returnsStatus: boolean;
}

/** By the field of NDIS_MINIPORT_BLOCK; the arguments are those of the function. */
const MINIPORT_BLOCK_ENTRIES = {
  PacketIndicateHandler: 'NdisMIndicateReceivePacket',
  SendCompleteHandler: 'NdisMSendComplete',
  SendResourcesHandler: 'NdisMSendResourcesAvailable',
  ResetCompleteHandler: 'NdisMResetComplete',
  EthRxIndicateHandler: 'EthFilterDprIndicateReceive',
  TrRxIndicateHandler: 'TrFilterDprIndicateReceive',
  FddiRxIndicateHandler: 'FddiFilterDprIndicateReceive',
  EthRxCompleteHandler: 'EthFilterDprIndicateReceiveComplete',
  TrRxCompleteHandler: 'TrFilterDprIndicateReceiveComplete',
  FddiRxCompleteHandler: 'FddiFilterDprIndicateReceiveComplete',
  StatusHandler: 'NdisMIndicateStatus',
  StatusCompleteHandler: 'NdisMIndicateStatusComplete',
  TDCompleteHandler: 'NdisMTransferDataComplete',
  QueryCompleteHandler: 'NdisMQueryInformationComplete',
  SetCompleteHandler: 'NdisMSetInformationComplete',
  WanSendCompleteHandler: 'NdisMWanSendComplete',
  WanRcvHandler: 'NdisMWanIndicateReceive',
  WanRcvCompleteHandler: 'NdisMWanIndicateReceiveComplete',
} as const satisfies { [K in keyof typeof NDIS_MINIPORT_BLOCK.fields]?: ExportName };

/** By the field of NDIS_OPEN_BLOCK. All but NdisSendPackets give their status as their value. */
const OPEN_BLOCK_ENTRIES = {
  SendHandler: 'NdisSend',
  TransferDataHandler: 'NdisTransferData',
  SendPacketsHandler: 'NdisSendPackets',
  ResetHandler: 'NdisReset',
  RequestHandler: 'NdisRequest',
} as const satisfies { [K in keyof typeof NDIS_OPEN_BLOCK.fields]?: ExportName };

/** Points a miniport block at the functions behind its macros. */
export function linkMiniportBlock(os: OperatingSystem, address: VirtualAddress): void {
  const { entryAddress } = os;
  if (entryAddress === undefined) return;
  for (const [field, row] of Object.entries(MINIPORT_BLOCK_ENTRIES)) {
    const offset = NDIS_MINIPORT_BLOCK.offsets[field as keyof typeof MINIPORT_BLOCK_ENTRIES];
    const entry = entryAddress({ row, returnsStatus: false });
    os.raw.write32(virtual(address + offset), entry);
  }
}

/** Points an open block at the functions behind its macros. */
export function linkOpenBlock(os: OperatingSystem, address: VirtualAddress): void {
  const { entryAddress } = os;
  if (entryAddress === undefined) return;
  for (const [field, row] of Object.entries(OPEN_BLOCK_ENTRIES)) {
    const offset = NDIS_OPEN_BLOCK.offsets[field as keyof typeof OPEN_BLOCK_ENTRIES];
    const entry = entryAddress({ row, returnsStatus: row !== 'NdisSendPackets' });
    os.raw.write32(virtual(address + offset), entry);
  }
}
