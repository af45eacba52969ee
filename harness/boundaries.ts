/**
 * What must be true at a boundary: on the return of DriverEntry, MiniportInitialize and MiniportHalt,
 * and when the image is unloaded. Here the ledger and the device are looked at; nothing else judges.
 */
import { NULL } from '../hardware/address';
import type { DeviceActivity } from '../hardware/nic/nic';
import { NdisMedium802_3 } from '../ndis/constants';
import { hex } from '../ndis/finding';
import type { Image } from '../ndis/kernel/image';
import type { Resource } from '../ndis/ledger';
import type { OperatingSystem } from '../ndis/operating-system';
import { RESOURCE_KINDS } from '../ndis/resource-kinds';
import { NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS, statusName } from '../ndis/status';
import type { Adapter } from '../ndis/wrapper/adapter';
import { isNdis51 } from '../ndis/wrapper/driver';
import { driverOf } from '../ndis/wrapper/lifecycle';
import { returnAll } from '../ndis/wrapper/receive';
import type { Board } from './board';
import { activityOf, isBusMasterLeftOn } from './device-audit';
import { count } from './count';

function named(status: number): string {
  return statusName(status) ?? hex(status);
}

/** Reports a resource that nobody gave back. */
function reportLeak(os: OperatingSystem, resource: Resource, boundary: string, exit: string): void {
  if (resource.isLost) return;
  resource.isLost = true;
  const { noun, leak, releasedBy } = RESOURCE_KINDS[resource.kind];
  const site = resource.site === undefined ? '' : ` at ${resource.site}`;
  os.report(leak, {
    what: `${exit}, and ${noun} that ${resource.acquiredBy} gave in ${resource.acquiredIn}${site} was not given back by ${releasedBy}.`,
    resource,
    boundary,
    exit,
    call: resource.acquiredBy,
    at: resource.site,
  });
}

/** After DriverEntry: a failed one leaves nothing, and returns what it was told. */
export function judgeDriverEntry(os: OperatingSystem, image: Image, status: number): void {
  const boundary = 'DriverEntry';
  const exit = `DriverEntry returned ${named(status)}`;
  const told = image.registrationStatus;
  const hasFailed = status !== NDIS_STATUS_SUCCESS;
  if (told !== undefined && told !== NDIS_STATUS_SUCCESS && status !== told)
    os.report('registration/status-not-returned', {
      what: `${image.registrationCall} returned ${named(told)} and ${exit}.`,
      boundary,
      exit,
    });
  if (!hasFailed && told === undefined)
    os.report('registration/success-without-registration', {
      what: `${exit} without having registered a miniport.`,
      boundary,
      exit,
    });
  if (!hasFailed && image.isTerminated)
    os.report('registration/terminated-after-success', {
      what: `${exit} after it had called NdisTerminateWrapper.`,
      boundary,
      exit,
    });
  const isOver = hasFailed || (told !== undefined && told !== NDIS_STATUS_SUCCESS);
  if (isOver) reportAllOf(os, image, boundary, exit);
}

/** The wrapper handle stands for what hangs on it: one thing not done is one finding. */
function reportAllOf(os: OperatingSystem, image: Image, boundary: string, exit: string): void {
  const live = os.ledger.live((resource) => resource.image === image.number);
  for (const resource of live) {
    const { kind } = resource;
    if (kind === 'miniport-registration' || kind === 'unload-handler') continue;
    reportLeak(os, resource, boundary, exit);
  }
}

/** After MiniportInitialize: a failed one leaves nothing of its adapter, and says so in the log. */
export function judgeInitialize(board: Board, adapter: Adapter, status: number): void {
  const { os } = board;
  const boundary = 'MiniportInitialize';
  const exit = `MiniportInitialize returned ${named(status)}`;
  judgeResourceList(os, adapter, exit);
  if (status === NDIS_STATUS_SUCCESS) {
    if (board.isNicSilent)
      os.report('hardware/absent-device-accepted', {
        what: `${exit}, although all that it read from its NIC were ones.`,
        boundary,
        exit,
      });
    judgeSuccess(os, adapter, exit);
    judgeMedium(os, exit);
    judgeHandlers(os, adapter);
    return;
  }
  if (status === NDIS_STATUS_PENDING)
    os.report('registration/initialize-status-wrong', {
      what: `${exit}, and MiniportInitialize cannot be left pending.`,
      boundary,
      exit,
    });
  reportAdapterLeaks(os, adapter, boundary, exit);
  if (!os.errorLog.some((entry) => entry.adapter === adapter.handle))
    os.report('registration/no-error-log-entry', {
      what: `${exit}, and no entry was written to the error log.`,
      boundary,
      exit,
    });
  judgeQuiet(board, adapter, boundary, exit);
  judgeBusMaster(board, adapter, boundary, exit);
}

