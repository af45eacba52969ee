/**
 * Queues a work item in its unload handler and does not wait for it: interrupt/work-after-unload.
 */
import { NDIS_WORK_ITEM, NULL, layout, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const WORK = layout('WORK', undefined, { WorkItem: NDIS_WORK_ITEM });

const work: Handler<'NdisWorkItemRoutine'> = () => undefined;

export const DriverEntry = smallMiniport({
  unload(ndis) {
    const { address } = ndis.global(WORK).WorkItem;
    ndis.NdisInitializeWorkItem(address, ndis.addressOf(work), NULL);
    ndis.NdisScheduleWorkItem(address);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': [
    'interrupt/work-after-unload',
    'interrupt/callback-after-unload',
    'memory/use-after-free',
  ],
  life: ['interrupt/work-after-unload', 'interrupt/callback-after-unload', 'memory/use-after-free'],
  start: [
    'interrupt/callback-after-unload',
    'interrupt/work-after-unload',
    'memory/use-after-free',
  ],
};
