/** What the answers to OIDs say of one another and of their medium. (Network Reference for NDIS 5.1) */
import {
  NdisHardwareStatusReady,
  NdisMediaStateConnected,
  NdisMediaStateDisconnected,
  NdisMedium802_3,
  NdisMediumWan,
} from '../../ndis/constants';
import * as Oids from '../../ndis/oid';
import { NDIS_WAN_INFO } from '../../ndis/structures/wan';
import type { Session } from '../session';
import { addressText } from '../trace/frame-args';

const HEADER_BYTES = 14;
const ADDRESS_BYTES = 6;
/** NDIS_HARDWARE_STATUS has five values, from Ready to Reset. */
const HARDWARE_STATUSES = 5;
/** 10, 100 and 1000 Mbit/s in units of 100 bit/s. */
const LINK_SPEEDS: readonly number[] = [100_000, 1_000_000, 10_000_000];

type Answers = ReadonlyMap<number, Uint8Array>;

/** A ULONG of a buffer, whatever its alignment; 0 for what is not there. */
export function ulongOf(bytes: Uint8Array): number {
  return [0, 1, 2, 3].reduce((value, index) => value + (bytes[index] ?? 0) * 2 ** (8 * index), 0);
}

/** Reports the first contradiction of each kind. What is not answered contradicts nothing. */
export function checkAnswers(session: Session, answers: Answers): void {
  for (const check of CHECKS) {
    const what = check(answers, session);
    if (what !== undefined)
      session.os.report('oid/answers-inconsistent', {
        what,
        boundary: 'MiniportQueryInformation',
      });
  }
}

type Check = (answers: Answers, session: Session) => string | undefined;

/** A check of one 32-bit answer. */
function ulong(oid: number, judge: (value: number, session: Session) => string | undefined): Check {
  return (answers, session) => {
    const bytes = answers.get(oid);
    if (bytes === undefined) return undefined;
    const wrong = judge(ulongOf(bytes), session);
    return wrong === undefined ? undefined : `${Oids.describeOid(oid)} ${wrong}.`;
  };
}

/** The two answers, if there are both. */
function pair(
  first: number,
  second: number,
  judge: (a: number, b: number, isWan: boolean) => string | undefined,
): Check {
  return (answers, { adapter }) => {
    const [a, b] = [answers.get(first), answers.get(second)];
    if (a === undefined || b === undefined) return undefined;
    return judge(ulongOf(a), ulongOf(b), adapter?.isWan === true);
  };
}

function address(oid: number): Check {
  return (answers) => {
    const bytes = answers.get(oid);
    if (bytes === undefined) return undefined;
    if (bytes.length !== ADDRESS_BYTES)
      return `${Oids.describeOid(oid)} has ${bytes.length} bytes, and an address has six.`;
    return (bytes[0] & 1) === 0
      ? undefined
      : `${Oids.describeOid(oid)} is a group address (${addressText(bytes)}), which no station has.`;
  };
}

function media(oid: number): Check {
  return (answers, { adapter }) => {
    const isWan = adapter?.isWan === true;
    const [name, value] = isWan
      ? ['NdisMediumWan', NdisMediumWan]
      : ['NdisMedium802_3', NdisMedium802_3];
    const bytes = answers.get(oid) ?? new Uint8Array(4);
    for (let at = 0; at + 4 <= bytes.length; at += 4)
      if (ulongOf(bytes.subarray(at)) === value) return undefined;
    return `${Oids.describeOid(oid)} does not name ${name}, which MiniportInitialize chose.`;
  };
}

const CHECKS: readonly Check[] = [
  ulong(Oids.OID_GEN_HARDWARE_STATUS, (value) =>
    value < HARDWARE_STATUSES
      ? undefined
      : `is ${value}; it goes from ${NdisHardwareStatusReady} to ${HARDWARE_STATUSES - 1}`,
  ),
  media(Oids.OID_GEN_MEDIA_SUPPORTED),
  media(Oids.OID_GEN_MEDIA_IN_USE),
  pair(Oids.OID_GEN_MAXIMUM_FRAME_SIZE, Oids.OID_GEN_MAXIMUM_TOTAL_SIZE, (frame, total, isWan) =>
    isWan || total - frame === HEADER_BYTES
      ? undefined
      : `OID_GEN_MAXIMUM_FRAME_SIZE is ${frame} and OID_GEN_MAXIMUM_TOTAL_SIZE is ${total}; the header between them has ${HEADER_BYTES} bytes.`,
  ),
  pair(Oids.OID_GEN_CURRENT_LOOKAHEAD, Oids.OID_GEN_MAXIMUM_LOOKAHEAD, (current, maximum) =>
    current <= maximum
      ? undefined
      : `OID_GEN_CURRENT_LOOKAHEAD is ${current}, more than OID_GEN_MAXIMUM_LOOKAHEAD, which is ${maximum}.`,
  ),
  (answers, session) =>
    ulongOf(answers.get(Oids.OID_GEN_MEDIA_CONNECT_STATUS) ?? new Uint8Array(4)) ===
    NdisMediaStateConnected
      ? LINK_SPEED(answers, session)
      : undefined,
  ulong(Oids.OID_GEN_MEDIA_CONNECT_STATUS, (value) =>
    value <= NdisMediaStateDisconnected ? undefined : `is ${value}; it is 0 or 1`,
  ),
  ulong(Oids.OID_GEN_MAXIMUM_SEND_PACKETS, (value) =>
    value > 0 ? undefined : 'is 0, so that nothing could be sent',
  ),
  (answers) => {
    const text = answers.get(Oids.OID_GEN_VENDOR_DESCRIPTION);
    return text === undefined || text.includes(0)
      ? undefined
      : 'OID_GEN_VENDOR_DESCRIPTION does not end with a zero byte.';
  },
  driverVersion,
  address(Oids.OID_802_3_PERMANENT_ADDRESS),
  address(Oids.OID_802_3_CURRENT_ADDRESS),
  (answers) => {
    const info = answers.get(Oids.OID_WAN_GET_INFO);
    return info === undefined || ulongOf(info.subarray(NDIS_WAN_INFO.offsets.MaxTransmit)) > 0
      ? undefined
      : 'MaxTransmit of OID_WAN_GET_INFO is 0, so that nothing could be sent.';
  },
];

/** In units of 100 bit/s. The virtual NIC of a driver without hardware may have any. */
const LINK_SPEED = ulong(Oids.OID_GEN_LINK_SPEED, (value, { adapter }) =>
  adapter?.location === undefined || adapter.isWan || LINK_SPEEDS.includes(value)
    ? undefined
    : `is ${value}; in units of 100 bit/s Ethernet has ${LINK_SPEEDS.join(', ')}`,
);

/**
 * The version that the driver told when it registered: the major one in the high byte. Through an
 * intermediate driver, which has no NIC, the driver below may answer.
 */
function driverVersion(answers: Answers, { adapter }: Session): string | undefined {
  const bytes = answers.get(Oids.OID_GEN_DRIVER_VERSION);
  if (bytes === undefined || adapter?.location === undefined) return undefined;
  const { MajorNdisVersion, MinorNdisVersion } = adapter.characteristics;
  const registered = MajorNdisVersion * 0x100 + MinorNdisVersion;
  const answered = ulongOf(bytes) % 0x1_0000;
  if (answered === registered) return undefined;
  const digits = (version: number) => `${version >> 8}.${version & 0xff}`;
  return `OID_GEN_DRIVER_VERSION is ${digits(answered)}, and the driver registered as NDIS ${digits(registered)}.`;
}
