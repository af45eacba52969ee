/**
 * Load balancing and failover: adapters of one driver of which one is the primary. NDIS 5.1, "About
 * LBFO", NdisMSetMiniportSecondary, NdisMPromoteMiniport, NdisMRemoveMiniport. Protocols bind to the
 * primary only.
 */
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../status';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';

/** NdisMSetMiniportSecondary: the primary has been initialized, by the same driver. */
export function setSecondary(adapter: Adapter, primary: Adapter): NdisStatus {
  const isPossible =
    adapter !== primary &&
    adapter.driver === primary.driver &&
    primary.state === 'running' &&
    primary.primary === undefined;
  if (!isPossible) return NDIS_STATUS_FAILURE;
  adapter.primary = primary;
  return NDIS_STATUS_SUCCESS;
}

/** NdisMPromoteMiniport: a secondary takes the role of its primary, also towards the others. */
export function promote(adapter: Adapter): NdisStatus {
  const { primary } = adapter;
  if (primary === undefined) return NDIS_STATUS_FAILURE;
  for (const other of adapter.driver.adapters)
    if (other.primary === primary && other !== adapter) other.primary = adapter;
  adapter.primary = undefined;
  if (primary.state === 'running' && !primary.isRemovalRequested) primary.primary = adapter;
  return NDIS_STATUS_SUCCESS;
}

/** NdisMRemoveMiniport: the PnP manager is asked to remove the device, which it does later. */
export function requestRemoval(adapter: Adapter): NdisStatus {
  if (adapter.state === 'halting' || adapter.state === 'failed') return NDIS_STATUS_FAILURE;
  adapter.isRemovalRequested = true;
  return NDIS_STATUS_SUCCESS;
}
