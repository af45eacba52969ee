/**
 * Sleep and waking: every state that the NIC has, with traffic on its way, with and without its
 * power, woken by what it can be woken by; asleep when it is halted; and the system's end. A driver
 * that knows nothing of power is halted for the time. (NDIS 5.1: Power Management for NDIS Miniport
 * Drivers; OID_PNP_CAPABILITIES, OID_PNP_QUERY_POWER, OID_PNP_SET_POWER, OID_PNP_ENABLE_WAKE_UP)
 */
import { BROADCAST_MAC } from '../../hardware/wire';
import {
  NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND,
  NDIS_PNP_WAKE_UP_LINK_CHANGE,
  NDIS_PNP_WAKE_UP_MAGIC_PACKET,
  NdisDevicePnPEventPowerProfileChanged,
  NdisDeviceStateD3,
} from '../../ndis/constants';
import {
  OID_802_3_CURRENT_ADDRESS,
  OID_PNP_CAPABILITIES,
  OID_PNP_ENABLE_WAKE_UP,
  OID_PNP_QUERY_POWER,
} from '../../ndis/oid';
import { hex } from '../../ndis/finding';
import { NDIS_STATUS_SUCCESS, statusName } from '../../ndis/status';
import { NDIS_PNP_CAPABILITIES } from '../../ndis/structures/power';
import type { Adapter } from '../../ndis/wrapper/adapter';
import { notifyPnPEvent, setPower, shutdownAdapter } from '../../ndis/wrapper/lifecycle';
import { judgeAsleep, judgeShutdown } from '../boundaries';
import { putToSleep, sleepStates, type SleepingNic } from '../nic-power';
import { askMiniport } from '../oid-request';
import type { Scenario } from '../scenario';
import { shareInterrupt } from '../disturbance/other-device';
import type { Session } from '../session';
import type { TestProtocol } from '../test-protocol';
import { ulongOf } from './oid-answers';
import {
  exchange,
  frameTo,
  LINK_UP_NS,
  lostOf,
  openBinding,
  TRAFFIC_NS,
  trafficOf,
  type Traffic,
} from './steps';

/** No event of NDIS 5.1: a miniport ignores it. */
const UNKNOWN_EVENT = 0x20;
/** More than a ring holds, so that some are on their way when the NIC falls asleep. */
const SENDS_UNDER_WAY = 40;
/** Frames that a protocol keeps until the NIC sleeps, and for how long. */
const HELD_FRAMES = 3;
const RETURN_NS = 1e9;
const ADDRESS_BYTES = 6;
const CAPABILITIES = NDIS_PNP_CAPABILITIES.offsets;

type SleepState = 1 | 2 | 3;

export const power: Scenario = {
  name: 'power',
  summary: 'Sleep in every state of the NIC and waking up, by its events too; and shutdown.',
  plan: () => [{ faults: [] }],
  play(session) {
    if (start(session)) sleepAndWake(session);
    session.halt();
    session.unload();
    if (start(session) && isPowerManaged(session)) sleep(session, 3, 0);
    session.halt();
    session.unload();
    if (start(session)) shutDown(session);
  },
};

function start(session: Session): boolean {
  if (!session.board.isAwake) return false;
  const isRunning = session.load() && session.start();
  if (isRunning) session.idle(LINK_UP_NS);
  return isRunning;
}

/** Whether the drivers from the top to the NIC are told of sleep, or are halted for it. */
function isPowerManaged(session: Session): boolean {
  return session.adapters.every(
    (adapter) =>
      (adapter.attributeFlags & NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND) !== 0 ||
      capabilitiesOf(adapter) !== undefined,
  );
}

function capabilitiesOf(adapter: Adapter): Uint8Array | undefined {
  const buffer = new Uint8Array(NDIS_PNP_CAPABILITIES.bytes);
  const { status, bytes } = askMiniport(adapter, 'query', OID_PNP_CAPABILITIES, buffer);
  return status === NDIS_STATUS_SUCCESS ? bytes : undefined;
}

