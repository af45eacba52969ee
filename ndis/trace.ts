/** What happened in a run: a hash of it always, the events themselves where somebody listens. */

import type { Finding } from './finding';

/** What an event is about; with each kind, what its name and its values are. */
export type TraceKind =
  /** A call of the driver begins: the function. */
  | 'enter'
  /** A call returns: the function; its inputs, and last its result. */
  | 'call'
  /** A handler begins: its name; its inputs. */
  | 'handler'
  /** A handler has returned: its name; what it returned. */
  | 'return'
  /** Something is wrong: the rule. */
  | 'finding'
  /** IRQL changes: `IRQL`; the new one. */
  | 'irql'
  /** `asserted`, `deasserted`: the line; `service`, `serviced`: the service routines. */
  | 'interrupt'
  /** `queued`, `begin`, `end`; what it is the DPC of. */
  | 'dpc'
  /** `set`, `expired`, `cancelled`; of the first the delay and the period in nanoseconds. */
  | 'timer'
  /** A resource comes or goes: its kind; its key, the call and the handler that took it, its site. */
  | 'acquire'
  | 'release'
  /** On the wire, as the NIC sees it: `transmit`, `receive`; the number of bytes. */
  | 'frame'
  /** The run is over before its scenario: the kind of reason; the reason in words. */
  | 'stopped';

export interface TraceEvent {
  readonly kind: TraceKind;
  readonly timeNs: number;
  readonly name: string;
  readonly values?: readonly unknown[];
  /** Of a frame, a copy without FCS. */
  readonly bytes?: Uint8Array;
  /** Of a finding, all of it. */
  readonly finding?: Finding;
}

export type TraceListener = (event: TraceEvent) => void;

/**
 * A running 64-bit hash of everything that a driver did and was told, cheap enough to be always on.
 * Two runs with the same hash made the same calls with the same arguments at the same virtual times.
 */
export class TraceHash {
  #low = 0x811c_9dc5 | 0;
  #high = 0x01d3_3b5a | 0;

  add(a: number, b: number): void {
    this.#low = Math.imul(this.#low ^ (a | 0), 0x0100_0193);
    this.#high = Math.imul(this.#high ^ (b | 0) ^ (this.#low >>> 15), 0x85eb_ca6b);
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    const digits = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
    return digits(this.#high) + digits(this.#low);
  }
}
