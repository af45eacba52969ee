/**
 * Registers of the Intel 8255x. Source: Intel 8255x 10/100 Mbps Ethernet Controller Family Open
 * Source Software Developer Manual, revision 1.3, 6.3 (control/status registers) and 7.2-7.3 (MDI
 * registers of the 82555, which the 82558 and 82559 contain). What the manual leaves undefined
 * after a reset is 0 here, so that a run repeats.
 */
import { type RegisterRow, RegisterTable } from '../../registers';
import type { RegisterBank } from '../nic';

export const SCB_STATUS = { RUS: 0x3c, CUS: 0xc0 } as const;
/** SCB_STATUS.CUS (table 13). */
export const Cus = { IDLE: 0, SUSPENDED: 1, ACTIVE: 2, HPQ_ACTIVE: 3 } as const;
export type Cus = (typeof Cus)[keyof typeof Cus];
/** SCB_STATUS.RUS (table 13). */
export const Rus = { IDLE: 0, SUSPENDED: 1, NO_RESOURCES: 2, READY: 4 } as const;
export type Rus = (typeof Rus)[keyof typeof Rus];

/** The upper byte of the SCB status word. */
export const STAT_ACK = {
  FCP: 0x01,
  ER: 0x02,
  SWI: 0x04,
  MDI: 0x08,
  RNR: 0x10,
  CNA: 0x20,
  FR: 0x40,
  CX: 0x80,
} as const;

/** The lower byte of the SCB command word. */
export const SCB_COMMAND = { RUC: 0x07, CUC: 0xf0 } as const;
/**
 * SCB_COMMAND.CUC in place (table 14). The manual has the state of the high priority queue (table
 * 13); its two commands are those that Intel's drivers give the 82558 and 82559.
 */
export const Cuc = {
  NOP: 0x00,
  START: 0x10,
  RESUME: 0x20,
  HPQ_START: 0x30,
  LOAD_DUMP_COUNTERS_ADDRESS: 0x40,
  DUMP_COUNTERS: 0x50,
  LOAD_BASE: 0x60,
  DUMP_AND_RESET_COUNTERS: 0x70,
  STATIC_RESUME: 0xa0,
  HPQ_RESUME: 0xb0,
} as const;
/** SCB_COMMAND.RUC. */
export const Ruc = {
  NOP: 0,
  START: 1,
  RESUME: 2,
  DMA_REDIRECT: 3,
  ABORT: 4,
  LOAD_HDS: 5,
  LOAD_BASE: 6,
  RBD_RESUME: 7,
} as const;

/** The upper byte of the SCB command word: interrupt control. */
export const SCB_INTERRUPT = {
  M: 0x01,
  SI: 0x02,
  FCP_MASK: 0x04,
  ER_MASK: 0x08,
  RNR_MASK: 0x10,
  CNA_MASK: 0x20,
  FR_MASK: 0x40,
  CX_MASK: 0x80,
} as const;

export const PORT = { FUNCTION: 0x0000_000f, ADDRESS: 0xffff_fff0 } as const;
export const PortFunction = { SOFTWARE_RESET: 0, SELF_TEST: 1, SELECTIVE_RESET: 2 } as const;

export const EEPROM = { EESK: 0x1, EECS: 0x2, EEDI: 0x4, EEDO: 0x8 } as const;

export const MDI = {
  DATA: 0x0000_ffff,
  REGADD: 0x001f_0000,
  PHYADD: 0x03e0_0000,
  OPCODE: 0x0c00_0000,
  R: 0x1000_0000,
  IE: 0x2000_0000,
} as const;
/** MDI.OPCODE in place. */
export const MdiOpcode = { WRITE: 0x0400_0000, READ: 0x0800_0000 } as const;

export const RXBC = { COUNT: 0x07f8 } as const;

export const FC_COMMAND = {
  XON: 0x01,
  XOFF: 0x02,
  FC_FULL: 0x04,
  FC_PAUSED: 0x08,
  FC_PAUSED_LOW: 0x10,
} as const;

export const PMDR = { PME: 0x01, MAGIC: 0x40, LINK: 0x80 } as const;

export const GENERAL_CONTROL = { CLKRUN_DISABLE: 0x1, DEEP_POWER_DOWN: 0x2 } as const;
export const GENERAL_STATUS = { LINK: 0x1, SPEED_100: 0x2, FULL_DUPLEX: 0x4 } as const;

/** Of both windows' registers, as far as a chip has them. */
const CSR_BYTES = 0x40;