function addressOf(adapter: Adapter): Uint8Array {
  return askMiniport(adapter, 'query', OID_802_3_CURRENT_ADDRESS, new Uint8Array(ADDRESS_BYTES))
    .bytes;
}

function sleepAndWake(session: Session): void {
  openBinding(session);
  const traffic = trafficOf(session);
  for (const event of [NdisDevicePnPEventPowerProfileChanged, UNKNOWN_EVENT])
    for (const adapter of session.adapters) notifyPnPEvent(adapter, event);
  if (lostOf(traffic, session) !== undefined)
    session.os.report('power/unknown-event-not-ignored', {
      what: `After the events ${NdisDevicePnPEventPowerProfileChanged} and ${UNKNOWN_EVENT} frames were lost that went through before.`,
      boundary: 'MiniportPnPEventNotify',
    });
  if (!isPowerManaged(session)) return haltAndStart(session, traffic);
  for (const state of sleepStates(session.board)) nap(session, state, traffic);
  nap(session, 3, traffic, true);
  for (const event of WAKE_UPS) wakeBy(session, event);
}

/** What NDIS does with a driver that is not aware of power management. */
function haltAndStart(session: Session, traffic: Traffic): void {
  session.halt();
  session.haltBelow();
  const nic = putToSleep(session.board, 3, false);
  session.idle(LINK_UP_NS);
  nic.awaken(session.board.slots.length === 1);
  session.startBelow();
  if (!session.start()) return;
  session.idle(LINK_UP_NS);
  openBinding(session);
  judgeTraffic(session, traffic);
}

/** Asleep for a while, with frames on their way both before and meanwhile. */
function nap(session: Session, state: SleepState, traffic: Traffic, isCold = false): void {
  const { board, protocol } = session;
  const frame = frameTo(BROADCAST_MAC, 600);
  if (protocol !== undefined) holdFrames(session, protocol);
  protocol?.send(Array.from({ length: SENDS_UNDER_WAY }, () => frame));
  board.stationPort.transmit(frame, frame.length);
  const nic = sleep(session, state, 0);
  if (nic === undefined) return;
  board.stationPort.transmit(frame, frame.length);
  session.idle(LINK_UP_NS);
  // An ISR on a shared line is asked by the others' interrupts, and may not ask a NIC that sleeps.
  shareInterrupt(session);
  session.idle(TRAFFIC_NS);
  wake(session, nic, isCold && board.slots.length === 1);
  exchange(session);
  judgeTraffic(session, traffic);
}

/** Frames that a protocol keeps meanwhile: who waits for them is not kept waiting for long. */
function holdFrames(session: Session, protocol: TestProtocol): void {
  const frame = frameTo(BROADCAST_MAC, 200);
  protocol.holdEvery = 1;
  for (let index = 0; index < HELD_FRAMES; index++)
    session.board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
  protocol.holdEvery = 0;
  protocol.returnHeldIn(RETURN_NS);
}

function judgeTraffic(session: Session, traffic: Traffic): void {
  const lost = lostOf(traffic, session);
  if (lost === undefined) return;
  session.os.report('power/traffic-lost-after-sleep', {
    what: `Before it slept the driver ${lost}, and after it none.`,
    boundary: 'MiniportSetInformation',
  });
}

/** Asks and tells the drivers, the highest first, then the bus. Undefined if one refused. */
function sleep(session: Session, state: SleepState, events: number): SleepingNic | undefined {
  const { adapters, board } = session;
  for (const adapter of adapters) queryPower(session, adapter, state);
  if (!adapters.every((adapter) => isSet(session, adapter, state))) return undefined;
  if (state === 3) judgeAsleep(board, adapters.at(-1)!, events !== 0);
  board.isAwake = false;
  return putToSleep(board, state, events !== 0);
}

/** The bus first, then the drivers, the lowest first. */
function wake(session: Session, nic: SleepingNic, isCold: boolean): void {
  nic.awaken(isCold);
  session.board.isAwake = true;
  for (const adapter of [...session.adapters].reverse()) isSet(session, adapter, 0);
  session.idle(LINK_UP_NS);
}

