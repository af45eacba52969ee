/** Asks twice with one NDIS_REQUEST, and does not wait between: oid/request-in-use. */
import {
  array,
  layout,
  NDIS_REQUEST,
  NDIS_STATUS_SUCCESS,
  NdisRequestQueryInformation,
  OID_GEN_LINK_SPEED,
  QUERY_INFORMATION,
  ULONG,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallProtocol } from './small-protocol';

export { lower } from './small-protocol';

const ASKED = layout('ASKED', undefined, { Request: NDIS_REQUEST, LinkSpeed: array(ULONG, 1) });

export const DriverEntry = smallProtocol({
  opened(Status, ndis, BindingHandle) {
    if (Status !== NDIS_STATUS_SUCCESS) return Status;
    const asked = ndis.global(ASKED);
    asked.Request.RequestType = NdisRequestQueryInformation;
    const query = QUERY_INFORMATION.at(ndis.memory, asked.Request.DATA);
    query.Oid = OID_GEN_LINK_SPEED;
    query.InformationBuffer = asked.LinkSpeed;
    query.InformationBufferLength = ULONG.bytes;
    ndis.NdisRequest(BindingHandle, asked.Request.address);
    ndis.NdisRequest(BindingHandle, asked.Request.address);
    return Status;
  },
});

export const expected: ExpectedFindings = {
  'bind-unbind': ['oid/request-in-use'],
};
