/**
 * Sleep and waking up, and the system's end. RTL8139C(L) data sheet 6.9, 6.11, 6.13, chapter 8. The
 * bus driver changes the power state itself, after sleep has begun and before waking up begins.
 */
import {
  NDIS_PNP_WAKE_UP_LINK_CHANGE,
  NDIS_PNP_WAKE_UP_MAGIC_PACKET,
  NdisDeviceStateD0,
  NdisDeviceStateD3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { virtual } from '../../hardware/address';
import { type Adapter, adapterAt } from './adapter';
import { resetChip, stopChip } from './chip';
import { restartDevice, stopDevice } from './device';
import { readUchar, writeUchar, writeUlong } from './ports';
import { CONFIG1, CONFIG3, EE, RCR, Register } from './registers';

/** What OID_PNP_ENABLE_WAKE_UP may ask for, if the card can wake at all. */
export const SUPPORTED_WAKE_UPS = NDIS_PNP_WAKE_UP_MAGIC_PACKET | NDIS_PNP_WAKE_UP_LINK_CHANGE;

/** The power management capability: identifier, next, PMC (chapter 8; PCI-PM 1.1, 3.2.3). */
const CAPABILITY_OFFSET = 0x50;
const CAPABILITY_BYTES = 4;
const CAPABILITY_ID = 0x01;
const PME_FROM_D3HOT = 0x4000;

/** Notes whether this card can wake the system: its 93C46 may say no (6.11). */
export function findWakeUp(ndis: Ndis, adapter: Adapter): NdisStatus {
  const capability = ndis.localBytes(CAPABILITY_BYTES);
  const byteCount = ndis.NdisReadPciSlotInformation(
    adapter.MiniportAdapterHandle,
    0,
    CAPABILITY_OFFSET,
    capability,
    CAPABILITY_BYTES,
  );
  adapter.CanWake =
    (readUchar(ndis, adapter, Register.CONFIG1) & CONFIG1.PMEN) !== 0 &&
    byteCount === CAPABILITY_BYTES &&
    ndis.memory.read8(capability) === CAPABILITY_ID &&
    (ndis.memory.read16(virtual(capability + 2)) & PME_FROM_D3HOT) !== 0;
  return NDIS_STATUS_SUCCESS;
}

/** OID_PNP_SET_POWER. The device sleeps alike in D1 to D3. At DISPATCH_LEVEL. */
export function setPower(ndis: Ndis, adapter: Adapter, state: number): NdisStatus {
  if (state < NdisDeviceStateD0 || state > NdisDeviceStateD3) return NDIS_STATUS_INVALID_DATA;
  const shallSleep = state !== NdisDeviceStateD0;
  if (shallSleep && !adapter.IsAsleep) fallAsleep(ndis, adapter);
  if (!shallSleep && adapter.IsAsleep) wakeUp(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
}

/** What may wake the system is told to the chip here; whether it may, by the system in PMCSR. */
function fallAsleep(ndis: Ndis, adapter: Adapter): void {
  stopDevice(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
  setWakeUpEvents(ndis, adapter, adapter.WakeUpEnabled);
  // A magic packet must be one that would be received (chapter 8).
  writeUlong(ndis, adapter, Register.RCR, RCR.APM | RCR.AB);
  adapter.IsAsleep = true;
}

/** If the device does not come back, MiniportCheckForHang will ask for a reset. */
function wakeUp(ndis: Ndis, adapter: Adapter): void {
  adapter.IsAsleep = false;
  restartDevice(ndis, adapter, resetChip(ndis, adapter));
}

/** CONFIG3 can be written in one mode of 9346CR only (6.9). */
function setWakeUpEvents(ndis: Ndis, adapter: Adapter, events: number): void {
  let config3 = readUchar(ndis, adapter, Register.CONFIG3) & ~(CONFIG3.MAGIC | CONFIG3.LINK_UP);
  if ((events & NDIS_PNP_WAKE_UP_MAGIC_PACKET) !== 0) config3 |= CONFIG3.MAGIC;
  if ((events & NDIS_PNP_WAKE_UP_LINK_CHANGE) !== 0) config3 |= CONFIG3.LINK_UP;
  writeUchar(ndis, adapter, Register.EE_CR, EE.MODE_CONFIG_WRITE);
  writeUchar(ndis, adapter, Register.CONFIG3, config3);
  writeUchar(ndis, adapter, Register.EE_CR, EE.MODE_NORMAL);
}

/** The system goes down, or has crashed: any IRQL, any state, and no kernel service is sure. */
export const MiniportShutdown: Handler<'MiniportShutdown'> = (ndis, ShutdownContext) => {
  const adapter = adapterAt(ndis, ShutdownContext);
  if (!adapter.IsAsleep) stopChip(ndis, adapter);
};
