/**
 * Registers of the Realtek RTL8029AS. Source: Realtek RTL8029AS data sheet LS009.0 (1997-01-16),
 * section 5 (register table and functions); what it shares with the NE2000 as National's DP8390D /
 * NS32490D data sheet (July 1995) has it, section 10. Page 3 where LS009.0 is silent: RTL8019AS
 * specification (2001-05-10), section 5.1.2.2. A value that is undefined after a reset is 0 here.
 *
 * Sixteen ports show four pages, selected by CR.PS; in page 0 a port is mostly one register when
 * read and another when written. So a register has places: page, direction and port.
 */
import { type RegisterAccess, type RegisterRow, RegisterTable } from '../../registers';
import type { RegisterBank } from '../nic';

export const CR = { STP: 0x01, STA: 0x02, TXP: 0x04, RD: 0x38, PS: 0xc0 } as const;
/** CR.RD in place; with its upper bit set a remote DMA is aborted or completed. */
export const RemoteCommand = { READ: 0x08, WRITE: 0x10, SEND: 0x18, ABORT: 0x20 } as const;

/** Causes of ISR and IMR; RST is a state that interrupts nobody. */
export const ISR = {
  PRX: 0x01,
  PTX: 0x02,
  RXE: 0x04,
  TXE: 0x08,
  OVW: 0x10,
  CNT: 0x20,
  RDC: 0x40,
  RST: 0x80,
} as const;

export const DCR = {
  WTS: 0x01,
  BOS: 0x02,
  LAS: 0x04,
  LS: 0x08,
  ARM: 0x10,
  FT: 0x60,
} as const;

export const TCR = { CRC: 0x01, LB: 0x06, ATD: 0x08, OFST: 0x10 } as const;

export const TSR = {
  PTX: 0x01,
  ALWAYS: 0x02,
  COL: 0x04,
  ABT: 0x08,
  CRS: 0x10,
  CDH: 0x40,
  OWC: 0x80,
} as const;

export const RCR = { SEP: 0x01, AR: 0x02, AB: 0x04, AM: 0x08, PRO: 0x10, MON: 0x20 } as const;

export const RSR = {
  PRX: 0x01,
  CRC: 0x02,
  FAE: 0x04,
  FO: 0x08,
  MPA: 0x10,
  PHY: 0x20,
  DIS: 0x40,
  DFR: 0x80,
} as const;

export const EE9346CR = { EEDO: 0x01, EEDI: 0x02, EESK: 0x04, EECS: 0x08, EEM: 0xc0 } as const;
/** 9346CR.EEM in place. */
export const Mode9346 = { NORMAL: 0x00, AUTO_LOAD: 0x40, PROGRAMMING: 0x80, CONFIG: 0xc0 } as const;

export const CONFIG0 = { BNC: 0x04 } as const;
export const CONFIG2 = { BS: 0x03, PF: 0x10, FCE: 0x20, PL: 0xc0 } as const;
/** CONFIG2.PL in place. */
export const Medium = { AUTO: 0x00, TEN_BASE_T: 0x40, TEN_BASE_5: 0x80, TEN_BASE_2: 0xc0 } as const;
export const CONFIG3 = { PWRDN: 0x02, SLEEP: 0x04, LEDS: 0x30, FUDUP: 0x40 } as const;

/** The I/O window: sixteen ports, the remote DMA port, the reset port. */
export const WINDOW_BYTES = 32;
export const DATA_PORT = 0x10;
export const RESET_PORT = 0x18;

const PAGE_COUNT = 4;
const PORT_COUNT = 16;
const WRITTEN = PORT_COUNT;
const PAGE_STRIDE = 2 * PORT_COUNT;

const ALL = [0, 1, 2, 3] as const;
type Pages = readonly number[];

interface Places {
  /** Pages in which a read of the port gives the register. */
  readonly read?: Pages;
  /** Pages in which a write to the port sets it. */
  readonly written?: Pages;
}

