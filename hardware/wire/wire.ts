/**
 * A wire in virtual time: what one station transmits, all the others receive a propagation delay
 * later, in order. It is full duplex and knows no collisions. The time that the bytes of a frame
 * take is the transmitter's to account for ({@link frameTimeNs}).
 */
import type { ClockPort } from '../clock';
import type { WirePort, WireStation } from '../ports';

/** 100 m of cable at about 5 ns a metre; IEEE 802.3 allows a link segment 570 ns. */
const PROPAGATION_NS = 500;

export interface WireOptions {
  readonly clock: ClockPort;
  /** 500 ns, hence 100 m, if not told. */
  readonly propagationNs?: number;
}

/** One end of a wire: a port that exists before the station that it is given to. */
export interface WireEnd extends WirePort {
  /** Plugs the station in. Each station is told of the link that this gives it. */
  connect(station: WireStation): void;
  /** Pulls the cable: the others lose the link, what was on its way here vanishes. */
  disconnect(): void;
}

/** A frame between transmission and arrival, and afterwards a buffer for the next. */
class Flight {
  bytes: Uint8Array;
  byteCount = 0;
  sender: End | undefined = undefined;
  /** How often the link had gone down when the frame was sent. */
  linkLosses = 0;
  readonly arrive: () => void;

  constructor(byteCount: number, deliver: (flight: Flight) => void) {
    this.bytes = new Uint8Array(byteCount);
    this.arrive = () => deliver(this);
  }
}

class End implements WireEnd {
  hasLink = false;
  /** What the station was told last. */
  toldLink = false;
  station: WireStation | undefined = undefined;
  readonly #carry: (sender: End, frame: Uint8Array, byteCount: number) => void;
  readonly #onStationChange: () => void;

  constructor(
    carry: (sender: End, frame: Uint8Array, byteCount: number) => void,
    onStationChange: () => void,
  ) {
    this.#carry = carry;
    this.#onStationChange = onStationChange;
  }

  transmit(frame: Uint8Array, byteCount: number): void {
    if (!(byteCount > 0 && byteCount <= frame.length))
      throw new RangeError(`a frame of ${byteCount} bytes in a buffer of ${frame.length}`);
    if (this.hasLink) this.#carry(this, frame, byteCount);
  }

  connect(station: WireStation): void {
    if (this.station !== undefined) throw new Error('this end of the wire has a station');
    this.station = station;
    this.toldLink = false;
    this.#onStationChange();
  }

  disconnect(): void {
    this.station = undefined;
    this.#onStationChange();
  }
}

export class Wire {
  readonly #clock: ClockPort;
  readonly #propagationNs: number;
  readonly #ends: End[] = [];
  readonly #spare: Flight[] = [];
  #isUp = true;
  #linkLosses = 0;
  /** Since when the wire has been up; Infinity while it is down. */
  upSinceNs = 0;

  constructor({ clock, propagationNs = PROPAGATION_NS }: WireOptions) {
    this.#clock = clock;
    this.#propagationNs = propagationNs;
  }

  /** A free end, for a station that is built with its port and connected afterwards. */
  end(): WireEnd {
    const end = new End(
      (sender, frame, byteCount) => this.#carry(sender, frame, byteCount),
      () => this.#refreshLink(),
    );
    this.#ends.push(end);
    this.#refreshLink();
    return end;
  }

  /** Connects a station to an end of its own. */
  attach(station: WireStation): WireEnd {
    const end = this.end();
    end.connect(station);
    return end;
  }

  /** Brings the link of all stations up or down. Frames on their way when it drops vanish. */
  setLink(isUp: boolean): void {
    if (this.#isUp && !isUp) this.#linkLosses++;
    if (isUp !== this.#isUp) this.upSinceNs = isUp ? this.#clock.nowNs : Infinity;
    this.#isUp = isUp;
    this.#refreshLink();
  }

  /** An end has link if the wire is up and a station is at another end. */
  #refreshLink(): void {
    const connected = this.#ends.filter((end) => end.station !== undefined);
    for (const end of this.#ends)
      end.hasLink = this.#isUp && connected.some((other) => other !== end);
    // Told only when all is settled: a station may transmit as soon as it hears.
    for (const end of connected) {
      if (end.toldLink === end.hasLink) continue;
      end.toldLink = end.hasLink;
      end.station?.linkChanged(end.hasLink);
    }
  }

  #carry(sender: End, frame: Uint8Array, byteCount: number): void {
    const flight = this.#spare.pop() ?? new Flight(byteCount, (arrived) => this.#deliver(arrived));
    if (flight.bytes.length < byteCount) flight.bytes = new Uint8Array(byteCount);
    flight.bytes.set(byteCount === frame.length ? frame : frame.subarray(0, byteCount));
    flight.byteCount = byteCount;
    flight.sender = sender;
    flight.linkLosses = this.#linkLosses;
    this.#clock.schedule(this.#propagationNs, flight.arrive);
  }

  #deliver(flight: Flight): void {
    const ends = this.#ends;
    for (let index = 0; index < ends.length; index++) {
      // Looked at for each end: what the station before it did may have cut the wire.
      if (flight.linkLosses !== this.#linkLosses) break;
      if (ends[index] !== flight.sender)
        ends[index].station?.receive(flight.bytes, flight.byteCount);
    }
    flight.sender = undefined;
    this.#spare.push(flight);
  }
}
