/**
 * Configuration space registers. PCI Local Bus Specification 2.2, section 6.1 (type 00h header) and
 * 6.2; PCI Bus Power Management Interface Specification 1.1, section 3.2.
 */

export const CONFIGURATION_BYTES = 256;

/** Byte offsets in the type 00h header (figure 6-1). */
export const Header = {
  VENDOR_ID: 0x00,
  DEVICE_ID: 0x02,
  COMMAND: 0x04,
  STATUS: 0x06,
  REVISION_ID: 0x08,
  CLASS_CODE: 0x09,
  CACHE_LINE_SIZE: 0x0c,
  LATENCY_TIMER: 0x0d,
  HEADER_TYPE: 0x0e,
  BASE_ADDRESS_0: 0x10,
  SUBSYSTEM_VENDOR_ID: 0x2c,
  SUBSYSTEM_ID: 0x2e,
  CAPABILITIES_POINTER: 0x34,
  INTERRUPT_LINE: 0x3c,
  INTERRUPT_PIN: 0x3d,
  MIN_GNT: 0x3e,
  MAX_LAT: 0x3f,
  /** The header ends here; what follows is the device's own. */
  END: 0x40,
} as const;

export const BASE_ADDRESS_COUNT = 6;

/** Command register (table 6-1). Bits 10 and up are reserved in revision 2.2. */
export const Command = {
  IO_SPACE: 1 << 0,
  MEMORY_SPACE: 1 << 1,
  BUS_MASTER: 1 << 2,
  MEMORY_WRITE_AND_INVALIDATE: 1 << 4,
  PARITY_ERROR_RESPONSE: 1 << 6,
  SERR_ENABLE: 1 << 8,
} as const;

/** Status register (table 6-2). */
export const Status = {
  CAPABILITIES_LIST: 1 << 4,
  CAPABLE_OF_66_MHZ: 1 << 5,
  FAST_BACK_TO_BACK: 1 << 7,
  MASTER_DATA_PARITY_ERROR: 1 << 8,
  /** Bits 10:9: 00b is fast, 01b medium, 10b slow. */
  DEVSEL_MEDIUM: 1 << 9,
  DEVSEL_SLOW: 2 << 9,
  SIGNALED_TARGET_ABORT: 1 << 11,
  RECEIVED_TARGET_ABORT: 1 << 12,
  RECEIVED_MASTER_ABORT: 1 << 13,
  SIGNALED_SYSTEM_ERROR: 1 << 14,
  DETECTED_PARITY_ERROR: 1 << 15,
} as const;

/** Header Type: the device has functions other than 0 (section 6.2.1). */
export const HEADER_TYPE_MULTIFUNCTION = 0x80;

/** The low bits of a base address register (section 6.2.5.1). */
export const BaseAddress = {
  IO_SPACE: 1 << 0,
  TYPE_64_BIT: 2 << 1,
  PREFETCHABLE: 1 << 3,
} as const;

/** What Interrupt Line holds where no interrupt is connected (section 6.2.4). */
export const INTERRUPT_LINE_NONE = 0xff;

/** Byte offsets in the power-management capability (PCI-PM 1.1, 3.2). */
export const PowerManagement = {
  CAP_ID: 0,
  NEXT_ITEM_PTR: 1,
  PMC: 2,
  PMCSR: 4,
  END: 8,
} as const;

export const CAP_ID_POWER_MANAGEMENT = 0x01;

/** Power management capabilities, PMC (PCI-PM 1.1, 3.2.3). */
export const Pmc = {
  D1_SUPPORT: 1 << 9,
  D2_SUPPORT: 1 << 10,
  /** PME# can be asserted from D0; the bits above are D1, D2, D3hot and D3cold. */
  PME_SUPPORT_D0: 1 << 11,
  PME_SUPPORT_D3_HOT: 1 << 14,
  PME_SUPPORT_D3_COLD: 1 << 15,
  PME_SUPPORT: 0x1f << 11,
} as const;

/** Power management control and status, PMCSR (PCI-PM 1.1, 3.2.4). */
export const Pmcsr = {
  POWER_STATE: 3 << 0,
  PME_EN: 1 << 8,
  PME_STATUS: 1 << 15,
} as const;
