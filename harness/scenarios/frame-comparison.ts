/** What was sent against what was on the wire, and what was on the wire against what came up. */
import type { OperatingSystem } from '../../ndis/operating-system';
import type { RuleName } from '../../ndis/rules';

/** The shortest frame without its FCS: what is shorter is padded (IEEE 802.3, 4A.2.3.2.4). */
const FRAME_BYTES_MIN = 60;

/** Judges one batch of sends, all of one shape, that was given to the driver in this order. */
export function judgeSent(
  os: OperatingSystem,
  sent: readonly Uint8Array[],
  arrived: readonly Uint8Array[],
  failedCount: number,
  isFragmented: boolean,
): void {
  const report = (rule: RuleName, what: string) =>
    os.report(rule, { what, boundary: 'MiniportSend' });
  const dataRule = isFragmented ? 'packet/fragmented-frame-wrong' : 'packet/frame-data-wrong';
  const arrivedMax = sent.length - failedCount;
  if (failedCount > 0 && arrived.length > arrivedMax)
    return report(
      'packet/packets-not-conserved',
      `Of ${sent.length} packets ${failedCount} were completed as failed, and yet ${arrived.length} were on the wire.`,
    );
  if (failedCount > 0) {
    const lengths = sent.map(({ length }) => length).join(', ');
    if (isFragmented)
      report(dataRule, `Of packets of ${lengths} bytes in pieces ${failedCount} were not sent.`);
    return;
  }
  if (arrived.length !== sent.length)
    return report(
      'packet/packets-not-conserved',
      `Of ${sent.length} packets that were completed as sent ${arrived.length} were on the wire.`,
    );
  const wrong = sent.findIndex((frame, index) => !startsWith(arrived[index], frame));
  if (wrong >= 0 && isPermuted(sent, arrived))
    return report(
      'packet/send-order-changed',
      `Of ${sent.length} packets given together all were on the wire, the ${wrong + 1}. of them out of its turn.`,
    );
  if (wrong >= 0) return report(dataRule, describe('on the wire', sent[wrong], arrived[wrong]));
  sent.forEach((frame, index) => {
    const padding = arrived[index].subarray(frame.length);
    if (arrived[index].length > Math.max(frame.length, FRAME_BYTES_MIN))
      report(dataRule, describe('on the wire', frame, arrived[index]));
    else if (padding.some((byte) => byte !== 0))
      report(
        'packet/padding-leaks-memory',
        `A packet of ${frame.length} bytes was padded with [${padding.subarray(0, 8).join(' ')}...].`,
      );
  });
}

/** Judges one batch of frames, fewer than any ring holds, that came from the wire in this order. */
export function judgeReceived(
  os: OperatingSystem,
  sent: readonly Uint8Array[],
  received: readonly Uint8Array[],
): void {
  const report = (rule: RuleName, what: string) =>
    os.report(rule, { what, boundary: 'MiniportHandleInterrupt' });
  if (received.length !== sent.length)
    return report(
      'packet/packets-not-conserved',
      `Of ${sent.length} frames that came from the wire ${received.length} were indicated.`,
    );
  sent.forEach((frame, index) => {
    const seen = received[index];
    if (seen.length !== frame.length)
      report(
        'packet/frame-length-wrong',
        `A frame of ${frame.length} bytes was indicated with ${seen.length}.`,
      );
    else if (!startsWith(seen, frame))
      report('packet/frame-data-wrong', describe('indicated', frame, seen));
  });
}

/** Whether each frame that was sent is there, padded or not, though not in its place. */
function isPermuted(sent: readonly Uint8Array[], arrived: readonly Uint8Array[]): boolean {
  const left = [...arrived];
  return sent.every((frame) => {
    const byteCount = Math.max(frame.length, FRAME_BYTES_MIN);
    const at = left.findIndex((one) => one.length === byteCount && startsWith(one, frame));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function startsWith(whole: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(whole.subarray(0, start.length), start) === 0;
}

function describe(where: string, given: Uint8Array, seen: Uint8Array): string {
  const at = given.findIndex((byte, index) => seen[index] !== byte);
  const place = at < 0 ? `is ${seen.length} bytes long` : `differs from byte ${at} on`;
  return `A frame of ${given.length} bytes ${place} ${where}.`;
}
