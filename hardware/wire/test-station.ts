/** The other end of the wire in tests and scenarios: counts what arrives, and keeps it. */
import type { ClockPort } from '../clock';
import type { WireStation } from '../ports';
import { FrameStore } from './frame-store';

/** A frame that has arrived, and when. */
export interface ReceivedFrame {
  readonly timeNs: number;
  /** A copy, without FCS. */
  readonly bytes: Uint8Array;
}

export class TestStation implements WireStation {
  frameCount = 0;
  byteCount = 0;
  hasLink = false;
  linkChangeCount = 0;
  /** The frames themselves, unless the station only counts. */
  readonly frames: ReceivedFrame[] = [];
  readonly #store = new FrameStore();
  readonly #clock: ClockPort;
  readonly #keepsFrames: boolean;

  constructor(clock: ClockPort, keepsFrames = true) {
    this.#clock = clock;
    this.#keepsFrames = keepsFrames;
  }

  receive(frame: Uint8Array, byteCount: number): void {
    this.frameCount++;
    this.byteCount += byteCount;
    if (!this.#keepsFrames) return;
    const bytes = this.#store.take(byteCount);
    bytes.set(frame.subarray(0, byteCount));
    this.frames.push({ timeNs: this.#clock.nowNs, bytes });
  }

  linkChanged(hasLink: boolean): void {
    this.hasLink = hasLink;
    this.linkChangeCount++;
  }

  /** Forgets what has arrived so far. */
  clear(): void {
    this.frameCount = 0;
    this.byteCount = 0;
    this.frames.length = 0;
  }
}
