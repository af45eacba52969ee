/**
 * The ring was full when a frame came. DP8390D 7.0, buffer ring overflow: the card must be stopped
 * and started again by this procedure and no other, for its local DMA may stand still.
 */
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { readPort, STOP_WAIT_US, writePort } from './card';
import { handleReceive } from './receive';
import { CR, ISR, Page, Port, RemoteCommand, TCR } from './registers';
import { transmit } from './send';

/** NdisStallExecution takes no more at once; and a DPC may not sleep. */
const STALL_US = 50;
const STALL_COUNT = Math.ceil(STOP_WAIT_US / STALL_US);

/** The steps have the data sheet's numbers. */
export function recoverFromOverflow(ndis: Ndis, adapter: Adapter): void {
  const stopped = Page.ZERO | RemoteCommand.ABORT | CR.STP;
  const started = Page.ZERO | RemoteCommand.ABORT | CR.STA;
  // 1. Whether a transmission was under way.
  const wasTransmitting = (readPort(ndis, adapter, Port.CR) & CR.TXP) !== 0;
  // 2. Stop.
  writePort(ndis, adapter, Port.CR, stopped);
  // 3. Wait for what is under way to end. ISR.RST is no reliable sign of it.
  for (let count = 0; count < STALL_COUNT; count++) ndis.NdisStallExecution(STALL_US);
  // 4. Clear the remote byte count.
  writePort(ndis, adapter, Port.RBCR0, 0);
  writePort(ndis, adapter, Port.RBCR1, 0);
  // 5. A transmission that did not end is lost, unless it is repeated.
  const hasEnded = (readPort(ndis, adapter, Port.ISR) & (ISR.PTX | ISR.TXE)) !== 0;
  const resends = wasTransmitting && !hasEnded;
  // 6. and 7. Start in loopback, so that the remote DMA works and nothing is received.
  writePort(ndis, adapter, Port.TCR, TCR.LOOPBACK);
  writePort(ndis, adapter, Port.CR, started);
  // 8. Remove frames from the ring: all of them.
  handleReceive(ndis, adapter);
  // 9. Take the cause back.
  writePort(ndis, adapter, Port.ISR, ISR.OVW);
  // 10. Leave loopback.
  writePort(ndis, adapter, Port.TCR, TCR.NORMAL);
  // 11. Repeat the transmission.
  if (resends) transmit(ndis, adapter);
}
