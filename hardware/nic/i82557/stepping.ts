/**
 * In what the members of the family differ, by the PCI revision that tells them apart. 8255x SDM
 * 4.1.6 (revision), 4.1.10 (base addresses), 4.1.18 (power management), 6.3.1 (registers).
 */
import { requireRevision } from '../revision';

export type Chip = '82557' | '82558' | '82559';

export interface Stepping {
  readonly chip: Chip;
  readonly revisionId: number;
  /** Bytes of the window that hold registers; behind them nothing answers. */
  readonly csrBytes: number;
  readonly ioBytes: number;
  readonly isPrefetchable: boolean;
  /** PMC of the power management capability; the 82557 has none. */
  readonly pmc: number | undefined;
  /** Whether the subsystem's identification is loaded from the EEPROM (82557 C-step and later). */
  readonly loadsSubsystem: boolean;
  /** What the self-test finds in the ROM, as cards with the chip have been seen to report it. */
  readonly romSignature: number;
  /** The controller type in EEPROM word 5. */
  readonly controllerType: number;
  /** MDI register 3 of the PHY inside; on an 82557's card, of the 82555 beside it. */
  readonly phyId2: number;
  /** What the PHY advertises after a reset: 10 and 100 Mb/s, from the 82558 on with PAUSE. */
  readonly advertised: number;
}

const I82557 = {
  chip: '82557',
  csrBytes: 0x18,
  ioBytes: 32,
  isPrefetchable: true,
  pmc: undefined,
  loadsSubsystem: true,
  romSignature: 0x49ca_a8d6,
  controllerType: 1,
  phyId2: 0x0150,
  advertised: 0x01e1,
} as const;

const I82558 = {
  ...I82557,
  chip: '82558',
  csrBytes: 0x1c,
  // PME# from all states but D3cold, D1 and D2, initialization is the device's own, version 1.
  pmc: 0x7e21,
  romSignature: 0x24c9_f043,
  controllerType: 2,
  advertised: 0x05e1,
} as const;

const I82559 = {
  ...I82558,
  chip: '82559',
  csrBytes: 0x40,
  ioBytes: 64,
  isPrefetchable: false,
  // PME# from all states, D1 and D2, initialization is the device's own, version 2.
  pmc: 0xfe22,
  romSignature: 0x04f4_518b,
  controllerType: 3,
  phyId2: 0x0154,
} as const;

/** 82559 C-step. */
export const DEFAULT_REVISION_ID = 0x08;

/**
 * What a chip of this revision is.
 * @throws RangeError for a revision that is none of this family's
 */
export function steppingOf(revisionId: number): Stepping {
  requireRevision('82557, 82558 or 82559', revisionId, 0x01, 0x09);
  if (revisionId <= 0x03) return { ...I82557, revisionId, loadsSubsystem: revisionId === 0x03 };
  if (revisionId <= 0x05) return { ...I82558, revisionId };
  return { ...I82559, revisionId };
}
