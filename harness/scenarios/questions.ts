/**
 * What a host on the network asks a protocol driver under test, in each way in which frames come up:
 * who has its address (ARP, RFC 826), and whether it is there (ICMP echo, RFC 792; RFC 1122, 3.2.2.6).
 * A driver that says for which address it answers is held to that.
 */
import {
  arpFrame,
  BROADCAST_MAC,
  echoFrame,
  ipv4Address,
  macAddress,
  onesSum,
  patternPayload,
  type Ipv4Address,
  type MacAddress,
} from '../../hardware/wire';
import { count } from '../count';
import type { Session } from '../session';
import { frameTo, TRAFFIC_NS } from './steps';

/** Of the network for documentation (RFC 5737). */
const STATION_IP = ipv4Address('192.0.2.1');
const OTHER_IP = ipv4Address('192.0.2.99');
/** Who is asked if the driver does not say for whom it answers. */
const DEFAULT_IP = '192.0.2.2';
const STATION_MAC = macAddress('02:00:00:00:00:02');

/** Less than any lookahead, an odd count, and as much as a frame holds. */
const ECHO_BYTES = [0, 57, 1472];
/** RFC 791: more fragments follow, and the second eight bytes. */
const FRAGMENTS = [0x2000, 0x0001];
const FRAME_BYTES = [60, 300, 1514];
const COMPLETION_DELAY_NS = 1e6;

const ETHERNET_HEADER_BYTES = 14;
const IP_HEADER_BYTES = 20;
const ETHER_TYPE = 12;
const ARP_OPERATION = 20;
const ICMP_TYPE = 34;
const ICMP_SEQUENCE = 40;
const ARP_FRAME_BYTES = 42;
const ECHO_OVERHEAD_BYTES = 42;
/** Type of service, identification, flags and offset, time to live, and the sum of all. */
const SENDERS_CHOICE = [15, 18, 19, 20, 21, 22, 24, 25];

/** How a frame comes up to a protocol. */
interface Way {
  readonly what: string;
  readonly handler: 'ProtocolReceivePacket' | 'ProtocolReceive';
  readonly showsFrames: boolean;
  readonly completionDelayNs: number;
}

const AS_PACKET: Way = {
  what: 'as a packet',
  handler: 'ProtocolReceivePacket',
  showsFrames: false,
  completionDelayNs: 0,
};
const SHOWN: Way = {
  what: 'with its beginning shown',
  handler: 'ProtocolReceive',
  showsFrames: true,
  completionDelayNs: 0,
};
const SHOWN_LATE: Way = {
  ...SHOWN,
  what: 'with its beginning shown and the rest transferred later',
  completionDelayNs: COMPLETION_DELAY_NS,
};

interface Question {
  readonly name: string;
  readonly frame: Uint8Array;
  /** Whether a frame answers it, rightly or not. */
  isAnswer(frame: Uint8Array): boolean;
  /** The answer, up to where padding begins. */
  readonly answer: Uint8Array;
  /** The offsets of bytes that are up to who answers. */
  readonly choice: readonly number[];
}

/** Frames and questions in every way, to a driver that stands on another. */
export function exchangeShown(session: Session, mac: MacAddress): void {
  if (!session.hasDriverBelow) return;
  for (const way of [AS_PACKET, SHOWN, SHOWN_LATE])
    inWay(session, way, () => ask(session, mac, way));
}

/** A question that the driver may be at when it is unbound. */
export function askBeforeUnbinding(session: Session): void {
  const { adapter, board, os } = session;
  if (adapter === undefined || session.answersFor === undefined) return;
  const [question] = questionsTo(adapter.stationAddress as MacAddress, addressOf(session));
  board.stationPort.transmit(question.frame, question.frame.length);
  os.scheduler.wait(TRAFFIC_NS, () => adapter.pendingSends.size > 0);
}

function inWay({ os }: Session, { showsFrames, completionDelayNs }: Way, act: () => void): void {
  os.showsFrames = showsFrames;
  os.completionDelayNs = completionDelayNs;
  act();
  os.showsFrames = false;
  os.completionDelayNs = 0;
}

function ask(session: Session, mac: MacAddress, way: Way): void {
  const { board } = session;
  const address = addressOf(session);
  const questions = questionsTo(mac, address);
  board.station.clear();
  const ignored = [
    ...strayFrames(mac, address),
    ...FRAME_BYTES.map((n) => frameTo(BROADCAST_MAC, n)),
  ];
  for (const frame of [...questions.map((one) => one.frame), ...ignored])
    board.stationPort.transmit(frame, frame.length);
  // The rest of a frame may be there at the second tick of the clock.
  session.idle(2 * TRAFFIC_NS);
  judgeTransfers(session);
  const frames = board.station.frames.map(({ bytes }) => bytes);
  board.station.clear();
  if (session.answersFor !== undefined)
    for (const question of questions) judge(session, question, frames, way);
}

/** An intermediate driver hands the end of a transfer on that was pending below it. */
function judgeTransfers({ os, protocol }: Session): void {
  const pendingCount = protocol?.pendingTransferCount ?? 0;
  if (pendingCount === 0 || os.injectedFaults !== undefined) return;
  os.report('packet/packets-not-conserved', {
    what: `${count(pendingCount, 'transfer')} of data ended below the driver, and it did not complete what it had left pending by NdisMTransferDataComplete.`,
    boundary: 'ProtocolTransferDataComplete',
  });
}

