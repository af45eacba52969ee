/** Frees a work item that is queued: interrupt/work-item-freed-before-run. */
import {
  NDIS_STATUS_SOFT_ERRORS,
  NDIS_STATUS_SUCCESS,
  NDIS_WORK_ITEM,
  type Handler,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const work: Handler<'NdisWorkItemRoutine'> = () => undefined;

export const DriverEntry = smallMiniport({
  reset(ndis, adapter) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(NDIS_WORK_ITEM.bytes, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return NDIS_STATUS_SOFT_ERRORS;
    ndis.NdisInitializeWorkItem(VirtualAddress, ndis.addressOf(work), adapter.address);
    ndis.NdisScheduleWorkItem(VirtualAddress);
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['interrupt/work-item-freed-before-run', 'memory/use-after-free'],
  life: ['interrupt/work-item-freed-before-run', 'memory/use-after-free'],
  'reset-storm': ['interrupt/work-item-freed-before-run', 'memory/use-after-free'],
  'surprise-removal': ['interrupt/work-item-freed-before-run', 'memory/use-after-free'],
  'hostile-device': ['interrupt/work-item-freed-before-run', 'memory/use-after-free'],
  'fresh-memory': ['interrupt/work-item-freed-before-run', 'memory/use-after-free'],
};
