/**
 * Registers of the PHY inside the Am79C973. Am79C973/Am79C975 data sheet (publication 21510), PHY
 * Management Registers (ANR0 to ANR24); IEEE 802.3 22.2.4 for the first eight.
 */
import { type IndexedRow, IndexedTable } from './indexed-registers';

export const ANR0 = {
  RESET: 0x8000,
  LOOPBACK: 0x4000,
  SPEED: 0x2000,
  AN_ENABLE: 0x1000,
  POWER_DOWN: 0x0800,
  ISOLATE: 0x0400,
  AN_RESTART: 0x0200,
  FULL_DUPLEX: 0x0100,
  COLLISION_TEST: 0x0080,
} as const;
export const ANR1 = { AN_COMPLETE: 0x0020, LINK: 0x0004 } as const;
export const ANR6 = { PAGE_RECEIVED: 0x0002, PARTNER_NEGOTIATES: 0x0001 } as const;
/** The summary of what was negotiated. */
export const ANR24 = {
  LINK: 0x0008,
  FULL_DUPLEX: 0x0004,
  AN_ALERT: 0x0002,
  SPEED: 0x0001,
} as const;

type Options = Pick<IndexedRow, 'access' | 'reset' | 'writeMask' | 'fields' | 'modelled'>;

function row(number: number, title: string, options: Partial<Options> = {}): IndexedRow {
  const name = `ANR${number}`;
  return { name, title, offset: number, access: 'rw', section: name, widthBytes: 2, ...options };
}

const RO = { access: 'ro' } as const;

/** The identifier is AMD's, OUI 00001Ah, model 36h, revision 0. */
// prettier-ignore
export const PHY_ROWS: readonly IndexedRow[] = [
  row(0, 'PHY Control', { reset: 0x3100, writeMask: 0x7d80, fields: ANR0 }),
  row(1, 'PHY Status', { ...RO, reset: 0x7849, fields: ANR1 }),
  row(2, 'PHY Identifier Part 1', { ...RO, reset: 0x0000 }),
  row(3, 'PHY Identifier Part 2', { ...RO, reset: 0x6b60 }),
  row(4, 'Auto-Negotiation Advertisement', { reset: 0x01e1, writeMask: 0xa7e0 }),
  row(5, 'Auto-Negotiation Link Partner Ability', RO),
  row(6, 'Auto-Negotiation Expansion', { ...RO, reset: 0x0004, fields: ANR6 }),
  row(7, 'Auto-Negotiation Next Page', { reset: 0x2001, writeMask: 0xb7ff }),
  row(16, 'Interrupt Status and Enable', { modelled: false }),
  row(17, 'PHY Control/Status', { modelled: false }),
  row(18, 'Descrambler Resynchronization Timer', { reset: 0x186a }),
  row(19, 'PHY Management Extension', { modelled: false }),
  row(24, 'Summary Status', { ...RO, fields: ANR24 }),
];

export const PHY_TABLE = new IndexedTable(PHY_ROWS);
