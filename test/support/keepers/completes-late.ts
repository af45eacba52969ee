/**
 * Leaves the reset and each set request pending, and completes them once, just before the 12 s are
 * over that NDIS waits. A request that is pending when the reset comes is aborted.
 */
import {
  NDIS_MINIPORT_TIMER,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
  ULONG,
  layout,
  type Handler,
  type Ndis,
  type NdisStatus,
} from '../../../ndis';
import { ADAPTER } from '../../../miniports/faulty/small-adapter';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { setInformation } from '../../../miniports/faulty/small-requests';

const LATE = layout('LATE', undefined, {
  Timer: NDIS_MINIPORT_TIMER,
  /** Whether it is the reset that is pending, and whether it is a request. */
  IsReset: ULONG,
  IsRequest: ULONG,
  /** What the request is completed with. */
  Status: ULONG,
});
const DELAY_MS = 11_900;

const complete: Handler<'MiniportTimer'> = (ndis, _SystemSpecific1, FunctionContext) => {
  const { MiniportAdapterHandle } = ADAPTER.at(ndis.memory, FunctionContext);
  const late = ndis.global(LATE);
  const { IsReset } = late;
  const status = late.Status as NdisStatus;
  late.IsRequest = 0;
  if (IsReset !== 0) ndis.NdisMResetComplete(MiniportAdapterHandle, status, false);
  else ndis.NdisMSetInformationComplete(MiniportAdapterHandle, status);
};

function leavePending(ndis: Ndis, isReset: boolean, status: NdisStatus): NdisStatus {
  const late = ndis.global(LATE);
  late.IsReset = Number(isReset);
  late.IsRequest = Number(!isReset);
  late.Status = status;
  ndis.NdisMSetTimer(late.Timer.address, DELAY_MS);
  return NDIS_STATUS_PENDING;
}

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.NdisMInitializeTimer(
      ndis.global(LATE).Timer.address,
      adapter.MiniportAdapterHandle,
      ndis.addressOf(complete),
      adapter.address,
    );
    return NDIS_STATUS_SUCCESS;
  },
  reset(ndis, { MiniportAdapterHandle }) {
    const isRequest = ndis.global(LATE).IsRequest !== 0;
    const Result = leavePending(ndis, true, NDIS_STATUS_SUCCESS);
    if (isRequest)
      ndis.NdisMSetInformationComplete(MiniportAdapterHandle, NDIS_STATUS_REQUEST_ABORTED);
    return Result;
  },
  setInformation(ndis, ...request) {
    const answer = setInformation(ndis, ...request);
    if (typeof answer === 'number') return leavePending(ndis, false, answer);
    return { ...answer, Result: leavePending(ndis, false, answer.Result) };
  },
  halt: (ndis) => void ndis.NdisMCancelTimer(ndis.global(LATE).Timer.address),
});