// prettier-ignore
const CSR = [
  { name: 'SCB_STATUS', title: 'SCB Status Word, states of CU and RU', offset: 0x00,
    access: 'ro', section: '6.3.2.1', widthBytes: 1, fields: SCB_STATUS },
  { name: 'STAT_ACK', title: 'SCB Status Word, STAT/ACK', offset: 0x01, access: 'w1c',
    section: '6.3.2.1', widthBytes: 1, fields: STAT_ACK },
  { name: 'SCB_COMMAND', title: 'SCB Command Word, command', offset: 0x02, access: 'rw',
    section: '6.3.2.2', widthBytes: 1, writeMask: 0xf7, fields: SCB_COMMAND },
  { name: 'SCB_INTERRUPT', title: 'SCB Command Word, interrupt control', offset: 0x03,
    access: 'rw', section: '6.3.2.2', widthBytes: 1, writeMask: 0xfd, fields: SCB_INTERRUPT },
  { name: 'SCB_POINTER', title: 'SCB General Pointer', offset: 0x04, access: 'rw',
    section: '6.3.2.3' },
  { name: 'PORT', title: 'PORT', offset: 0x08, access: 'wo', section: '6.3.3', fields: PORT },
  { name: 'FLASH', title: 'Flash Control Register', offset: 0x0c, access: 'rw',
    section: '6.3.4', widthBytes: 2, modelled: 'at-reset' },
  { name: 'EEPROM', title: 'EEPROM Control Register', offset: 0x0e, access: 'rw',
    section: '6.3.4', widthBytes: 2, writeMask: 0x7, fields: EEPROM },
  { name: 'MDI', title: 'MDI Control Register', offset: 0x10, access: 'rw',
    section: '6.3.5', reset: MDI.R, writeMask: 0x3fff_ffff, fields: MDI },
  { name: 'RXBC', title: 'Receive DMA Byte Count', offset: 0x14, access: 'ro',
    section: '6.3.6', fields: RXBC },
  { name: 'EARLY_RX', title: 'Early Receive Interrupt (82558, 82559)', offset: 0x18,
    access: 'rw', section: '6.3.7', widthBytes: 1, modelled: 'at-reset' },
  { name: 'FC_THRESHOLD', title: 'Flow Control, threshold (82558, 82559)', offset: 0x19,
    access: 'rw', section: '6.3.8', widthBytes: 1, writeMask: 0x07 },
  { name: 'FC_COMMAND', title: 'Flow Control, command (82558, 82559)', offset: 0x1a,
    access: 'rw', section: '6.3.8', widthBytes: 1, writeMask: 0x03, fields: FC_COMMAND },
  { name: 'PMDR', title: 'Power Management Driver Register (82558, 82559)', offset: 0x1b,
    access: 'w1c', section: '6.3.9', widthBytes: 1, fields: PMDR },
  { name: 'GENERAL_CONTROL', title: 'General Control (82559)', offset: 0x1c, access: 'rw',
    section: '6.3.10', widthBytes: 1, writeMask: 0x03, fields: GENERAL_CONTROL },
  { name: 'GENERAL_STATUS', title: 'General Status (82559)', offset: 0x1d, access: 'ro',
    section: '6.3.11', widthBytes: 1, fields: GENERAL_STATUS },
  { name: 'FUNCTION_EVENT', title: 'Function Event (82559, CardBus)', offset: 0x30,
    access: 'rw', section: '6.3.1', modelled: false },
  { name: 'FUNCTION_EVENT_MASK', title: 'Function Event Mask (82559, CardBus)', offset: 0x34,
    access: 'rw', section: '6.3.1', modelled: false },
  { name: 'FUNCTION_PRESENT_STATE', title: 'Function Present State (82559, CardBus)',
    offset: 0x38, access: 'ro', section: '6.3.1', modelled: false },
  { name: 'FORCE_EVENT', title: 'Force Event (82559, CardBus)', offset: 0x3c, access: 'wo',
    section: '6.3.1', modelled: false },
] as const satisfies RegisterRow[];

export type RegisterName = (typeof CSR)[number]['name'];

export const REGISTERS = new RegisterTable<RegisterName>(CSR, CSR_BYTES, 1);

/** Where in a device's values each register lies. */
export const R = { ...REGISTERS.slots };

export const CONTROL = {
  RESET: 0x8000,
  LOOPBACK: 0x4000,
  SPEED_100: 0x2000,
  AN_ENABLE: 0x1000,
  POWER_DOWN: 0x0800,
  ISOLATE: 0x0400,
  AN_RESTART: 0x0200,
  FULL_DUPLEX: 0x0100,
  COLLISION_TEST: 0x0080,
} as const;
export const STATUS = {
  ABILITIES: 0x7800,
  AN_COMPLETE: 0x0020,
  REMOTE_FAULT: 0x0010,
  AN_ABILITY: 0x0008,
  LINK: 0x0004,
  JABBER: 0x0002,
  EXTENDED: 0x0001,
} as const;
export const EXPANSION = { PAGE_RECEIVED: 0x0002, PARTNER_NEGOTIATES: 0x0001 } as const;
export const STATUS_CONTROL = { SPEED_100: 0x0002, FULL_DUPLEX: 0x0001 } as const;

