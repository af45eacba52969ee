/**
 * The two lines: their coming up and going down, what is sent, and a timer that stands for the time
 * that frames take. A frame that is sent over one line arrives on the other.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { NdisWanReliable, WAN_ERROR_FRAMING } from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_WAN_FRAGMENT,
  NDIS_STATUS_WAN_LINE_DOWN,
  NDIS_STATUS_WAN_LINE_UP,
} from '../../ndis/status';
import {
  NDIS_MAC_FRAGMENT,
  NDIS_MAC_LINE_DOWN,
  NDIS_MAC_LINE_UP,
  NDIS_WAN_PACKET,
} from '../../ndis/structures/wan';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import {
  type Adapter,
  adapterAt,
  append,
  FLAG,
  FLAG_BYTES,
  FRAME_BYTES_MAX,
  FRAME_RESERVE_BYTES,
  LINE,
  LINE_COUNT,
  type Line,
  lineAt,
  LINK_SPEED,
  SEND_WINDOW,
  takeFirst,
} from './adapter';

/** How long a frame takes, and how long until somebody looks again whether a line can come up. */
const FRAME_MS = 1;
const CARRIER_MS = 100;

export const MiniportWanSend: Handler<'MiniportWanSend'> = (
  ndis,
  MiniportAdapterContext,
  NdisLinkHandle,
  WanPacket,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const line = LINE.at(ndis.memory, NdisLinkHandle);
  const packet = NDIS_WAN_PACKET.at(ndis.memory, WanPacket);
  if (line.NdisLinkContext === 0) return NDIS_STATUS_FAILURE;
  if (packet.CurrentLength > FRAME_BYTES_MAX + FRAME_RESERVE_BYTES)
    return NDIS_STATUS_INVALID_LENGTH;
  // NDISWAN has left room for a flag before the frame, and for one behind it.
  ndis.memory.write8(virtual(packet.CurrentBuffer - FLAG_BYTES), FLAG);
  ndis.memory.write8(virtual(packet.CurrentBuffer + packet.CurrentLength), FLAG);
  append(ndis, line, WanPacket);
  setTimer(ndis, adapter, FRAME_MS);
  return NDIS_STATUS_PENDING;
};

/** What can be done wrong. */
export interface Steps {
  /** By what NDISWAN knows a link. */
  contextOf(line: Line): NdisHandle;
  complete(ndis: Ndis, adapter: Adapter, packet: VirtualAddress, status: NdisStatus): void;
}

export const RIGHT: Steps = {
  contextOf: ({ NdisLinkContext }) => NdisLinkContext,
  complete: (ndis, { MiniportAdapterHandle }, packet, status) =>
    ndis.NdisMWanSendComplete(MiniportAdapterHandle, packet, status),
};

export type Lines = ReturnType<typeof linesWith>;

export function linesWith({ contextOf, complete }: Steps) {
  const timerFunction: Handler<'MiniportTimer'> = (ndis, _SystemSpecific1, FunctionContext) => {
    const adapter = adapterAt(ndis, FunctionContext);
    adapter.IsTimerActive = false;
    if (!adapter.IsOn) return;
    for (let index = 0; index < LINE_COUNT; index++) {
      const line = lineAt(ndis, adapter, index);
      if (line.NdisLinkContext === 0) bringUp(ndis, adapter, line);
      carry(ndis, adapter, line, lineAt(ndis, adapter, LINE_COUNT - 1 - index));
    }
  };

  /** What waits on one line arrives on the other, and its packets go back. */
  function carry(ndis: Ndis, adapter: Adapter, from: Line, to: Line): void {
    let hasArrived = false;
    for (let address = takeFirst(ndis, from); address !== NULL; address = takeFirst(ndis, from)) {
      hasArrived = to.NdisLinkContext !== 0;
      if (hasArrived) arrive(ndis, adapter, contextOf(to), address);
      adapter.XmitOk++;
      complete(ndis, adapter, address, NDIS_STATUS_SUCCESS);
    }
    if (hasArrived)
      ndis.NdisMWanIndicateReceiveComplete(adapter.MiniportAdapterHandle, to.NdisLinkContext);
  }

  /** Takes all frames that wait back. MiniportHalt may indicate nothing: its lines end with it. */
  function turnOff(ndis: Ndis, adapter: Adapter): void {
    adapter.IsOn = false;
    const { TimerCancelled } = ndis.NdisMCancelTimer(adapter.Timer.address);
    if (TimerCancelled) adapter.IsTimerActive = false;
    abortSends(ndis, adapter, NDIS_STATUS_FAILURE);
  }

  /** Takes the lines down. */
  function takeDown(ndis: Ndis, adapter: Adapter): void {
    turnOff(ndis, adapter);
    const down = ndis.local(NDIS_MAC_LINE_DOWN);
    for (let index = 0; index < LINE_COUNT; index++) {
      const line = lineAt(ndis, adapter, index);
      if (line.NdisLinkContext === 0) continue;
      down.NdisLinkContext = line.NdisLinkContext;
      line.NdisLinkContext = 0 as NdisHandle;
      const { bytes } = NDIS_MAC_LINE_DOWN;
      indicate(ndis, adapter, NDIS_STATUS_WAN_LINE_DOWN, down.address, bytes);
    }
  }

  function abortSends(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
    for (let index = 0; index < LINE_COUNT; index++) {
      const line = lineAt(ndis, adapter, index);
      for (let packet = takeFirst(ndis, line); packet !== NULL; packet = takeFirst(ndis, line)) {
        adapter.XmitError++;
        complete(ndis, adapter, packet, status);
      }
    }
  }

  /** There is no device to reset: the packets that wait are given back. */
  const MiniportReset: Handler<'MiniportReset'> = (ndis, MiniportAdapterContext) => {
    abortSends(ndis, adapterAt(ndis, MiniportAdapterContext), NDIS_STATUS_REQUEST_ABORTED);
    return { Result: NDIS_STATUS_SUCCESS, AddressingReset: false };
  };

  return { MiniportReset, timerFunction, takeDown, turnOff };
}

