/** A registered interrupt: NDIS's service routine and DPC around the driver's. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import {
  MiniportDisableInterrupt,
  MiniportEnableInterrupt,
  MiniportHandleInterrupt,
  MiniportISR,
  MiniportSynchronizeISR,
} from '../handlers';
import type { Dpc, InterruptService } from '../kernel/scheduler';
import type { OperatingSystem } from '../operating-system';
import { DEVICE_LEVEL } from '../row';
import { NDIS_STATUS_RESOURCE_CONFLICT, NDIS_STATUS_SUCCESS } from '../status';
import { NDIS_MINIPORT_INTERRUPT } from '../structures/synchronization';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';

export class MiniportInterrupt implements InterruptService, Dpc {
  /** The driver's NDIS_MINIPORT_INTERRUPT. */
  readonly address: VirtualAddress;
  /** The kernel's object, which is opaque. */
  readonly object: VirtualAddress;
  readonly isShared: boolean;
  isQueued = false;
  /** MiniportHandleInterrupt has run. */
  wasHandled = false;
  readonly #adapter: Adapter;
  readonly #requestsIsr: boolean;
  #isDeferred = false;

  constructor(adapter: Adapter, address: VirtualAddress, isShared: boolean, requestsIsr: boolean) {
    this.#adapter = adapter;
    this.address = address;
    this.object = virtual(adapter.os.createHandle());
    this.isShared = isShared;
    this.#requestsIsr = requestsIsr;
  }

  /**
   * At DIRQL. MiniportISR is called if the driver asked for it or the line is shared, and while
   * MiniportInitialize or MiniportHalt runs; otherwise MiniportDisableInterrupt and the DPC do.
   * (NDIS 5: MiniportISR; NdisMRegisterInterrupt.)
   */
  service(): boolean {
    const adapter = this.#adapter;
    const { DisableInterruptHandler, ISRHandler } = adapter.characteristics;
    const isRunning = adapter.state === 'running';
    const callsIsr = this.#requestsIsr || this.isShared || !isRunning || !DisableInterruptHandler;
    if (!callsIsr) {
      adapter.call(MiniportDisableInterrupt, DisableInterruptHandler, adapter.context);
      adapter.os.scheduler.queueDpc(this);
      return true;
    }
    const { InterruptRecognized, QueueMiniportHandleInterrupt } = adapter.call(
      MiniportISR,
      ISRHandler,
      adapter.context,
    );
    if (!InterruptRecognized || !QueueMiniportHandleInterrupt) return InterruptRecognized;
    // MiniportHandleInterrupt does not run while MiniportInitialize does (NDIS 5: MiniportISR), but
    // a driver that has masked its NIC for it must not wait for ever.
    if (isRunning) adapter.os.scheduler.queueDpc(this);
    else this.#isDeferred = adapter.state === 'starting';
    return true;
  }

  isAsserting(): boolean {
    const { os, handle } = this.#adapter;
    return os.auditor?.assertsInterrupt(handle) ?? true;
  }

  /** MiniportInitialize has returned: the DPC that was asked for meanwhile can run. */
  started(): void {
    if (this.#isDeferred) this.#adapter.os.scheduler.queueDpc(this);
    this.#isDeferred = false;
  }

  /** The DPC, at DISPATCH_LEVEL. */
  run(): void {
    const adapter = this.#adapter;
    const { EnableInterruptHandler, HandleInterruptHandler } = adapter.characteristics;
    if (adapter.interrupt !== this || adapter.state !== 'running') return;
    adapter.call(MiniportHandleInterrupt, HandleInterruptHandler, adapter.context);
    this.wasHandled = true;
    if (EnableInterruptHandler !== 0)
      adapter.call(MiniportEnableInterrupt, EnableInterruptHandler, adapter.context);
  }
}

/** NdisMRegisterInterrupt. */
export function registerInterrupt(
  adapter: Adapter,
  address: VirtualAddress,
  level: number,
  requestsIsr: boolean,
  isShared: boolean,
): NdisStatus {
  const { os } = adapter;
  if (isShared && !requestsIsr)
    os.report('interrupt/shared-line-without-isr', {
      what: 'The driver registered a shared interrupt with RequestIsr = FALSE.',
    });
  const assigned = adapter.resources.find(({ kind }) => kind === 'interrupt');
  if (assigned === undefined || assigned.start !== level || adapter.interrupt !== undefined)
    return NDIS_STATUS_RESOURCE_CONFLICT;
  const structure = NDIS_MINIPORT_INTERRUPT.at(os.memory, address);
  structure.Miniport = adapter.handle;
  structure.SharedInterrupt = isShared;
  structure.IsrRequested = requestsIsr;
  adapter.interrupt = new MiniportInterrupt(adapter, address, isShared, requestsIsr);
  // Drivers ask it whether they have an interrupt to give back.
  structure.InterruptObject = adapter.interrupt.object;
  os.scheduler.connectInterrupt(adapter.interrupt);
  return NDIS_STATUS_SUCCESS;
}

/** NdisMDeregisterInterrupt. Windows waits for a queued DPC that does nothing any more. */
export function deregisterInterrupt(os: OperatingSystem, address: VirtualAddress): void {
  const adapter = adapterOf(os, address);
  if (adapter?.interrupt === undefined) return;
  checkOrder(adapter);
  os.auditor?.interruptDeregistered(adapter.handle);
  os.scheduler.disconnectInterrupt(adapter.interrupt);
  os.scheduler.removeDpc(adapter.interrupt);
  NDIS_MINIPORT_INTERRUPT.at(os.memory, address).InterruptObject = NULL;
  os.freeHandle(adapter.interrupt.object);
  adapter.interrupt = undefined;
}

/**
 * Once the last way to the registers is gone, the service routine can do nothing but fault, and on a
 * shared line it is called at any time. MiniportHalt (ff549451), "Remarks": release in the inverse
 * order of claiming.
 */
function checkOrder({ os, lastWayGoneBy }: Adapter): void {
  if (lastWayGoneBy === undefined) return;
  os.report('resource/released-out-of-order', {
    what: `${lastWayGoneBy} took the last way to the registers before ${os.currentCall} was called.`,
  });
}

/** NdisMSynchronizeWithInterrupt. */
export function synchronizeWithInterrupt(
  os: OperatingSystem,
  address: VirtualAddress,
  callback: VirtualAddress,
  context: VirtualAddress,
): boolean {
  const adapter = adapterOf(os, address);
  if (adapter === undefined) {
    os.report('interrupt/synchronized-after-deregistration');
    return false;
  }
  const irql = os.irql;
  os.irql = DEVICE_LEVEL;
  const result = adapter.call(MiniportSynchronizeISR, callback, context);
  os.irql = irql;
  return result;
}

function adapterOf(os: OperatingSystem, address: VirtualAddress): Adapter | undefined {
  for (const adapter of os.adapters.values())
    if (adapter.interrupt?.address === address) return adapter;
  return undefined;
}
