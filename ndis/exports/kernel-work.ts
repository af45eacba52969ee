/** Work items of ntoskrnl.exe: those of the I/O manager, and the older ones of the executive. */
import { NULL } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { exported, input, Irql, optional } from '../row';
import { PVOID, VOID, enumeration, pointer } from '../types';
import { queueExWorkItem, queueIoWorkItem } from '../wrapper/kernel-work';

const WORK_ITEM_BYTES = 16;
const ioWorkItem = input('IoWorkItem', pointer('IO_WORKITEM'));

export const IoAllocateWorkItem = exported({
  name: 'IoAllocateWorkItem',
  module: 'ntoskrnl.exe',
  returns: pointer('IO_WORKITEM'),
  args: [input('DeviceObject', pointer('DEVICE_OBJECT'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioallocateworkitem',
  summary: 'Makes a work item of a device; NULL if there is no memory.',
  acquires: { kind: 'work-item', key: 'Result', remember: ['DeviceObject'] },
  allocates: true,
  fails: ['NULL'],
  body: (os) => os.pool.allocate(WORK_ITEM_BYTES, Shadow.OPAQUE) ?? NULL,
});

export const IoFreeWorkItem = exported({
  name: 'IoFreeWorkItem',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [ioWorkItem],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iofreeworkitem',
  summary: 'Frees a work item, which must not be queued.',
  releases: { kind: 'work-item', key: 'IoWorkItem', twice: 'memory/double-free' },
  body(os, IoWorkItem) {
    const queued = os.ledger.find('queued-work', IoWorkItem);
    if (queued !== undefined)
      os.report('registration/nonsense-argument', {
        what: 'IoFreeWorkItem was given a work item that is queued.',
        resource: queued,
      });
    os.pool.free(IoWorkItem);
  },
});

export const IoQueueWorkItem = exported({
  name: 'IoQueueWorkItem',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    ioWorkItem,
    input('WorkerRoutine', pointer('IO_WORKITEM_ROUTINE')),
    input('QueueType', enumeration('WORK_QUEUE_TYPE')),
    optional('Context', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioqueueworkitem',
  summary: 'Queues a work item, which is not queued yet.',
  acquires: { kind: 'queued-work', key: 'IoWorkItem' },
  body(os, IoWorkItem, WorkerRoutine, _QueueType, Context) {
    const [device] = (os.ledger.find('work-item', IoWorkItem)?.remembered ?? []) as number[];
    if (device === undefined)
      os.report('resource/bad-handle', {
        what: 'IoQueueWorkItem was given what is no work item.',
      });
    else queueIoWorkItem(os, IoWorkItem, device as typeof NULL, WorkerRoutine, Context);
  },
});

// ExInitializeWorkItem is a macro.
export const ExQueueWorkItem = exported({
  name: 'ExQueueWorkItem',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    input('WorkItem', pointer('WORK_QUEUE_ITEM')),
    input('QueueType', enumeration('WORK_QUEUE_TYPE')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-exqueueworkitem',
  summary: 'Queues a work item in memory of the caller.',
  acquires: { kind: 'queued-work', key: 'WorkItem' },
  body: (os, WorkItem) => queueExWorkItem(os, WorkItem),
});
