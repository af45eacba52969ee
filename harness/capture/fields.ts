/** Fields of capture files, which are in the byte order of the machine that wrote them. */

/** What is wrong with a capture, as the rest of a sentence: `it ends within frame 3`. */
export class CaptureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CaptureError';
  }
}

/** One frame as a file has it. */
export interface StoredFrame {
  /** Since whatever moment the file counts from. */
  readonly timeNs: bigint;
  /** LINKTYPE_ value of the interface. */
  readonly linkType: number;
  readonly bytes: Uint8Array;
  /** How long it was, of which `bytes` may be a part only. */
  readonly originalByteCount: number;
  /** Bytes of the FCS at its end. */
  readonly fcsByteCount: number;
  /** Sent by the machine that captured it. */
  readonly isOutbound: boolean;
}

/** Integers of a byte order. Positions are the caller's to check. */
export class Fields {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Uint8Array, isLittleEndian: boolean) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = isLittleEndian;
  }

  u16(at: number): number {
    return this.#view.getUint16(at, this.#isLittleEndian);
  }

  u32(at: number): number {
    return this.#view.getUint32(at, this.#isLittleEndian);
  }

  /** 64 bits in the byte order of the file. */
  i64(at: number): bigint {
    return this.#view.getBigInt64(at, this.#isLittleEndian);
  }

  /** 64 bits as two halves, the upper one first whatever the byte order. */
  halves(at: number): bigint {
    return (BigInt(this.u32(at)) << 32n) | BigInt(this.u32(at + 4));
  }
}
