/**
 * Work items of the kernel: IO_WORKITEM and WORK_QUEUE_ITEM. Each runs once, in a system worker
 * thread at PASSIVE_LEVEL. Source: IoQueueWorkItem and ExQueueWorkItem, "Remarks".
 */
import type { VirtualAddress } from '../../hardware/address';
import { callHandler } from '../kernel/call-handler';
import { layout } from '../layout';
import type { OperatingSystem } from '../operating-system';
import { handler, input, Irql } from '../row';
import { LIST_ENTRY } from '../structures/list';
import { PVOID, VOID, pointer } from '../types';

/** DDK wdm.h. */
const WORK_QUEUE_ITEM = layout('WORK_QUEUE_ITEM', 0x10, {
  List: LIST_ENTRY,
  WorkerRoutine: PVOID,
  Parameter: PVOID,
});

const IoWorkItemRoutine = handler({
  name: 'IoWorkItemRoutine',
  returns: VOID,
  args: [input('DeviceObject', pointer('DEVICE_OBJECT')), input('Context', PVOID)],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-ioqueueworkitem',
  summary: 'Runs in a system worker thread.',
});

const WorkerRoutine = handler({
  name: 'WorkerRoutine',
  returns: VOID,
  args: [input('Parameter', PVOID)],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-exqueueworkitem',
  summary: 'Runs in a system worker thread.',
});

/** IoQueueWorkItem, for the device that IoAllocateWorkItem was told. */
export function queueIoWorkItem(
  os: OperatingSystem,
  item: VirtualAddress,
  device: VirtualAddress,
  routine: VirtualAddress,
  context: VirtualAddress,
): void {
  const adapter = os.frame?.adapter ?? 0;
  os.scheduler.queueWorkItem({
    run() {
      os.ledger.release('queued-work', item);
      callHandler(os, IoWorkItemRoutine, routine, adapter, device, context);
    },
  });
}

/** ExQueueWorkItem: the item is read when it runs, so that one that was freed is noticed. */
export function queueExWorkItem(os: OperatingSystem, item: VirtualAddress): void {
  const adapter = os.frame?.adapter ?? 0;
  os.scheduler.queueWorkItem({
    run() {
      os.ledger.release('queued-work', item);
      const { WorkerRoutine: routine, Parameter } = WORK_QUEUE_ITEM.at(os.memory, item);
      callHandler(os, WorkerRoutine, routine, adapter, Parameter);
    },
  });
}