type Extras = Partial<Pick<RegisterRow, 'reset' | 'writeMask' | 'fields' | 'count' | 'modelled'>>;

/** An 8-bit register at `port` in the given pages. */
function at<Name extends string>(
  name: Name,
  port: number,
  { read = [], written = [] }: Places,
  title: string,
  extras: Extras = {},
): RegisterRow<Name> {
  const [offset, ...aliases] = [
    ...read.map((page) => page * PAGE_STRIDE + port),
    ...written.map((page) => page * PAGE_STRIDE + WRITTEN + port),
  ];
  const access: RegisterAccess = read.length === 0 ? 'wo' : written.length === 0 ? 'ro' : 'rw';
  return { name, title, offset, aliases, access, section: '5.1', widthBytes: 1, ...extras };
}

// prettier-ignore
const ROWS = [
  at('CR', 0x00, { read: ALL, written: ALL }, 'Command Register', { reset: 0x21, fields: CR }),

  at('CLDA0', 0x01, { read: [0] }, 'Current Local DMA Address 0'),
  at('CLDA1', 0x02, { read: [0] }, 'Current Local DMA Address 1'),
  at('PSTART', 0x01, { read: [2], written: [0] }, 'Page Start'),
  at('PSTOP', 0x02, { read: [2], written: [0] }, 'Page Stop'),
  at('BNRY', 0x03, { read: [0], written: [0] }, 'Boundary'),
  at('TSR', 0x04, { read: [0] }, 'Transmit Status', { reset: TSR.ALWAYS, fields: TSR }),
  at('TPSR', 0x04, { read: [2], written: [0] }, 'Transmit Page Start'),
  at('NCR', 0x05, { read: [0] }, 'Number of Collisions'),
  at('TBCR0', 0x05, { written: [0] }, 'Transmit Byte Count 0'),
  at('FIFO', 0x06, { read: [0] }, 'First In First Out'),
  at('TBCR1', 0x06, { written: [0] }, 'Transmit Byte Count 1'),
  at('ISR', 0x07, { read: [0], written: [0] }, 'Interrupt Status',
    { reset: ISR.RST, fields: ISR }),
  at('CRDA0', 0x08, { read: [0] }, 'Current Remote DMA Address 0'),
  at('CRDA1', 0x09, { read: [0] }, 'Current Remote DMA Address 1'),
  at('RSAR0', 0x08, { written: [0] }, 'Remote Start Address 0'),
  at('RSAR1', 0x09, { written: [0] }, 'Remote Start Address 1'),
  at('8029ID0', 0x0a, { read: [0] }, 'Chip identification 0', { reset: 0x50 }),
  at('8029ID1', 0x0b, { read: [0] }, 'Chip identification 1', { reset: 0x43 }),
  at('RBCR0', 0x0a, { written: [0] }, 'Remote Byte Count 0'),
  at('RBCR1', 0x0b, { written: [0] }, 'Remote Byte Count 1'),
  at('RSR', 0x0c, { read: [0] }, 'Receive Status', { fields: RSR }),
  at('RCR', 0x0c, { read: [2], written: [0] }, 'Receive Configuration',
    { reset: 0xc0, writeMask: 0x3f, fields: RCR }),
  at('CNTR0', 0x0d, { read: [0] }, 'Tally Counter 0 (frame alignment errors)'),
  at('CNTR1', 0x0e, { read: [0] }, 'Tally Counter 1 (CRC errors)'),
  at('CNTR2', 0x0f, { read: [0] }, 'Tally Counter 2 (missed packets)'),
  at('TCR', 0x0d, { read: [2], written: [0] }, 'Transmit Configuration',
    { reset: 0xe0, writeMask: 0x1f, fields: TCR }),
  at('DCR', 0x0e, { read: [2], written: [0] }, 'Data Configuration',
    { reset: 0x80 | DCR.LAS, writeMask: 0x7f, fields: DCR }),
  at('IMR', 0x0f, { read: [2], written: [0] }, 'Interrupt Mask',
    { reset: 0x80, writeMask: 0x7f, fields: ISR }),

  at('PAR', 0x01, { read: [1], written: [1] }, 'Physical Address', { count: 6 }),
  at('CURR', 0x07, { read: [1], written: [1] }, 'Current Page'),
  at('MAR', 0x08, { read: [1], written: [1] }, 'Multicast Address', { count: 8 }),

  at('9346CR', 0x01, { read: [3], written: [3] }, '9346 Command',
    { writeMask: 0xce, fields: EE9346CR }),
  at('BPAGE', 0x02, { read: [3], written: [3] }, 'BROM Page', { modelled: 'at-reset' }),
  at('CONFIG0', 0x03, { read: [3] }, 'Configuration 0', { fields: CONFIG0 }),
  at('CONFIG2', 0x05, { read: [3], written: [3] }, 'Configuration 2',
    { writeMask: 0xe0, fields: CONFIG2 }),
  at('CONFIG3', 0x06, { read: [3], written: [3] }, 'Configuration 3',
    { writeMask: 0x46, fields: CONFIG3 }),
  at('TEST', 0x07, { read: [3], written: [3] }, 'Test', { modelled: false }),
  at('HLTCLK', 0x09, { written: [3] }, 'Halt Clock'),
  at('8029ASID0', 0x0e, { read: [3] }, 'Chip identification 0', { reset: 0x29 }),
  at('8029ASID1', 0x0f, { read: [3] }, 'Chip identification 1', { reset: 0x80 }),
];

