/** Watches a clean run from its first load to its first unload: where what could be disturbed. */
import type { PhysicalAddress, PortAddress } from '../../hardware/address';
import type { BusMasterPort, InterruptPin, Width } from '../../hardware/ports';
import type { PointListener } from '../../ndis/kernel/kernel';
import { DISPATCH_LEVEL } from '../../ndis/row';
import type { DeviceSpaces, PortWraps } from '../board';
import { DESCRIPTOR_BYTES_MAX } from '../disturbance/forms';
import { recordKeywords } from '../keywords';
import { ROWS } from '../rows';
import type { Session } from '../session';

const PAGE_BYTES = 4096;

/** A moment of the run: a call or a device access, or what comes right after it. */
export interface Moment {
  /** The calls and device accesses up to it. */
  readonly point: number;
  /** The handler, what it did there, and the driver's line where that is known. */
  readonly place: string;
}

export interface Point extends Moment {
  readonly hasInterrupt: boolean;
  /** A timer is set, and time may go on as far as that. */
  readonly hasTimer: boolean;
  /** It is a call for memory. */
  readonly allocates: boolean;
  /** A timer is about to be cancelled. */
  readonly cancelsTimer: boolean;
}

export interface DeviceRead extends Moment {
  readonly register: string;
  readonly isInIsr: boolean;
  readonly value: number;
  /** What the driver wrote to the register last, if anything. */
  readonly written: number | undefined;
}

export interface DmaWrite extends Moment {
  readonly byteCount: number;
}

export class Recorder implements PortWraps, PointListener {
  readonly points: Point[] = [];
  /** Each device access, with the point before it. */
  readonly accesses: Moment[] = [];
  readonly reads: DeviceRead[] = [];
  readonly dmaWrites: DmaWrite[] = [];
  /** When the NIC asserted its interrupt. */
  readonly interrupts: Moment[] = [];
  readonly #written = new Map<string, number>();
  #keywords: ReadonlyMap<string, boolean> = new Map();
  #session: Session | undefined;

  /** Begins, before the driver is loaded. */
  begin(session: Session): void {
    this.#session = session;
    const { os, parameters } = session;
    os.nextPoint = 0;
    os.pointListener = this;
    this.#keywords = recordKeywords(os, parameters);
  }

  /** Keywords that were looked for, and whether they were there. */
  get keywords(): ReadonlyMap<string, boolean> {
    return this.#keywords;
  }

  /** OIDs that could have been asked for and set. */
  get oids(): readonly number[] {
    return this.#session?.askable ?? [];
  }

  get #isOn(): boolean {
    return this.#session?.unloads === 0;
  }

  pointReached(): void {
    const { os } = this.#session!;
    if (!this.#isOn) {
      os.nextPoint = Infinity;
      return;
    }
    const hasInterrupt = [...os.adapters.values()].some(({ interrupt }) => interrupt !== undefined);
    const hasTimer = os.irql < DISPATCH_LEVEL && os.scheduler.nextTimerNs < Infinity;
    const point = this.#moment(os.currentCall ?? 'access');
    const row = ROWS[os.currentCall ?? ''];
    const allocates = row?.allocates !== undefined;
    // What a timer is given back by is what cancels it.
    const cancelsTimer = hasTimer && row?.releases?.kind === 'timer';
    this.points.push({ ...point, hasInterrupt, hasTimer, cancelsTimer, allocates });
  }

  #moment(what: string): Moment {
    const { os } = this.#session!;
    const site = os.callSite?.() ?? '';
    return { point: os.callCount, place: `${os.boundary} ${what} ${site}` };
  }

  #access(what: string): Moment | undefined {
    if (!this.#isOn) return undefined;
    const moment = this.#moment(what);
    this.accesses.push(moment);
    return moment;
  }

  #read(register: string, value: number): number {
    const moment = this.#access(`read ${register}`);
    const written = this.#written.get(register);
    if (moment !== undefined) {
      const isInIsr = this.#session!.os.boundary === 'MiniportISR';
      this.reads.push({ ...moment, register, isInIsr, value, written });
    }
    return value;
  }

  #write(register: string, value: number): void {
    this.#access(`write ${register}`);
    this.#written.set(register, value);
  }

  spaces(bus: DeviceSpaces): DeviceSpaces {
    return {
      readMemory: (address: PhysicalAddress, width: Width) =>
        this.#read(`memory ${address}`, bus.readMemory(address, width)),
      writeMemory: (address, width, value) => {
        this.#write(`memory ${address}`, value);
        bus.writeMemory(address, width, value);
      },
      readPort: (address: PortAddress, width: Width) =>
        this.#read(`port ${address}`, bus.readPort(address, width)),
      writePort: (address, width, value) => {
        this.#write(`port ${address}`, value);
        bus.writePort(address, width, value);
      },
    };
  }

  busMaster(port: BusMasterPort): BusMasterPort {
    return {
      read: (address, target, offset, byteCount) => port.read(address, target, offset, byteCount),
      write: (address, source, offset, byteCount) => {
        if (this.#isOn) {
          const { callCount } = this.#session!.os;
          this.dmaWrites.push({ point: callCount, place: dmaPlace(address, byteCount), byteCount });
        }
        return port.write(address, source, offset, byteCount);
      },
    };
  }

  interruptPin(pin: InterruptPin): InterruptPin {
    let isAsserted = false;
    return {
      set: (asserted) => {
        if (asserted && !isAsserted && this.#isOn)
          this.interrupts.push({ point: this.#session!.os.callCount, place: 'interrupt' });
        isAsserted = asserted;
        pin.set(asserted);
      },
    };
  }
}

/** A ring lies in a page or a few, and beside its like; frames lie everywhere. */
function dmaPlace(address: PhysicalAddress, byteCount: number): string {
  return byteCount > DESCRIPTOR_BYTES_MAX
    ? 'a frame'
    : `${byteCount} bytes in page ${Math.floor(address / PAGE_BYTES)}`;
}
