/**
 * A tap that keeps what goes over one end of a wire. It wraps the port and the station of that end;
 * a board that records nothing does not wrap, and pays nothing.
 */
import type { ClockPort } from '../clock';
import type { WirePort, WireStation } from '../ports';

/** One frame as the station at the tapped end saw it. */
export interface RecordedFrame {
  /** When its transmission started, or its reception ended. */
  readonly timeNs: number;
  readonly direction: 'transmit' | 'receive';
  /** A copy, without FCS. */
  readonly bytes: Uint8Array;
}

export class WireRecorder {
  /** In the order of their times. */
  readonly frames: RecordedFrame[] = [];
  /** Whether frames are kept now. */
  isOn = true;
  readonly #clock: ClockPort;
  readonly #onFrame: ((frame: RecordedFrame) => void) | undefined;

  /** @param onFrame - gets each frame as it comes, in place of {@link frames}. */
  constructor(clock: ClockPort, onFrame?: (frame: RecordedFrame) => void) {
    this.#clock = clock;
    this.#onFrame = onFrame;
  }

  /** Gives the port to build a station with, so that what it transmits is recorded. */
  tapPort(port: WirePort): WirePort {
    const keep = (frame: Uint8Array, byteCount: number) => this.#keep('transmit', frame, byteCount);
    return {
      get hasLink() {
        return port.hasLink;
      },
      transmit(frame, byteCount) {
        // Without a link there is nothing on the wire.
        if (port.hasLink) keep(frame, byteCount);
        port.transmit(frame, byteCount);
      },
    };
  }

  /** Gives the station to connect to the wire, so that what `station` receives is recorded. */
  tapStation(station: WireStation): WireStation {
    return {
      receive: (frame, byteCount) => {
        this.#keep('receive', frame, byteCount);
        station.receive(frame, byteCount);
      },
      linkChanged: (hasLink) => station.linkChanged(hasLink),
    };
  }

  clear(): void {
    this.frames.length = 0;
  }

  #keep(direction: RecordedFrame['direction'], frame: Uint8Array, byteCount: number): void {
    if (!this.isOn) return;
    const bytes = frame.slice(0, byteCount);
    const recorded = { timeNs: this.#clock.nowNs, direction, bytes };
    if (this.#onFrame === undefined) this.frames.push(recorded);
    else this.#onFrame(recorded);
  }
}