function addressOf({ answersFor = DEFAULT_IP }: Session): Ipv4Address {
  return ipv4Address(answersFor);
}

function questionsTo(mac: MacAddress, address: Ipv4Address): readonly Question[] {
  return [arpQuestion(mac, address), ...ECHO_BYTES.map((n) => echoQuestion(mac, address, n))];
}

function arpQuestion(mac: MacAddress, address: Ipv4Address): Question {
  const asker = { senderMac: STATION_MAC, senderIp: STATION_IP };
  const asked = { senderMac: mac, senderIp: address, targetMac: STATION_MAC, targetIp: STATION_IP };
  const answer = arpFrame({ operation: 'reply', ...asked });
  return {
    name: 'An ARP request',
    frame: arpFrame({ operation: 'request', ...asker, targetIp: address }),
    isAnswer: (frame) =>
      hasType(frame, answer) && frame.length > ARP_OPERATION + 1 && frame[ARP_OPERATION + 1] === 2,
    answer: answer.subarray(0, ARP_FRAME_BYTES),
    choice: [],
  };
}

function echoQuestion(mac: MacAddress, address: Ipv4Address, byteCount: number): Question {
  const data = patternPayload(byteCount, Math.max(byteCount, 4)).subarray(0, byteCount);
  const marks = { identifier: 0x6e64, sequenceNumber: byteCount };
  const answer = echoFrame(
    {
      operation: 'reply',
      destination: STATION_MAC,
      source: mac,
      sourceIp: address,
      destinationIp: STATION_IP,
      ...marks,
    },
    data,
  );
  const at = (frame: Uint8Array, offset: number) => (frame[offset] << 8) | frame[offset + 1];
  return {
    name: `An ICMP echo with ${byteCount} bytes`,
    frame: echoFrame({ ...toDriver(mac, address), ...marks }, data),
    isAnswer: (frame) =>
      hasType(frame, answer) &&
      at(frame, ICMP_TYPE) === 0 &&
      at(frame, ICMP_SEQUENCE) === byteCount,
    answer: answer.subarray(0, ECHO_OVERHEAD_BYTES + byteCount),
    choice: SENDERS_CHOICE,
  };
}

function toDriver(destination: MacAddress, destinationIp: Ipv4Address) {
  const operation = 'request' as const;
  return { operation, destination, source: STATION_MAC, sourceIp: STATION_IP, destinationIp };
}

/** What asks for no answer of this driver: for another's address, in fragments, or cut off. */
function strayFrames(mac: MacAddress, address: Ipv4Address): readonly Uint8Array[] {
  const marks = { identifier: 0, sequenceNumber: 0xffff };
  const data = patternPayload(1, 64);
  const asker = { operation: 'request' as const, senderMac: STATION_MAC, senderIp: STATION_IP };
  const whole = echoFrame({ ...toDriver(mac, address), ...marks }, patternPayload(2, 600));
  return [
    arpFrame({ ...asker, targetIp: OTHER_IP }),
    echoFrame({ ...toDriver(mac, OTHER_IP), ...marks }, data),
    ...FRAGMENTS.map((fragment) =>
      echoFrame({ ...toDriver(mac, address), ...marks, fragment }, data),
    ),
    whole.subarray(0, 60),
  ];
}

function hasType(frame: Uint8Array, like: Uint8Array): boolean {
  return frame[ETHER_TYPE] === like[ETHER_TYPE] && frame[ETHER_TYPE + 1] === like[ETHER_TYPE + 1];
}

/** Rule own. Where calls have failed an answer may be missing, but none is wrong. */
function judge(
  { os }: Session,
  question: Question,
  frames: readonly Uint8Array[],
  { what, handler }: Way,
): void {
  const answers = frames.filter((frame) => question.isAnswer(frame));
  const wrong = answers.map((frame) => wrongIn(frame, question)).find((one) => one !== undefined);
  const isMissing = answers.length === 0 && os.injectedFaults === undefined;
  const problem =
    wrong ??
    (isMissing
      ? 'was not answered'
      : answers.length > 1
        ? `was answered ${answers.length} times`
        : undefined);
  if (problem !== undefined)
    os.report('packet/question-not-answered', {
      what: `${question.name}, which came ${what}, ${problem}.`,
      boundary: handler,
    });
}

function wrongIn(frame: Uint8Array, { answer, choice }: Question): string | undefined {
  const isWrong = (byte: number, offset: number) =>
    frame[offset] !== byte && !choice.includes(offset);
  const offset = answer.findIndex(isWrong);
  if (offset >= 0)
    return `was answered with ${frame[offset] ?? 'nothing'} in place of ${answer[offset]} at offset ${offset} of the frame`;
  const hasSum = choice.length > 0;
  if (hasSum && onesSum(frame, ETHERNET_HEADER_BYTES, IP_HEADER_BYTES) !== 0xffff)
    return 'was answered with a wrong sum in the IP header';
  return undefined;
}
