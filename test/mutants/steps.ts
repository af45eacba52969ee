/** The steps of a driver that mutants break: calls by what they do, from the rows of the exports. */
import { EXPORTS } from '../../ndis/exports';
import type { AnyRow } from '../../ndis/row';

/**
 * - `release`: gives back what another call acquired.
 * - `lock`: takes a spin lock or lets it go.
 * - `ownership`: hands a packet, a buffer, a request or a notification to its next owner.
 */
export type StepKind = 'release' | 'lock' | 'ownership';

/** The other variant of each call of a lock: for DISPATCH_LEVEL only, or for any IRQL up to it. */
export const OTHER_VARIANT: Readonly<Record<string, string>> = {
  NdisAcquireSpinLock: 'NdisDprAcquireSpinLock',
  NdisReleaseSpinLock: 'NdisDprReleaseSpinLock',
  NdisDprAcquireSpinLock: 'NdisAcquireSpinLock',
  NdisDprReleaseSpinLock: 'NdisReleaseSpinLock',
};

/** Changes of owner, and whether doing one again changes nothing. */
const OWNERSHIP: Readonly<Record<string, { readonly isIdempotent: boolean }>> = {
  NDIS_SET_PACKET_STATUS: { isIdempotent: true },
  NdisChainBufferAtFront: { isIdempotent: false },
  NdisIMAssociateMiniport: { isIdempotent: true },
  NdisMCompleteBufferPhysicalMapping: { isIdempotent: false },
  NdisMEthIndicateReceive: { isIdempotent: false },
  NdisMEthIndicateReceiveComplete: { isIdempotent: true },
  NdisMIndicateReceivePacket: { isIdempotent: false },
  NdisMIndicateStatus: { isIdempotent: true },
  NdisMIndicateStatusComplete: { isIdempotent: true },
  NdisMQueryInformationComplete: { isIdempotent: false },
  NdisMResetComplete: { isIdempotent: false },
  NdisMSendComplete: { isIdempotent: false },
  NdisMSendResourcesAvailable: { isIdempotent: true },
  NdisMSetInformationComplete: { isIdempotent: false },
  NdisMSynchronizeWithInterrupt: { isIdempotent: true },
  NdisMTransferDataComplete: { isIdempotent: false },
  NdisRequest: { isIdempotent: false },
  NdisReturnPackets: { isIdempotent: false },
  NdisSend: { isIdempotent: false },
  NdisSetEvent: { isIdempotent: true },
  NdisTransferData: { isIdempotent: false },
  NdisUnchainBufferAtFront: { isIdempotent: false },
  NdisWaitEvent: { isIdempotent: true },
};

/** The row of an export, if there is one of that name. */
export function rowOf(call: string): AnyRow | undefined {
  return Object.hasOwn(EXPORTS, call) ? (EXPORTS as Record<string, AnyRow>)[call] : undefined;
}

/** What a call does that a mutant can break; undefined if it is none of these. */
export function stepKind(call: string): StepKind | undefined {
  if (rowOf(call)?.releases !== undefined) return 'release';
  if (Object.hasOwn(OTHER_VARIANT, call)) return 'lock';
  return Object.hasOwn(OWNERSHIP, call) ? 'ownership' : undefined;
}

/** Whether to do a step again is as good as to do it once. */
export function isIdempotent(call: string): boolean {
  return Object.hasOwn(OWNERSHIP, call) && OWNERSHIP[call].isIdempotent;
}
