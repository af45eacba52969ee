/** A work item for the faulty drivers that act at the wrong time, but at the right IRQL. */
import { NDIS_WORK_ITEM, layout, type Handler, type Ndis } from '../../ndis';
import { ADAPTER, type Adapter } from './small-adapter';

const WORK = layout('WORK', undefined, { WorkItem: NDIS_WORK_ITEM });

/** A function that runs in a worker thread soon, once. */
export type Work = (ndis: Ndis, adapter: Adapter) => void;

/** The step that queues `work`. */
export function queueing(work: Work): (ndis: Ndis, adapter: Adapter) => void {
  const routine: Handler<'NdisWorkItemRoutine'> = (ndis, _WorkItem, Context) =>
    work(ndis, ADAPTER.at(ndis.memory, Context));
  return (ndis, adapter) => {
    const { address } = ndis.global(WORK).WorkItem;
    ndis.NdisInitializeWorkItem(address, ndis.addressOf(routine), adapter.address);
    ndis.NdisScheduleWorkItem(address);
  };
}