/** The lines come up when the timer next runs. */
export function turnOn(ndis: Ndis, adapter: Adapter): void {
  adapter.IsOn = true;
  setTimer(ndis, adapter, CARRIER_MS);
}

function setTimer(ndis: Ndis, adapter: Adapter, delayMs: number): void {
  if (adapter.IsTimerActive) return;
  adapter.IsTimerActive = true;
  ndis.NdisMSetTimer(adapter.Timer.address, delayMs);
}

/** Nobody may be there yet to give the link its context. */
function bringUp(ndis: Ndis, adapter: Adapter, line: Line): void {
  const up = ndis.local(NDIS_MAC_LINE_UP);
  up.LinkSpeed = LINK_SPEED;
  up.Quality = NdisWanReliable;
  up.SendWindow = SEND_WINDOW;
  // Without TAPI it is known to nobody else.
  up.ConnectionWrapperID = line.address as number as NdisHandle;
  up.NdisLinkHandle = line.address as number as NdisHandle;
  up.NdisLinkContext = 0 as NdisHandle;
  indicate(ndis, adapter, NDIS_STATUS_WAN_LINE_UP, up.address, NDIS_MAC_LINE_UP.bytes);
  line.NdisLinkContext = up.NdisLinkContext;
  if (line.NdisLinkContext === 0) setTimer(ndis, adapter, CARRIER_MS);
}

/** A frame is indicated whole, without what it had on the cable; a broken one is counted. */
function arrive(
  ndis: Ndis,
  adapter: Adapter,
  NdisLinkContext: NdisHandle,
  address: VirtualAddress,
): void {
  const { CurrentBuffer, CurrentLength } = NDIS_WAN_PACKET.at(ndis.memory, address);
  const first = ndis.memory.read8(virtual(CurrentBuffer - FLAG_BYTES));
  const last = ndis.memory.read8(virtual(CurrentBuffer + CurrentLength));
  if (first === FLAG && last === FLAG) {
    const { MiniportAdapterHandle } = adapter;
    const { Status } = ndis.NdisMWanIndicateReceive(
      MiniportAdapterHandle,
      NdisLinkContext,
      CurrentBuffer,
      CurrentLength,
    );
    if (Status === NDIS_STATUS_SUCCESS) adapter.RcvOk++;
    else adapter.RcvError++;
    return;
  }
  const fragment = ndis.local(NDIS_MAC_FRAGMENT);
  fragment.NdisLinkContext = NdisLinkContext;
  fragment.Errors = WAN_ERROR_FRAMING;
  adapter.RcvError++;
  const { bytes } = NDIS_MAC_FRAGMENT;
  indicate(ndis, adapter, NDIS_STATUS_WAN_FRAGMENT, fragment.address, bytes);
}

function indicate(
  ndis: Ndis,
  { MiniportAdapterHandle }: Adapter,
  status: NdisStatus,
  buffer: VirtualAddress,
  byteCount: number,
): void {
  ndis.NdisMIndicateStatus(MiniportAdapterHandle, status, buffer, byteCount);
  ndis.NdisMIndicateStatusComplete(MiniportAdapterHandle);
}
