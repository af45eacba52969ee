/**
 * Power management and wake-up (DDK ntddndis.h: what OID_PNP_CAPABILITIES and
 * OID_PNP_ADD_WAKE_UP_PATTERN carry), x86 layout.
 */
import { layout } from '../layout';
import { ULONG } from '../types';

export const NDIS_PM_WAKE_UP_CAPABILITIES = layout('NDIS_PM_WAKE_UP_CAPABILITIES', 0x0c, {
  MinMagicPacketWakeUp: ULONG,
  MinPatternWakeUp: ULONG,
  MinLinkChangeWakeUp: ULONG,
});

export const NDIS_PNP_CAPABILITIES = layout('NDIS_PNP_CAPABILITIES', 0x10, {
  Flags: ULONG,
  WakeUpCapabilities: NDIS_PM_WAKE_UP_CAPABILITIES,
});

/** The mask follows it in memory, and the pattern lies PatternOffset bytes from its beginning. */
export const NDIS_PM_PACKET_PATTERN = layout('NDIS_PM_PACKET_PATTERN', 0x18, {
  Priority: ULONG,
  Reserved: ULONG,
  MaskSize: ULONG,
  PatternOffset: ULONG,
  PatternSize: ULONG,
  PatternFlags: ULONG,
});