/** A driver that was told how long its buffer must be asks again with one. */
function judgeResourceList(os: OperatingSystem, adapter: Adapter, exit: string): void {
  if (!adapter.isResourceListShort || os.injectedFaults !== undefined) return;
  os.report('resource/resource-list-length-ignored', {
    what: `${exit}, and did not call NdisMQueryAdapterResources again with the size that it had been given.`,
    boundary: 'MiniportInitialize',
    exit,
    call: 'NdisMQueryAdapterResources',
  });
}

/** A driver of Ethernet cards or of a WAN finds nothing in a list of other media. */
function judgeMedium(os: OperatingSystem, exit: string): void {
  if (os.media.includes(NdisMedium802_3)) return;
  os.report('registration/unsupported-medium-accepted', {
    what: `${exit}, although MediumArray held ${os.media.join(', ')} alone, none of which it drives.`,
    boundary: 'MiniportInitialize',
    exit,
  });
}

/** What the reference of NDIS 5.1 wants registered and NdisMRegisterMiniport does not insist on. */
function judgeHandlers(os: OperatingSystem, { driver, handle }: Adapter): void {
  const { characteristics } = driver;
  if (characteristics === undefined || !isNdis51(driver)) return;
  const boundary = 'MiniportInitialize';
  // One that is registered by NdisMRegisterAdapterShutdownHandler is called as well.
  const hasShutdown =
    characteristics.AdapterShutdownHandler !== NULL ||
    os.ledger.find('shutdown-handler', handle) !== undefined;
  if (!hasShutdown)
    os.report('registration/shutdown-handler-missing', {
      what: 'A driver of NDIS 5.1 runs without MiniportShutdown, so that nothing stops its NIC.',
      boundary,
    });
  if (characteristics.PnPEventNotifyHandler === NULL)
    os.report('registration/pnp-event-handler-missing', {
      what: 'A driver of NDIS 5.1 runs without MiniportPnPEventNotify: it hears of no removal.',
      boundary,
    });
}

/** A success in spite of a fault that leaves the driver without its device. */
function judgeSuccess(os: OperatingSystem, adapter: Adapter, exit: string): void {
  const last = os.faults?.injected.slice(adapter.faultCountBefore).at(-1);
  if (last === undefined) return;
  const holds = (kind: Resource['kind']) =>
    os.ledger.live((one) => one.kind === kind && one.adapter === adapter.handle).length > 0;
  const isWithoutInterrupt = last.call === 'NdisMRegisterInterrupt' && !holds('interrupt');
  const isWithoutRegisters =
    (last.call === 'NdisMMapIoSpace' || last.call === 'NdisMRegisterIoPortRange') &&
    !holds('mapped-io-space') &&
    !holds('io-port-range');
  if (isWithoutInterrupt || isWithoutRegisters)
    os.report('registration/initialize-status-wrong', {
      what: `${exit}, although ${last.call} had failed and the driver has no way to its NIC without it.`,
      boundary: 'MiniportInitialize',
      exit,
    });
}

/**
 * After ProtocolBindAdapter: one that fails leaves nothing of what was acquired since the ledger
 * counted `since`.
 */
export function judgeBind(os: OperatingSystem, image: Image, status: number, since: number): void {
  if (status === NDIS_STATUS_SUCCESS) return;
  const isOfBind = (one: Resource) => one.image === image.number && one.sequence >= since;
  for (const resource of os.ledger.live(isOfBind))
    reportLeak(os, resource, 'ProtocolBindAdapter', `ProtocolBindAdapter gave ${named(status)}`);
}

/** What is bound to an adapter by its handle must be gone with it. */
function reportAdapterLeaks(
  os: OperatingSystem,
  adapter: Adapter,
  boundary: string,
  exit: string,
): void {
  for (const timer of os.timers.takeRunning(adapter.handle))
    os.report('interrupt/running-timer-not-awaited', {
      what: `${exit}, and the function of the timer at ${hex(timer)} had not run: it could not be cancelled any more.`,
      address: hex(timer),
      boundary,
      exit,
    });
  const isBound = ({ kind, adapter: owner }: Resource) =>
    owner === adapter.handle && RESOURCE_KINDS[kind].scope === 'adapter';
  for (const resource of os.ledger.live(isBound)) reportLeak(os, resource, boundary, exit);
}

/** After MiniportHalt: nothing of the adapter is left, and the NIC is quiet. */
export function judgeHalt(board: Board, adapter: Adapter): void {
  const { os } = board;
  const boundary = 'MiniportHalt';
  const exit = 'MiniportHalt returned';
  reportAdapterLeaks(os, adapter, boundary, exit);
  if (adapter.pendingAllocationCount > 0)
    os.report('dma/asynchronous-allocation-outstanding', {
      what: `${exit} with ${count(adapter.pendingAllocationCount, 'call')} of MiniportAllocateComplete still to come.`,
      boundary,
      exit,
    });
  if (adapter.indicated.size > 0)
    os.report('packet/halt-with-packets-indicated', {
      what: `${exit} with ${count(adapter.indicated.size, 'packet')} still out that it had indicated.`,
      boundary,
      exit,
    });
  judgeSends(os, adapter, exit);
  judgeQuiet(board, adapter, boundary, exit);
  judgeBusMaster(board, adapter, boundary, exit);
}

