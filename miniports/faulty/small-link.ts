/** The link of the small miniport, for the faulty drivers that report its changes. 8254x SDM 13.4.2. */
import {
  NDIS_STATUS_MEDIA_CONNECT,
  NDIS_STATUS_MEDIA_DISCONNECT,
  NDIS_STATUS_SUCCESS,
  NULL,
  NdisMediaStateConnected,
  NdisMediaStateDisconnected,
  OID_GEN_MEDIA_CONNECT_STATUS,
  type Handler,
  type Ndis,
} from '../../ndis';
import { ADAPTER, type Adapter } from './small-adapter';
import { RIGHT } from './small-miniport';
import { queryInformation } from './small-requests';
import { CTRL_SLU, Register, STATUS_LU, readRegister, writeRegister } from './small-registers';

export const isLinkUp = (ndis: Ndis, adapter: Adapter): boolean =>
  (readRegister(ndis, adapter, Register.STATUS) & STATUS_LU) !== 0;

/** The step `enableInterrupts` of a driver that brings the link up. */
export function enableLink(ndis: Ndis, adapter: Adapter): void {
  RIGHT.enableInterrupts(ndis, adapter);
  writeRegister(ndis, adapter, Register.CTRL, CTRL_SLU);
}

/** Indicates how the link is now. */
export function indicateLink(ndis: Ndis, adapter: Adapter): void {
  const status = isLinkUp(ndis, adapter) ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(adapter.MiniportAdapterHandle, status, NULL, 0);
}

/** The step `queryInformation` of a driver that answers how the link is. */
export const answerLink: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const request = [Oid, InformationBuffer, InformationBufferLength] as const;
  if (Oid !== OID_GEN_MEDIA_CONNECT_STATUS || InformationBufferLength < 4)
    return queryInformation(ndis, MiniportAdapterContext, ...request);
  const isUp = isLinkUp(ndis, ADAPTER.at(ndis.memory, MiniportAdapterContext));
  const state = isUp ? NdisMediaStateConnected : NdisMediaStateDisconnected;
  ndis.memory.write32(InformationBuffer, state);
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: 4, BytesNeeded: 0 };
};
