/**
 * I/O requests that a driver makes and sends to a device, and the PCI bus driver that answers those
 * to an adapter's physical device object. Source: IoBuildSynchronousFsdRequest, IoCallDriver,
 * IoSetCompletionRoutine, IRP_MN_READ_CONFIG; Bug Check Code Reference, 0x35.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { NO_MORE_IRP_STACK_LOCATIONS } from '../bug-codes';
import { hex } from '../finding';
import { DriverDispatch } from '../handlers';
import { callHandler } from '../kernel/call-handler';
import { STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS } from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { handler, input, Irql, optional } from '../row';
import { DEVICE_OBJECT } from '../structures/driver-object';
import { KEVENT } from '../structures/dispatcher';
import {
  IO_STACK_LOCATION,
  IO_STATUS_BLOCK,
  IO_TYPE_IRP,
  IRP,
  IRP_MJ_PNP,
  SL_INVOKE_ON_CANCEL,
  SL_INVOKE_ON_ERROR,
  SL_INVOKE_ON_SUCCESS,
  SL_PENDING_RETURNED,
} from '../structures/irp';
import { NDIS_STATUS, PVOID, pointer, type NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { readConfiguration, writeConfiguration } from './pci-configuration';

/** ntstatus.h. */
const STATUS_MORE_PROCESSING_REQUIRED = 0xc000_0016;
/** IO_STACK_LOCATION.MinorFunction of IRP_MJ_PNP. */
const IRP_MN_READ_CONFIG = 0x0f;
const IRP_MN_WRITE_CONFIG = 0x10;
const PCI_WHICHSPACE_CONFIG = 0;

