/** Work items: functions that run at PASSIVE_LEVEL in a thread of the system's. */
import { scheduleWorkItem } from '../wrapper/work-items';
import { NDIS_STATUS_SUCCESS } from '../status';
import { NDIS_WORK_ITEM } from '../structures/synchronization';
import { exported, input, Irql } from '../row';
import { NDIS_STATUS, PVOID, VOID, pointer } from '../types';

// IRQL: the DDK's reference says PASSIVE_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisScheduleWorkItem = exported({
  name: 'NdisScheduleWorkItem',
  returns: NDIS_STATUS,
  args: [input('WorkItem', pointer('NDIS_WORK_ITEM'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisscheduleworkitem',
  summary: 'Queues a function to be run once at PASSIVE_LEVEL.',
  acquires: { kind: 'queued-work', key: 'WorkItem' },
  body(os, WorkItem) {
    scheduleWorkItem(os, WorkItem);
    return NDIS_STATUS_SUCCESS;
  },
});

// Compiles to no call.
export const NdisInitializeWorkItem = exported({
  name: 'NdisInitializeWorkItem',
  form: 'macro',
  returns: VOID,
  args: [
    input('WorkItem', pointer('NDIS_WORK_ITEM')),
    input('Routine', pointer('NDIS_PROC')),
    input('Context', PVOID),
  ],
  irql: Irql.ANY,
  page: 'ff552258',
  summary: 'Sets up a work item.',
  body(os, WorkItem, Routine, Context) {
    const item = NDIS_WORK_ITEM.at(os.memory, WorkItem);
    item.Context = Context;
    item.Routine = Routine;
  },
});
