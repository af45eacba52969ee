/** Queues a work item in MiniportHalt and returns when it has run. */
import { NDIS_WORK_ITEM, NULL, ULONG, layout, type Handler } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const WORK = layout('WORK', undefined, { WorkItem: NDIS_WORK_ITEM, RunCount: ULONG });
const WAIT_COUNT_MAX = 10;

const work: Handler<'NdisWorkItemRoutine'> = (ndis) => {
  ndis.global(WORK).RunCount++;
};

export const DriverEntry = smallMiniport({
  halt(ndis) {
    const state = ndis.global(WORK);
    state.RunCount = 0;
    const { address } = state.WorkItem;
    ndis.NdisInitializeWorkItem(address, ndis.addressOf(work), NULL);
    ndis.NdisScheduleWorkItem(address);
    for (let count = 0; state.RunCount === 0 && count < WAIT_COUNT_MAX; count++)
      ndis.NdisMSleep(1000);
  },
});