const IoCompletion = handler({
  name: 'IoCompletion',
  returns: NDIS_STATUS,
  args: [
    optional('DeviceObject', pointer('DEVICE_OBJECT')),
    input('Irp', pointer('IRP')),
    optional('Context', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nc-wdm-io_completion_routine',
  summary: 'Is told that a lower driver has completed an I/O request.',
});

/** Writes an IRP of `byteCount` bytes that has passed no stack location yet. */
export function initializeIrp(
  os: OperatingSystem,
  address: VirtualAddress,
  byteCount: number,
  stackSize: number,
): void {
  for (let offset = 0; offset < byteCount; offset++) os.memory.write8(virtual(address + offset), 0);
  const irp = IRP.at(os.memory, address);
  irp.Type = IO_TYPE_IRP;
  irp.Size = byteCount;
  irp.StackCount = stackSize;
  irp.CurrentLocation = stackSize + 1;
  irp.CurrentStackLocation = virtual(address + IRP.bytes + IO_STACK_LOCATION.bytes * stackSize);
}

export function irpBytes(stackSize: number): number {
  return IRP.bytes + IO_STACK_LOCATION.bytes * stackSize;
}

export class DriverIrps {
  readonly #os: OperatingSystem;
  /** Those that the I/O manager frees when they are completed, for it has built them. */
  readonly #built = new Set<VirtualAddress>();
  /** Those that a driver has sent, and that have not come back. */
  readonly #sent = new Set<VirtualAddress>();

  constructor(os: OperatingSystem) {
    this.#os = os;
  }

  /** Whether a driver has sent this IRP itself. */
  isSent(address: VirtualAddress): boolean {
    return this.#sent.has(address);
  }

  /** IoBuildSynchronousFsdRequest for a request without a buffer; NULL without memory. */
  build(
    deviceObject: VirtualAddress,
    majorFunction: number,
    event: VirtualAddress,
    ioStatusBlock: VirtualAddress,
  ): VirtualAddress {
    const { pool, memory } = this.#os;
    const stackSize = DEVICE_OBJECT.at(memory, deviceObject).StackSize;
    const byteCount = irpBytes(stackSize);
    const address = pool.allocate(byteCount, Shadow.PLAIN);
    if (address === undefined) return NULL;
    initializeIrp(this.#os, address, byteCount, stackSize);
    const irp = IRP.at(memory, address);
    irp.UserEvent = event;
    irp.UserIosb = ioStatusBlock;
    irp.Thread = this.#os.threads.current;
    const next = irp.CurrentStackLocation - IO_STACK_LOCATION.bytes;
    IO_STACK_LOCATION.at(memory, virtual(next)).MajorFunction = majorFunction;
    this.#built.add(address);
    return address;
  }

  /** IoCallDriver. */
  call(deviceObject: VirtualAddress, address: VirtualAddress): NdisStatus {
    const os = this.#os;
    const irp = IRP.at(os.memory, address);
    irp.CurrentLocation -= 1;
    if (irp.CurrentLocation === 0 || irp.CurrentLocation > irp.StackCount)
      os.bugCheck(NO_MORE_IRP_STACK_LOCATIONS, [address, 0, 0, 0]);
    irp.CurrentStackLocation = virtual(irp.CurrentStackLocation - IO_STACK_LOCATION.bytes);
    const stack = IO_STACK_LOCATION.at(os.memory, irp.CurrentStackLocation);
    stack.DeviceObject = deviceObject;
    this.#sent.add(address);
    const own = [...os.devices.values()].find((one) => one.deviceObject === deviceObject);
    if (own !== undefined) {
      const dispatch = own.dispatch(stack.MajorFunction);
      if (dispatch === NULL) return this.#end(address, STATUS_INVALID_DEVICE_REQUEST);
      return callHandler(os, DriverDispatch, dispatch, 0, deviceObject, address);
    }
    const adapter = [...os.adapters.values()].find(
      (one) => one.deviceProperty?.PhysicalDeviceObject === deviceObject,
    );
    if (adapter === undefined)
      return os.inconclusive(`an I/O request to the device ${hex(deviceObject)} is not modelled`);
    return this.#answer(adapter, address);
  }

  /** The PCI bus driver. */
  #answer(adapter: Adapter, address: VirtualAddress): NdisStatus {
    const { memory } = this.#os;
    const irp = IRP.at(memory, address);
    const stack = IO_STACK_LOCATION.at(memory, irp.CurrentStackLocation);
    const { MajorFunction: major, MinorFunction: minor } = stack;
    const isConfig = minor === IRP_MN_READ_CONFIG || minor === IRP_MN_WRITE_CONFIG;
    if (major !== IRP_MJ_PNP || !isConfig)
      return this.#os.inconclusive(
        `the I/O request ${hex(major)}, ${hex(minor)} to the bus driver is not modelled`,
      );
    // Parameters.ReadWriteConfig: WhichSpace, Buffer, Offset, Length.
    const parameters = stack.address + IO_STACK_LOCATION.offsets.OutputBufferLength;
    const [space, buffer, offset, length] = [0, 4, 8, 12].map((at) =>
      memory.read32(virtual(parameters + at)),
    );
    if (space !== PCI_WHICHSPACE_CONFIG)
      return this.#os.inconclusive(`configuration space ${hex(space)} is not modelled`);
    const copy = minor === IRP_MN_READ_CONFIG ? readConfiguration : writeConfiguration;
    irp.IoStatus.Information = copy(adapter, offset, virtual(buffer), length);
    return this.#end(address, STATUS_SUCCESS);
  }

  #end(address: VirtualAddress, status: NdisStatus): NdisStatus {
    IRP.at(this.#os.memory, address).IoStatus.Status = status;
    this.complete(address);
    return status;
  }

  /** IoCompleteRequest: completion routines, from below upwards, then whoever waits. */
  complete(address: VirtualAddress): void {
    const os = this.#os;
    this.#sent.delete(address);
    const irp = IRP.at(os.memory, address);
    while (irp.CurrentLocation <= irp.StackCount) {
      const stack = IO_STACK_LOCATION.at(os.memory, irp.CurrentStackLocation);
      const { CompletionRoutine, Context, Control } = stack;
      irp.PendingReturned = (Control & SL_PENDING_RETURNED) === 0 ? 0 : 1;
      irp.CurrentLocation += 1;
      irp.CurrentStackLocation = virtual(irp.CurrentStackLocation + IO_STACK_LOCATION.bytes);
      const { Status } = irp.IoStatus;
      const wanted = Status >>> 31 === 0 ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR;
      const cancelled = irp.Cancel === 0 ? 0 : SL_INVOKE_ON_CANCEL;
      if ((Control & (wanted | cancelled)) === 0) continue;
      const isTop = irp.CurrentLocation > irp.StackCount;
      const device = isTop
        ? NULL
        : IO_STACK_LOCATION.at(os.memory, irp.CurrentStackLocation).DeviceObject;
      const next = callHandler(os, IoCompletion, CompletionRoutine, 0, device, address, Context);
      if (next === STATUS_MORE_PROCESSING_REQUIRED) return;
    }
    this.#finish(address);
  }

  /** Nobody keeps the IRP: what the I/O manager has built it for is done. */
  #finish(address: VirtualAddress): void {
    const os = this.#os;
    if (!this.#built.delete(address))
      return os.inconclusive(
        `the IRP at ${hex(address)} is the driver's own, and its completion routine does not keep it`,
      );
    const { IoStatus, UserIosb, UserEvent } = IRP.at(os.memory, address);
    const block = IO_STATUS_BLOCK.at(os.memory, UserIosb);
    block.Status = IoStatus.Status;
    block.Information = IoStatus.Information;
    if (UserEvent !== NULL) KEVENT.at(os.memory, UserEvent).Header.SignalState = 1;
    os.pool.free(address);
  }
}
