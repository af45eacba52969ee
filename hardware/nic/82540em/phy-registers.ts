/**
 * Registers of the PHY inside the 82540EM, a Marvell 88E1011, by MDIC.REGADD: 8254x SDM 13.4.7.1;
 * the first sixteen are those of IEEE 802.3 clause 22. Reserved bits are 0.
 */
import type { RegisterAccess, RegisterRow } from '../../registers';

export const PCTRL = {
  RESET: 0x8000,
  LOOPBACK: 0x4000,
  SPEED_LOW: 0x2000,
  AN_ENABLE: 0x1000,
  POWER_DOWN: 0x0800,
  ISOLATE: 0x0400,
  AN_RESTART: 0x0200,
  FULL_DUPLEX: 0x0100,
  COLLISION_TEST: 0x0080,
  SPEED_HIGH: 0x0040,
} as const;
export const PSTATUS = { AN_COMPLETE: 0x0020, LINK: 0x0004 } as const;
export const PANA = {
  ASM_DIR: 0x0800,
  PAUSE: 0x0400,
  FULL_100: 0x0100,
  HALF_100: 0x0080,
  FULL_10: 0x0040,
  HALF_10: 0x0020,
} as const;
export const PANE = { PAGE_RECEIVED: 0x0002, PARTNER_NEGOTIATES: 0x0001 } as const;
export const PGCON = { FULL_1000: 0x0200, HALF_1000: 0x0100 } as const;
export const PGSTAT = {
  LOCAL_RECEIVER_OK: 0x2000,
  REMOTE_RECEIVER_OK: 0x1000,
  PARTNER_FULL_1000: 0x0800,
  PARTNER_HALF_1000: 0x0400,
} as const;
export const PSSTAT = {
  SPEED: 0xc000,
  FULL_DUPLEX: 0x2000,
  PAGE_RECEIVED: 0x1000,
  RESOLVED: 0x0800,
  LINK: 0x0400,
} as const;
/** Of PINTE and PINTS. */
export const PINT = {
  SPEED_CHANGED: 0x4000,
  DUPLEX_CHANGED: 0x2000,
  PAGE_RECEIVED: 0x1000,
  AN_COMPLETE: 0x0800,
  LINK_CHANGED: 0x0400,
} as const;

function phyRow<Name extends string>(
  offset: number,
  name: Name,
  title: string,
  access: RegisterAccess,
  reset: number,
  options: Pick<RegisterRow, 'writeMask' | 'fields' | 'modelled' | 'count' | 'strideBytes'> = {},
): RegisterRow<Name> {
  return { name, title, offset, access, section: '13.4.7.1', widthBytes: 2, reset, ...options };
}

// prettier-ignore
export const PHY_REGISTERS = [
  phyRow(0, 'PCTRL', 'PHY Control', 'rw', 0x1140, { writeMask: 0x7dc0, fields: PCTRL }),
  phyRow(1, 'PSTATUS', 'PHY Status', 'ro', 0x7949, { fields: PSTATUS }),
  phyRow(2, 'PID1', 'PHY Identifier 1', 'ro', 0x0141),
  phyRow(3, 'PID2', 'PHY Identifier 2', 'ro', 0x0c20),
  phyRow(4, 'PANA', 'Auto-Negotiation Advertisement', 'rw', 0x0de1,
    { writeMask: 0xafff, fields: PANA }),
  phyRow(5, 'PLPA', 'Link Partner Ability (Base Page)', 'ro', 0),
  phyRow(6, 'PANE', 'Auto-Negotiation Expansion', 'ro', 0x0004, { fields: PANE }),
  phyRow(7, 'PNPT', 'Next Page Transmit', 'rw', 0x2001, { writeMask: 0xb7ff }),
  phyRow(8, 'PLPN', 'Link Partner Next Page', 'ro', 0),
  phyRow(9, 'PGCON', '1000BASE-T Control', 'rw', 0x0e00, { writeMask: 0xff00, fields: PGCON }),
  phyRow(10, 'PGSTAT', '1000BASE-T Status', 'ro', 0, { fields: PGSTAT }),
  phyRow(15, 'PESTATUS', 'Extended Status', 'ro', 0x3000),
  phyRow(16, 'PSCON', 'PHY Specific Control', 'rw', 0x0360),
  phyRow(17, 'PSSTAT', 'PHY Specific Status', 'ro', 0, { fields: PSSTAT }),
  phyRow(18, 'PINTE', 'PHY Interrupt Enable', 'rw', 0, { fields: PINT }),
  phyRow(19, 'PINTS', 'PHY Interrupt Status', 'rc', 0, { fields: PINT }),
  phyRow(20, 'PESCON1', 'Extended PHY Specific Control 1', 'rw', 0x0d60),
  // A wire brings no symbol errors, so it counts none.
  phyRow(21, 'PREC', 'PHY Receive Error Counter', 'rc', 0),
  // LEDs, pages and tests of the vendor's.
  phyRow(22, 'PVENDOR', 'Vendor Specific', 'rw', 0, { modelled: false, count: 10, strideBytes: 1 }),
] as const satisfies RegisterRow[];

type Name = (typeof PHY_REGISTERS)[number]['name'];

/** The numbers of the registers. */
export const Register = Object.fromEntries(
  PHY_REGISTERS.map(({ name, offset }) => [name, offset]),
) as Record<Name, number>;

/** MDIC.REGADD has five bits. */
const REGISTER_COUNT = 32;

export const RESET_VALUES = new Uint16Array(REGISTER_COUNT);
/** Bits that a write changes. */
export const WRITE_MASKS = new Uint16Array(REGISTER_COUNT);
/** 1 for the registers that are modelled. */
export const IS_MODELLED = new Uint8Array(REGISTER_COUNT);
for (const row of PHY_REGISTERS as readonly RegisterRow[]) {
  if (row.modelled === false) continue;
  IS_MODELLED[row.offset] = 1;
  RESET_VALUES[row.offset] = row.reset ?? 0;
  if (row.access === 'rw') WRITE_MASKS[row.offset] = row.writeMask ?? 0xffff;
}