export type RegisterName = (typeof ROWS)[number]['name'];

/** Every paged register, at page x 32 + port, and 16 more where it is written. */
export const REGISTERS = new RegisterTable<RegisterName>(ROWS, PAGE_COUNT * PAGE_STRIDE, 1);

/** Where in a device's values each register lies; of an array, its first element. */
export const R = { ...REGISTERS.slots };

/** The slot of the register that a read of `port` gives in `page`; RESERVED if none. */
export function slotRead(page: number, port: number): number {
  return REGISTERS.slotAt[page * PAGE_STRIDE + port];
}

/** The slot of the register that a write to `port` sets in `page`; RESERVED if none. */
export function slotWritten(page: number, port: number): number {
  return REGISTERS.slotAt[page * PAGE_STRIDE + WRITTEN + port];
}

/** The registers of one page at their ports; one that is only read there is `ro`. */
function pageRows(page: number): RegisterRow[] {
  const rows: RegisterRow[] = [];
  for (const row of ROWS) {
    const slot = R[row.name];
    for (let port = 0; port < PORT_COUNT; port++) {
      const isRead = slotRead(page, port) === slot;
      const isWritten = slotWritten(page, port) === slot;
      if (!isRead && !isWritten) continue;
      const access: RegisterAccess = !isRead ? 'wo' : !isWritten ? 'ro' : paired(row.name);
      rows.push({ ...row, offset: port, aliases: undefined, access });
    }
  }
  return rows.sort((a, b) => a.offset - b.offset);
}

function paired(name: RegisterName): RegisterAccess {
  return name === 'ISR' ? 'w1c' : 'rw';
}

const PORTS: readonly RegisterRow[] = [
  {
    name: 'Remote DMA port',
    title: 'Data of the remote DMA, 8, 16 or 32 bits at a time',
    offset: DATA_PORT,
    access: 'rw',
    section: '5.1',
    widthBytes: 4,
    count: 2,
  },
  {
    name: 'Reset port',
    title: 'Any access resets the controller',
    offset: RESET_PORT,
    access: 'rw',
    section: '5.1',
    widthBytes: 4,
    count: 2,
  },
];

export const REGISTER_BANKS: readonly RegisterBank[] = [
  ...ALL.map((page) => ({ title: `I/O window, page ${page}`, rows: pageRows(page) })),
  { title: 'I/O window, every page', rows: PORTS },
];
