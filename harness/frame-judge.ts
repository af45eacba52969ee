/**
 * What judges the frames that a NIC puts on the wire: the side of a wire that the NIC sees. Frames
 * are long enough or are fragments to every receiver. IEEE 802.3-2002, 3.2.7, 4.2.3.3.
 */
import type { WirePort } from '../hardware/ports';

/** Of a frame without FCS (minFrameSize is 512 bits). */
const FRAME_BYTES_MIN = 60;

export class FrameJudge implements WirePort {
  readonly #port: WirePort;
  readonly #onInvalid: (what: string) => void;

  constructor(port: WirePort, onInvalid: (what: string) => void) {
    this.#port = port;
    this.#onInvalid = onInvalid;
  }

  get hasLink(): boolean {
    return this.#port.hasLink;
  }

  transmit(frame: Uint8Array, byteCount: number): void {
    if (byteCount < FRAME_BYTES_MIN)
      this.#onInvalid(
        `A frame of ${byteCount} bytes went out as short as the driver had handed it over.`,
      );
    this.#port.transmit(frame, byteCount);
  }
}
