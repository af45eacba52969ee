/**
 * What a driver did that others can see: its calls with their arguments and results, what its
 * handlers returned, its accesses to the NIC and the frames on the wire. One run is written down,
 * and another is held against it.
 */
import type { BusMasterPort, InterruptPin } from '../../hardware/ports';
import type { TraceEvent } from '../../ndis/trace';
import type { DeviceSpaces, PortWraps } from '../board';

/** Told of the first act that is not what it was, of what it was, and which handler has returned. */
export type DifferenceListener = (is: string, was: string, boundary?: string) => void;

export class Witness implements PortWraps {
  /** Each act, in order. */
  readonly acts: string[] = [];
  readonly #expected: readonly string[] | undefined;
  readonly #onDifference: DifferenceListener | undefined;
  #isDifferent = false;

  /** @param expected - the acts of another run, with which this one is compared */
  constructor(expected?: readonly string[], onDifference?: DifferenceListener) {
    this.#expected = expected;
    this.#onDifference = onDifference;
  }

  see({ kind, name, values = [], bytes }: TraceEvent): void {
    if (kind === 'call') this.#add(`${name}(${textsOf(values)})`);
    else if (kind === 'return') this.#add(`${name} returned ${textsOf(values)}`, name);
    else if (kind === 'frame' && name === 'transmit') this.#add(`sent ${textOf(bytes)}`);
  }

  #add(act: string, boundary?: string): void {
    const index = this.acts.push(act) - 1;
    const was = this.#expected?.[index] ?? 'nothing';
    if (this.#expected === undefined || this.#isDifferent || was === act) return;
    this.#isDifferent = true;
    this.#onDifference?.(act, was, boundary);
  }

  spaces(bus: DeviceSpaces): DeviceSpaces {
    return {
      readMemory: (address, width) => {
        this.#add(`read ${width} bytes at ${hexOf(address)}`);
        return bus.readMemory(address, width);
      },
      writeMemory: (address, width, value) => {
        this.#add(`wrote ${hexOf(value)} to ${hexOf(address)}`);
        bus.writeMemory(address, width, value);
      },
      readPort: (address, width) => {
        this.#add(`read ${width} bytes from port ${hexOf(address)}`);
        return bus.readPort(address, width);
      },
      writePort: (address, width, value) => {
        this.#add(`wrote ${hexOf(value)} to port ${hexOf(address)}`);
        bus.writePort(address, width, value);
      },
    };
  }

  busMaster(port: BusMasterPort): BusMasterPort {
    return port;
  }

  interruptPin(pin: InterruptPin): InterruptPin {
    return pin;
  }
}

const hexOf = (value: number): string => `0x${(value >>> 0).toString(16).toUpperCase()}`;

/** The values that there are: what returns nothing ends with undefined. */
const textsOf = (values: readonly unknown[]): string =>
  values
    .filter((value) => value !== undefined)
    .map(textOf)
    .join(', ');

/** A value as it is shown and compared. */
function textOf(value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && value > 9) return hexOf(value);
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${textOf(one)}`)
    .join(', ');
}