/** What was sent is completed; of an intermediate driver, also what it sent another packet for. */
function judgeSends(os: OperatingSystem, { pendingSends }: Adapter, exit: string): void {
  const boundary = 'MiniportHalt';
  const wrapped = [...pendingSends.values()].filter((send) => send.hasWrapperReturned).length;
  if (wrapped > 0)
    os.report('intermediate/original-packet-not-returned', {
      what: `${exit} with ${count(wrapped, 'packet')} not completed that it had to send, and whose places were taken by packets that have been completed.`,
      boundary,
      exit,
    });
  const others = pendingSends.size - wrapped;
  if (others > 0)
    os.report('packet/never-completed', {
      what: `${exit} with ${count(others, 'packet')} not completed that it had to send.`,
      boundary,
      exit,
    });
}

/** After the unload of a driver that received from an adapter below: all packets are back there. */
export function judgeReturned(os: OperatingSystem, below: Adapter): void {
  const kept = returnAll(below);
  if (kept > 0)
    os.report('intermediate/original-packet-not-returned', {
      what: `The driver was unloaded, and did not return ${count(kept, 'packet')} that it had received.`,
      boundary: 'ProtocolUnbindAdapter',
    });
}

/**
 * Before D3: the NIC does nothing any more, but for what is to wake the system.
 * (OID_PNP_SET_POWER)
 */
export function judgeAsleep(board: Board, adapter: Adapter, mayWake: boolean): void {
  const activity = activityOf(board, adapter.handle);
  if (activity === undefined) return;
  const left = stillActive(mayWake ? { ...activity, receiverEnabled: false } : activity);
  const timers = board.os.ledger.live(
    ({ kind, adapter: owner }) => kind === 'timer' && owner === adapter.handle,
  );
  if (timers.length > 0) left.push(`${count(timers.length, 'timer')} set`);
  if (left.length === 0) return;
  board.os.report('power/device-active-in-d3', {
    what: `OID_PNP_SET_POWER to D3 succeeded, and there is something left to do: ${left.join(', ')}.`,
    boundary: 'MiniportSetInformation',
  });
}

/** After MiniportShutdown the NIC is quiet. */
export function judgeShutdown(board: Board, adapter: Adapter): void {
  judgeQuiet(board, adapter, 'MiniportShutdown', 'MiniportShutdown returned');
}

/** Whether the NIC can still disturb anybody (rule K07). One that was pulled out cannot. */
function judgeQuiet(board: Board, adapter: Adapter, boundary: string, exit: string): void {
  const activity = activityOf(board, adapter.handle);
  if (activity === undefined) return;
  const left = stillActive(activity);
  if (left.length === 0) return;
  board.os.report('hardware/not-quiescent', {
    what: `${exit}, and the NIC is not quiet: ${left.join(', ')}.`,
    boundary,
    exit,
  });
}

/** What a driver switched on itself, it switches off (rule F10). */
function judgeBusMaster(board: Board, adapter: Adapter, boundary: string, exit: string): void {
  if (!isBusMasterLeftOn(board, adapter.handle)) return;
  board.os.report('dma/bus-master-left-on', {
    what: `${exit}, and Bus Master is set in the PCI command register, which it was not when the driver was started.`,
    boundary,
    exit,
  });
}

function stillActive(activity: DeviceActivity): string[] {
  return [
    activity.interruptAsserted && 'its interrupt is asserted',
    activity.interruptMask !== 0 && `interrupts are enabled (${hex(activity.interruptMask)})`,
    activity.receiverEnabled && 'its receiver is on',
    activity.transmitterEnabled && 'its transmitter is on',
    activity.dmaActive && 'its DMA is running',
  ].filter((one) => one !== false);
}

/** When the image goes: nothing that it took may stay. Each loss is put down to where it was due. */
export function judgeUnload(os: OperatingSystem, image: Image): void {
  for (const resource of os.ledger.live((one) => one.image === image.number)) {
    const boundary = boundaryOf(resource);
    reportLeak(os, resource, boundary, 'The driver was unloaded');
  }
  const driver = driverOf(os, image);
  if (driver !== undefined) os.drivers.delete(driver.handle);
}

/** The handler that should have given a resource back. */
function boundaryOf(resource: Resource): string {
  if (resource.acquiredIn === 'DriverEntry') return 'MiniportUnload';
  return 'MiniportHalt';
}