function queryPower(session: Session, adapter: Adapter, state: SleepState): void {
  const asked = Uint8Array.of(state + 1, 0, 0, 0);
  const { status } = askMiniport(adapter, 'query', OID_PNP_QUERY_POWER, asked);
  if (status === NDIS_STATUS_SUCCESS) return;
  session.os.report('oid/must-succeed-failed', {
    what: `OID_PNP_QUERY_POWER for D${state} came to ${named(status)}.`,
    boundary: 'MiniportQueryInformation',
  });
}

function isSet(session: Session, adapter: Adapter, state: 0 | SleepState): boolean {
  const status = setPower(adapter, state);
  if (status === NDIS_STATUS_SUCCESS) return true;
  session.os.report('power/set-power-refused', {
    what: `OID_PNP_SET_POWER to D${state} came to ${named(status)}.`,
    boundary: 'MiniportSetInformation',
  });
  return false;
}

function named(status: number): string {
  return statusName(status) ?? hex(status);
}

/** An event that may wake the system, and where the capabilities say so. */
interface WakeUp {
  readonly name: string;
  readonly flag: number;
  readonly offset: number;
  /** @param address - the station address of the NIC. */
  happen(session: Session, address: Uint8Array): void;
}

const WAKE_UPS: readonly WakeUp[] = [
  {
    name: 'a magic packet',
    flag: NDIS_PNP_WAKE_UP_MAGIC_PACKET,
    offset: CAPABILITIES.WakeUpCapabilities,
    happen({ board }, address) {
      const frame = magicPacket(address);
      board.stationPort.transmit(frame, frame.length);
    },
  },
  {
    name: 'a change of the link',
    flag: NDIS_PNP_WAKE_UP_LINK_CHANGE,
    offset: CAPABILITIES.WakeUpCapabilities + 8,
    happen(session) {
      session.board.wire.setLink(false);
      session.idle(LINK_UP_NS);
      session.board.wire.setLink(true);
      session.idle(LINK_UP_NS);
    },
  },
];

/** Six bytes of FFh and the address sixteen times, anywhere in a frame. */
function magicPacket(address: Uint8Array): Uint8Array {
  const frame = frameTo(BROADCAST_MAC, 14 + 6 + 16 * 6);
  frame.fill(0xff, 14, 20);
  for (let index = 0; index < 16; index++) frame.set(address, 20 + 6 * index);
  return frame;
}

/** Sleeps in D3 with an event enabled that the driver says can wake it, and lets it happen. */
function wakeBy(session: Session, event: WakeUp): void {
  const { board, os } = session;
  const lowest = session.adapters.at(-1)!;
  const capabilities = capabilitiesOf(lowest);
  if (capabilities === undefined) return;
  if (ulongOf(capabilities.subarray(event.offset)) !== NdisDeviceStateD3) return;
  const enable = (flags: number) =>
    askMiniport(lowest, 'set', OID_PNP_ENABLE_WAKE_UP, Uint8Array.of(flags, 0, 0, 0)).status;
  if (enable(event.flag) !== NDIS_STATUS_SUCCESS) return;
  // An intermediate driver may go by another address than the NIC, which wakes by its own.
  const address = addressOf(lowest);
  const nic = sleep(session, 3, event.flag);
  if (nic === undefined) return;
  session.idle(LINK_UP_NS);
  const before = board.wakeCount;
  event.happen(session, address);
  session.idle(TRAFFIC_NS);
  if (board.wakeCount === before && board.nic.wakesSystem === true)
    os.report('power/wake-up-not-signalled', {
      what: `The driver said that ${event.name} can wake the system from D3; PME# was not asserted.`,
      boundary: 'MiniportSetInformation',
    });
  wake(session, nic, false);
  enable(0);
}

/** The system goes down: the last that the driver hears of. */
function shutDown(session: Session): void {
  openBinding(session);
  exchange(session);
  const lowest = session.adapters.at(-1)!;
  if (shutdownAdapter(lowest)) judgeShutdown(session.board, lowest);
}
