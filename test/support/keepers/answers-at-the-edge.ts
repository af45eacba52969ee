/**
 * Answers as freely as it may: counters in 64 bits or their lower half, a description that is
 * longer than its text, a full multicast list, and refusals that differ.
 */
import {
  NDIS_STATUS_BUFFER_TOO_SHORT,
  NDIS_STATUS_INVALID_OID,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_XMIT_OK,
  virtual,
} from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { queryInformation, setInformation } from '../../../miniports/faulty/small-requests';

/** A text, and zeros behind it. */
const DESCRIPTION_BYTES = 64;

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount) {
    const answered = (needed: number, written: number) => {
      ndis.NdisZeroMemory(InformationBuffer, written);
      return { Result: NDIS_STATUS_SUCCESS, BytesWritten: written, BytesNeeded: needed };
    };
    const tooShort = (BytesNeeded: number) => ({
      Result: NDIS_STATUS_BUFFER_TOO_SHORT,
      BytesWritten: 0,
      BytesNeeded,
    });
    if (Oid === OID_GEN_XMIT_OK)
      return byteCount < 4 ? tooShort(8) : byteCount < 8 ? answered(8, 4) : answered(0, 8);
    if (Oid === OID_GEN_VENDOR_DESCRIPTION) {
      if (byteCount < DESCRIPTION_BYTES) return tooShort(DESCRIPTION_BYTES);
      const answer = answered(0, DESCRIPTION_BYTES);
      ndis.memory.write8(virtual(InformationBuffer), 0x78);
      return answer;
    }
    const answer = queryInformation(
      ndis,
      MiniportAdapterContext,
      Oid,
      InformationBuffer,
      byteCount,
    );
    return answer === NDIS_STATUS_NOT_SUPPORTED ? NDIS_STATUS_INVALID_OID : answer;
  },
  setInformation(...request) {
    const answer = setInformation(...request);
    return answer === NDIS_STATUS_NOT_SUPPORTED ? NDIS_STATUS_INVALID_OID : answer;
  },
});
