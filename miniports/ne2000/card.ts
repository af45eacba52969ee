/**
 * The card: its ports, its pages, stopping, resetting and starting it. DP8390D 10.3 (CR), 11.0
 * (initialization procedures); LS009.0 5.1.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { type Adapter, adapterAt } from './adapter';
import { receiveConfiguration } from './filter';
import { ADDRESS_BYTES } from './frame';
import {
  BUFFER_END_PAGE,
  CHIP_ID,
  CR,
  DCR_NORMAL,
  ISR,
  Page,
  Port,
  Port1,
  Port3,
  RCR,
  RemoteCommand,
  RING_START_PAGE,
  TCR,
} from './registers';

const MAR_COUNT = 8;
/** The longest frame takes 1.2 ms to go out after a stop command (DP8390D 7.0, note). */
export const STOP_WAIT_US = 1_600;
/** A reset takes some clocks; a card that needs more than 2 ms is none. */
const RESET_POLL_US = 50;
const RESET_POLL_COUNT_MAX = 40;

export function portAt(adapter: Adapter, port: number): VirtualAddress {
  return virtual(adapter.PortOffset + port);
}

export function readPort(ndis: Ndis, adapter: Adapter, port: number): number {
  return ndis.NdisRawReadPortUchar(portAt(adapter, port)).Data;
}

export function writePort(ndis: Ndis, adapter: Adapter, port: number, value: number): void {
  ndis.NdisRawWritePortUchar(portAt(adapter, port), value);
}

/** Whether the card has left its bus: CR never reads as all ones in page 0. */
export function isGone(ndis: Ndis, adapter: Adapter): boolean {
  return readPort(ndis, adapter, Port.CR) === 0xff;
}

/**
 * Runs what leaves page 0, or what the ISR shares, while the ISR cannot run: it would take a
 * register of another page for ISR or IMR.
 */
export function synchronize(
  ndis: Ndis,
  adapter: Adapter,
  run: Handler<'MiniportSynchronizeISR'>,
): void {
  if (adapter.HasInterrupt)
    ndis.NdisMSynchronizeWithInterrupt(
      adapter.Interrupt.address,
      ndis.addressOf(run),
      adapter.address,
    );
  else run(ndis, adapter.address);
}

/** Changes the page. The card goes on as it is, and so does a transmission; a remote DMA ends. */
function selectPage(ndis: Ndis, adapter: Adapter, page: number): void {
  const state = readPort(ndis, adapter, Port.CR) & (CR.STP | CR.STA);
  writePort(ndis, adapter, Port.CR, page | RemoteCommand.ABORT | state);
}

/** Brings CURR to CurrentPage. */
export const readCurrentPage: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  selectPage(ndis, adapter, Page.ONE);
  adapter.CurrentPage = readPort(ndis, adapter, Port1.CURR);
  selectPage(ndis, adapter, Page.ZERO);
  return true;
};

/** Brings CONFIG0 and CONFIG2 to where they are kept. */
export const readConfigurationPage: Handler<'MiniportSynchronizeISR'> = (
  ndis,
  SynchronizeContext,
) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  selectPage(ndis, adapter, Page.THREE);
  adapter.Config0 = readPort(ndis, adapter, Port3.CONFIG0);
  adapter.Config2 = readPort(ndis, adapter, Port3.CONFIG2);
  selectPage(ndis, adapter, Page.ZERO);
  return true;
};

/** Programs MAR from MulticastFilter. */
export const writeMulticastFilter: Handler<'MiniportSynchronizeISR'> = (
  ndis,
  SynchronizeContext,
) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  selectPage(ndis, adapter, Page.ONE);
  writeBytes(ndis, adapter, Port1.MAR0, adapter.MulticastFilter, MAR_COUNT);
  selectPage(ndis, adapter, Page.ZERO);
  return true;
};

/** Programs PAR from CurrentAddress, and CURR from NextPage: for a card that is stopped. */
const writeAddressAndCurrentPage: Handler<'MiniportSynchronizeISR'> = (
  ndis,
  SynchronizeContext,
) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  selectPage(ndis, adapter, Page.ONE);
  writeBytes(ndis, adapter, Port1.PAR0, adapter.CurrentAddress, ADDRESS_BYTES);
  writePort(ndis, adapter, Port1.CURR, adapter.NextPage);
  selectPage(ndis, adapter, Page.ZERO);
  return true;
};

/** Writes bytes of memory to as many ports. */
function writeBytes(
  ndis: Ndis,
  adapter: Adapter,
  port: number,
  from: VirtualAddress,
  byteCount: number,
): void {
  for (let index = 0; index < byteCount; index++)
    writePort(ndis, adapter, port + index, ndis.memory.read8(virtual(from + index)));
}

/**
 * Tells the card to stop and to interrupt no more; a frame that is going out takes STOP_WAIT_US. It
 * does nothing but write ports, whatever the page, so that it can be called at any IRQL.
 */
export function stopCard(ndis: Ndis, adapter: Adapter): void {
  writePort(ndis, adapter, Port.CR, Page.ZERO | RemoteCommand.ABORT | CR.STP);
  writePort(ndis, adapter, Port.IMR, 0);
}

/** Resets the controller, which then is stopped with its interrupts masked. False if there is none. */
export function resetCard(ndis: Ndis, adapter: Adapter): boolean {
  readPort(ndis, adapter, Port.RESET);
  for (let poll = 0; poll < RESET_POLL_COUNT_MAX; poll++) {
    ndis.NdisStallExecution(RESET_POLL_US);
    if (isGone(ndis, adapter)) return false;
    if ((readPort(ndis, adapter, Port.ISR) & ISR.RST) === 0) continue;
    stopCard(ndis, adapter);
    return readChipId(ndis, adapter) === CHIP_ID;
  }
  return false;
}

function readChipId(ndis: Ndis, adapter: Adapter): number {
  return readPort(ndis, adapter, Port.ID0) | (readPort(ndis, adapter, Port.ID1) << 8);
}

/**
 * Sets up a card that is stopped and starts it, in the order of DP8390D 11.0 up to the start
 * command. It is on no network yet, and its memory can be read and written.
 */
export function startInLoopback(ndis: Ndis, adapter: Adapter): void {
  stopCard(ndis, adapter);
  writePort(ndis, adapter, Port.DCR, DCR_NORMAL);
  writePort(ndis, adapter, Port.RBCR0, 0);
  writePort(ndis, adapter, Port.RBCR1, 0);
  writePort(ndis, adapter, Port.RCR, RCR.MON);
  writePort(ndis, adapter, Port.TCR, TCR.LOOPBACK);
  // One page behind the first frame (7.0, removing packets from the ring).
  writePort(ndis, adapter, Port.BNRY, RING_START_PAGE);
  writePort(ndis, adapter, Port.PSTART, RING_START_PAGE);
  writePort(ndis, adapter, Port.PSTOP, BUFFER_END_PAGE);
  writePort(ndis, adapter, Port.ISR, ISR.ALL);
  adapter.NextPage = RING_START_PAGE + 1;
  synchronize(ndis, adapter, writeAddressAndCurrentPage);
  synchronize(ndis, adapter, writeMulticastFilter);
  writePort(ndis, adapter, Port.CR, Page.ZERO | RemoteCommand.ABORT | CR.STA);
}

/** Puts a card that runs in loopback on the network (DP8390D 11.0, last step). */
export function leaveLoopback(ndis: Ndis, adapter: Adapter): void {
  writePort(ndis, adapter, Port.RCR, receiveConfiguration(adapter.PacketFilter));
  writePort(ndis, adapter, Port.TCR, TCR.NORMAL);
}