const MDI_BYTES = 64;

/** One of the counters in MDI registers 19 to 25, which a read clears. */
function counter<Name extends string>(name: Name, register: number, section: string, what: string) {
  return { name, title: what, offset: 2 * register, access: 'rc', section, widthBytes: 2 } as const;
}

// prettier-ignore
const MDI_ROWS = [
  { name: 'CONTROL', title: 'Control', offset: 0, access: 'rw', section: '7.2.1',
    widthBytes: 2, reset: 0x3000, writeMask: 0x7980, fields: CONTROL },
  { name: 'STATUS', title: 'Status', offset: 2, access: 'ro', section: '7.2.2', widthBytes: 2,
    reset: 0x7809, fields: STATUS },
  { name: 'ID_1', title: 'Identification, word 1', offset: 4, access: 'ro', section: '7.2.3',
    widthBytes: 2, reset: 0x02a8 },
  { name: 'ID_2', title: 'Identification, word 2', offset: 6, access: 'ro', section: '7.2.3',
    widthBytes: 2, reset: 0x0154 },
  { name: 'ADVERTISEMENT', title: 'Auto-Negotiation Advertisement', offset: 8, access: 'rw',
    section: '7.2.4', widthBytes: 2, reset: 0x05e1, writeMask: 0x2fff },
  { name: 'PARTNER', title: 'Auto-Negotiation Link Partner Ability', offset: 10, access: 'ro',
    section: '7.2.5', widthBytes: 2 },
  { name: 'EXPANSION', title: 'Auto-Negotiation Expansion', offset: 12, access: 'ro',
    section: '7.2.6', widthBytes: 2, fields: EXPANSION },
  { name: 'RESERVED_7', title: 'Reserved', offset: 14, access: 'ro', section: '7.2',
    widthBytes: 2, count: 9, modelled: false },
  { name: 'STATUS_CONTROL', title: '82555 Status and Control', offset: 32, access: 'rw',
    section: '7.3.1', widthBytes: 2, writeMask: 0xfe00, fields: STATUS_CONTROL },
  { name: 'SPECIAL_CONTROL', title: '82555 Special Control', offset: 34, access: 'rw',
    section: '7.3.2', widthBytes: 2, modelled: 'at-reset' },
  { name: 'CLOCK_TEST', title: 'Clock Synthesis Test and Control', offset: 36, access: 'rw',
    section: '7.3.3', widthBytes: 2, modelled: 'at-reset' },
  counter('FALSE_CARRIERS', 19, '7.3.4', '100BASE-TX Receive False Carrier Counter'),
  counter('DISCONNECTS', 20, '7.3.5', '100BASE-TX Receive Disconnect Counter'),
  counter('ERROR_FRAMES', 21, '7.3.6', '100BASE-TX Receive Error Frame Counter'),
  counter('SYMBOL_ERRORS', 22, '7.3.7', 'Receive Symbol Error Counter'),
  counter('PREMATURE_ENDS', 23, '7.3.8', '100BASE-TX Receive Premature End of Frame Counter'),
  counter('BAD_ENDS', 24, '7.3.9', '10BASE-T Receive End of Frame Error Counter'),
  counter('JABBERS', 25, '7.3.10', '10BASE-T Transmit Jabber Detect Counter'),
  { name: 'EQUALIZER', title: 'Equalizer Control and Status', offset: 52, access: 'rw',
    section: '7.3.11', widthBytes: 2, modelled: 'at-reset' },
  { name: 'LED_CONTROL', title: 'Special Control, LED switch', offset: 54, access: 'rw',
    section: '7.3.12', widthBytes: 2, writeMask: 0x0007 },
  { name: 'RESERVED_28', title: 'Reserved', offset: 56, access: 'ro', section: '7.2',
    widthBytes: 2, count: 4, modelled: false },
] as const satisfies RegisterRow[];

export type MdiName = (typeof MDI_ROWS)[number]['name'];

export const MDI_REGISTERS = new RegisterTable<MdiName>(MDI_ROWS, MDI_BYTES, 2);

/** Where in a PHY's values each register lies. */
export const P = { ...MDI_REGISTERS.slots };

export const REGISTER_BANKS: readonly RegisterBank[] = [
  { title: 'I/O and memory window', rows: REGISTERS.rows },
  { title: 'MDI registers, at twice their number', rows: MDI_REGISTERS.rows },
];
