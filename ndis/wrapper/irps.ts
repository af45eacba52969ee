/**
 * I/O requests that the I/O manager sends to a driver's dispatch routine. Source: "Completing IRPs",
 * IoCompleteRequest; Bug Check Code Reference, 0x44. An IRP is gone once it is completed, so that a
 * driver that still touches it is found.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { MULTIPLE_IRP_COMPLETE_REQUESTS } from '../bug-codes';
import { hex } from '../finding';
import { DriverDispatch } from '../handlers';
import { callHandler } from '../kernel/call-handler';
import type { OperatingSystem } from '../operating-system';
import { PASSIVE_LEVEL } from '../row';
import { NDIS_STATUS_INVALID_DEVICE_REQUEST, NDIS_STATUS_PENDING } from '../status';
import { IO_STACK_LOCATION, IO_TYPE_IRP, IRP, SL_PENDING_RETURNED } from '../structures/irp';

/** A request that is under way, and what became of it. */
interface PendingIrp {
  readonly address: VirtualAddress;
  isCompleted: boolean;
  isMarkedPending: boolean;
  status: number;
  information: number;
}

/** What the caller of the I/O manager learns. */
export interface IrpResult {
  /** IoStatus.Status, or what the dispatch routine returned if it never completed the IRP. */
  readonly status: number;
  readonly information: number;
}

export interface IrpFields {
  readonly deviceObject: VirtualAddress;
  readonly fileObject: VirtualAddress;
  readonly majorFunction: number;
  readonly inputBytes?: number;
  readonly outputBytes?: number;
  readonly ioControlCode?: number;
  readonly type3InputBuffer?: VirtualAddress;
  readonly systemBuffer?: VirtualAddress;
  readonly userBuffer?: VirtualAddress;
  readonly mdl?: VirtualAddress;
}

export class Irps {
  readonly #os: OperatingSystem;
  readonly #pending = new Map<VirtualAddress, PendingIrp>();

  constructor(os: OperatingSystem) {
    this.#os = os;
  }

  /**
   * Sends a request to `dispatch`, NULL for a driver that has no routine for it, at PASSIVE_LEVEL;
   * waits until it is completed if it is left pending.
   */
  send(dispatch: VirtualAddress, fields: IrpFields): IrpResult {
    const os = this.#os;
    if (dispatch === NULL) return { status: NDIS_STATUS_INVALID_DEVICE_REQUEST, information: 0 };
    const irp = this.#create(fields);
    const { address } = irp;
    const { deviceObject } = fields;
    const returned = callHandler(os, DriverDispatch, dispatch, 0, deviceObject, address);
    this.#judge(irp, returned);
    if (!irp.isCompleted && returned === NDIS_STATUS_PENDING && os.irql === PASSIVE_LEVEL)
      if (!os.scheduler.wait(Infinity, () => irp.isCompleted))
        os.neverReturns(
          `The IRP at ${hex(address)} was left pending, and nothing is left to complete it.`,
          undefined,
          DriverDispatch.name,
        );
    if (!irp.isCompleted) return { status: returned, information: 0 };
    return { status: irp.status, information: irp.information };
  }

  /** IoCompleteRequest. */
  complete(address: VirtualAddress): void {
    const os = this.#os;
    if (os.driverIrps.isSent(address)) return os.driverIrps.complete(address);
    const irp = this.#pending.get(address);
    if (irp === undefined) {
      os.report('registration/nonsense-argument', {
        what: `IoCompleteRequest was given ${hex(address)}, which is no IRP that is under way.`,
      });
      return os.bugCheck(MULTIPLE_IRP_COMPLETE_REQUESTS, [address, 0, 0, 0]);
    }
    const { IoStatus, CurrentStackLocation } = IRP.at(os.memory, address);
    const { Control } = IO_STACK_LOCATION.at(os.memory, CurrentStackLocation);
    irp.isMarkedPending = (Control & SL_PENDING_RETURNED) !== 0;
    irp.status = IoStatus.Status;
    irp.information = IoStatus.Information;
    irp.isCompleted = true;
    if (irp.status === NDIS_STATUS_PENDING)
      os.report('registration/nonsense-argument', {
        what: `The IRP at ${hex(address)} was completed with STATUS_PENDING.`,
      });
    this.#pending.delete(address);
    os.pool.free(address);
  }

  #create(fields: IrpFields): PendingIrp {
    const os = this.#os;
    const byteCount = IRP.bytes + IO_STACK_LOCATION.bytes;
    const address = os.allocateObject(byteCount, Shadow.PLAIN);
    for (let offset = 0; offset < byteCount; offset += 4)
      os.raw.write32(virtual(address + offset), 0);
    const irp = IRP.at(os.raw, address);
    irp.Type = IO_TYPE_IRP;
    irp.Size = byteCount;
    irp.MdlAddress = fields.mdl ?? NULL;
    irp.SystemBuffer = fields.systemBuffer ?? NULL;
    irp.UserBuffer = fields.userBuffer ?? NULL;
    irp.StackCount = 1;
    irp.CurrentLocation = 1;
    irp.RequestorMode = 1;
    irp.CurrentStackLocation = virtual(address + IRP.bytes);
    irp.OriginalFileObject = fields.fileObject;
    const stack = IO_STACK_LOCATION.at(os.raw, irp.CurrentStackLocation);
    stack.MajorFunction = fields.majorFunction;
    stack.OutputBufferLength = fields.outputBytes ?? 0;
    stack.InputBufferLength = fields.inputBytes ?? 0;
    stack.IoControlCode = fields.ioControlCode ?? 0;
    stack.Type3InputBuffer = fields.type3InputBuffer ?? NULL;
    stack.DeviceObject = fields.deviceObject;
    stack.FileObject = fields.fileObject;
    const pending = {
      address,
      isCompleted: false,
      isMarkedPending: false,
      status: 0,
      information: 0,
    };
    this.#pending.set(address, pending);
    return pending;
  }

  /** Compares what the dispatch routine returned with what it did. */
  #judge(irp: PendingIrp, returned: number): void {
    const what = this.#wrong(irp, returned);
    if (what !== undefined)
      this.#os.report('registration/handler-returned-nonsense', {
        what,
        boundary: DriverDispatch.name,
      });
  }

  #wrong(irp: PendingIrp, returned: number): string | undefined {
    const routine = `The dispatch routine returned ${hex(returned)}`;
    if (returned !== NDIS_STATUS_PENDING) {
      if (!irp.isCompleted) return `${routine} and has not completed the IRP.`;
      if (irp.isMarkedPending) return `${routine} for an IRP that it had marked pending.`;
      if (irp.status === returned) return undefined;
      return `${routine} and has completed the IRP with ${hex(irp.status)}.`;
    }
    const isMarked = irp.isCompleted ? irp.isMarkedPending : this.#isMarked(irp);
    return isMarked ? undefined : `${routine} for an IRP that it had not marked pending.`;
  }

  #isMarked({ address }: PendingIrp): boolean {
    const { raw } = this.#os;
    const { CurrentStackLocation } = IRP.at(raw, address);
    const { Control } = IO_STACK_LOCATION.at(raw, CurrentStackLocation);
    return (Control & SL_PENDING_RETURNED) !== 0;
  }
}
