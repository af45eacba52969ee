/** Uses the greatest index and any good network address of the registry, and nothing beyond. */
import { NDIS_STATUS_SUCCESS, ULONG, layout, virtual } from '../../../ndis';
import { readInteger, usingNetworkAddress } from '../../../miniports/faulty/small-configuration';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const THRESHOLDS = layout('THRESHOLDS', undefined, { Low: ULONG, Middle: ULONG, High: ULONG });
const INDEX_MAX = 2;

const steps = usingNetworkAddress(
  (address) => address.length === 6 && (address[0] & 1) === 0 && address.some((byte) => byte !== 0),
);

export const DriverEntry = smallMiniport({
  ...steps,
  initialize(ndis, adapter) {
    const { status, value } = readInteger(ndis, adapter, 'Threshold', 1);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    const { address } = ndis.global(THRESHOLDS);
    ndis.memory.write32(virtual(address + 4 * Math.min(value, INDEX_MAX)), 64);
    return steps.initialize!(ndis, adapter);
  },
});
