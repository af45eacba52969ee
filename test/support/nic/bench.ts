/** What the benches of the NIC models share: a clock, a wire that keeps frames, a pin, RAM. */
import { Clock } from '../../../hardware/clock';
import type { Misuse, NicPorts } from '../../../hardware/nic/nic';
import type { BusMasterPort } from '../../../hardware/ports';

export interface ConnectionOptions {
  readonly hasLink?: boolean;
  readonly onPin?: (asserted: boolean) => void;
}

/** All that a NIC is connected to but memory. */
export class Connections {
  readonly clock = new Clock();
  /** Frames sent, and when each had left. */
  readonly sent: { atNs: number; frame: Uint8Array }[] = [];
  /** Levels of INTA#, and when each came. */
  readonly pinEdges: { atNs: number; asserted: boolean }[] = [];
  readonly unmodelled: string[] = [];
  readonly misuses: Misuse[] = [];
  readonly wire: { hasLink: boolean; transmit(frame: Uint8Array, byteCount: number): void };
  pin = false;
  readonly #onPin: ((asserted: boolean) => void) | undefined;

  constructor({ hasLink = true, onPin }: ConnectionOptions) {
    this.#onPin = onPin;
    this.wire = {
      hasLink,
      transmit: (frame, byteCount) => {
        this.sent.push({ atNs: this.clock.nowNs, frame: frame.slice(0, byteCount) });
      },
    };
  }

  /** The ports to build a NIC with. */
  connect(busMaster: BusMasterPort): NicPorts {
    return {
      busMaster,
      clock: this.clock,
      wire: this.wire,
      interruptPin: {
        set: (asserted) => {
          this.pin = asserted;
          this.pinEdges.push({ atNs: this.clock.nowNs, asserted });
          this.#onPin?.(asserted);
        },
      },
      onUnmodelled: (name) => this.unmodelled.push(name),
      onMisuse: (misuse) => this.misuses.push(misuse),
    };
  }

  advance(durationNs: number): void {
    this.clock.advance(durationNs);
  }
}

/** And memory, behind a bus that can fail. */
export class MasterConnections extends Connections implements BusMasterPort {
  readonly ram: Uint8Array;
  readonly view: DataView;
  busIsDown = false;
  dmaCount = 0;

  constructor(ram: Uint8Array, options: ConnectionOptions) {
    super(options);
    this.ram = ram;
    this.view = new DataView(ram.buffer);
  }

  read(address: number, target: Uint8Array, offset: number, byteCount: number): boolean {
    this.dmaCount++;
    if (this.busIsDown || address + byteCount > this.ram.length) return false;
    if (offset + byteCount > target.length) throw new RangeError('beyond the target');
    target.set(this.ram.subarray(address, address + byteCount), offset);
    return true;
  }

  write(address: number, source: Uint8Array, offset: number, byteCount: number): boolean {
    this.dmaCount++;
    if (this.busIsDown || address + byteCount > this.ram.length) return false;
    if (offset + byteCount > source.length) throw new RangeError('beyond the source');
    this.ram.set(source.subarray(offset, offset + byteCount), address);
    return true;
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function frameTo(to: Uint8Array, byteCount: number): Uint8Array {
  const frame = new Uint8Array(Math.max(byteCount, 14));
  for (let index = 0; index < byteCount; index++) frame[index] = index;
  frame.set(to, 0);
  frame.set([0x02, 0, 0, 0, 0, 0x01, 0x88, 0xb5], 6);
  return frame.slice(0, byteCount);
}
