/** Captures of a user's own, to be played to a NIC: which frames, and when. */
import { readFileSync, statSync } from 'node:fs';
import { FRAME_BYTES_MIN } from '../../hardware/wire';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { CaptureError, type StoredFrame } from './fields';
import { readPcap } from './pcap';
import { readPcapng } from './pcapng';

/** A frame to be put on the wire. */
export interface CapturedFrame {
  /** Since the first frame of the capture. */
  readonly timeNs: number;
  /** Without FCS, padded to what a wire can carry. */
  readonly bytes: Uint8Array;
}

/** More than any capture of which one would watch a driver, and less than memory. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;
/** A run is limited to an hour of virtual time, and does more than to replay. */
const DURATION_SECONDS_MAX = 3_000;
const LINKTYPE_ETHERNET = 1;
const HEADER_BYTES = 14;
/** The longest jumbo frames of any NIC; what is longer was never on a wire. */
const FRAME_BYTES_MAX = 16_384;

/**
 * Reads a pcap or pcapng file, in the order of time. Frames that it marks as sent by the machine
 * that captured them are left out: that machine's part is the driver's.
 *
 * @throws UsageError if it cannot be read, is broken, or holds what cannot be played.
 */
export function readCapture(path: string): readonly CapturedFrame[] {
  try {
    return playable(readBytes(path));
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    throw new UsageError(`cannot play ${shellWord(path)}: ${error.message}`);
  }
}

function readBytes(path: string): Uint8Array {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new CaptureError('there is no such file');
  if (stat.isDirectory()) throw new CaptureError('it is a folder');
  if (!stat.isFile()) throw new CaptureError('it is no regular file');
  if (stat.size > FILE_BYTES_MAX)
    throw new CaptureError(`it has more than ${FILE_BYTES_MAX / 1024 / 1024} MB`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CaptureError((error as Error).message);
  }
}

function playable(bytes: Uint8Array): readonly CapturedFrame[] {
  const stored = readPcap(bytes) ?? readPcapng(bytes);
  if (stored === undefined) throw new CaptureError('it is no pcap or pcapng file');
  if (stored.length === 0) throw new CaptureError('it holds no frames');
  const frames = stored.flatMap((one, index) => {
    const checked = onWire(one, index + 1);
    return one.isOutbound ? [] : [{ at: one.timeNs, bytes: checked }];
  });
  if (frames.length === 0)
    throw new CaptureError('all its frames are marked as sent by the machine that captured them');
  // Several interfaces, or queues of one, may be out of order; frames of one time stay in theirs.
  frames.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const first = frames[0].at;
  const seconds = (frames[frames.length - 1].at - first) / 1_000_000_000n;
  if (seconds >= DURATION_SECONDS_MAX)
    throw new CaptureError(
      `it lasts ${seconds} s, and can be played up to ${DURATION_SECONDS_MAX}`,
    );
  return frames.map(({ at, bytes: frame }) => ({ timeNs: Number(at - first), bytes: frame }));
}

/** The bytes that the sender of a frame has put on the wire before the FCS. */
function onWire(frame: StoredFrame, number: number): Uint8Array {
  const { linkType, bytes, originalByteCount, fcsByteCount } = frame;
  if (linkType !== LINKTYPE_ETHERNET)
    throw new CaptureError(`frame ${number} is of link type ${linkType}, not Ethernet (1)`);
  if (bytes.length < originalByteCount)
    throw new CaptureError(
      `frame ${number} has ${bytes.length} of its ${originalByteCount} bytes; capture whole frames`,
    );
  const byteCount = bytes.length - fcsByteCount;
  if (byteCount < HEADER_BYTES)
    throw new CaptureError(`frame ${number} has ${bytes.length} bytes, too few for Ethernet`);
  if (byteCount > FRAME_BYTES_MAX)
    throw new CaptureError(
      `frame ${number} has ${bytes.length} bytes, as no frame on a wire; capture without offload`,
    );
  const whole = new Uint8Array(Math.max(byteCount, FRAME_BYTES_MIN));
  // IEEE 802.3, 4.2.3.3: what is captured before it is sent lacks its pad.
  whole.set(bytes.subarray(0, byteCount));
  return whole;
}
