/**
 * The two wires of the management interface as a program drives them bit by bit, MDC and MDIO, and
 * the frames on them. IEEE 802.3 22.2.4.5: a preamble of ones, start 01, operation, addresses of PHY
 * and register, turnaround, and 16 bits of data, most significant first. A PHY here needs no
 * preamble (bit 1.6).
 */

/** After the start: operation, PHY and register. */
const HEADER_BITS = 12;
/** Turnaround and data. */
const TAIL_BITS = 18;

const Operation = { WRITE: 1, READ: 2 } as const;

/** What lies behind the wires. */
export interface ManagedPhy {
  /** Its address. */
  readonly address: number;
  read(register: number): number;
  write(register: number, value: number): void;
}

export class Mdio {
  readonly #phy: ManagedPhy;
  #isClockHigh = false;
  /** The bit before, for the start of a frame: 0, then 1. */
  #hadZero = false;
  /** Bits of the frame that have come; undefined between frames. */
  #bits: number | undefined;
  #header = 0;
  #data = 0;
  /** What the PHY drives, or 1 where nobody does, for the line is pulled up. */
  #output = 1;

  constructor(phy: ManagedPhy) {
    this.#phy = phy;
  }

  /** The lines idle, as after a reset of the chip that drives them. */
  release(): void {
    this.#isClockHigh = false;
    this.#idle();
  }

  /** The level of MDIO that the chip sees while it leaves the line to the PHY. */
  get dataIn(): boolean {
    return this.#output !== 0;
  }

  /** The level of MDC, and that of MDIO as the chip drives it, or leaves it pulled up. */
  drive(isClockHigh: boolean, dataOut: boolean): void {
    const isRising = isClockHigh && !this.#isClockHigh;
    this.#isClockHigh = isClockHigh;
    if (isRising) this.#clockIn(dataOut ? 1 : 0);
  }

  #idle(): void {
    this.#bits = undefined;
    this.#hadZero = false;
    this.#output = 1;
  }

  #clockIn(bit: number): void {
    if (this.#bits === undefined) {
      if (this.#hadZero && bit === 1) {
        this.#bits = 0;
        this.#header = 0;
      }
      this.#hadZero = bit === 0;
      return;
    }
    this.#bits++;
    if (this.#bits <= HEADER_BITS) this.#header = (this.#header << 1) | bit;
    else this.#tail(this.#bits - HEADER_BITS, bit);
  }

  /** The bits after the header. The PHY answers after the rising edge of the bit before. */
  #tail(count: number, bit: number): void {
    const operation = this.#header >>> 10;
    const isOurs = ((this.#header >>> 5) & 0x1f) === this.#phy.address;
    const register = this.#header & 0x1f;
    if (operation === Operation.READ && isOurs) {
      if (count === 1) {
        this.#data = this.#phy.read(register);
        this.#output = 0;
      } else if (count < TAIL_BITS) {
        this.#output = (this.#data >>> (TAIL_BITS - 1 - count)) & 1;
      }
    } else {
      this.#data = ((this.#data << 1) | bit) & 0xffff;
    }
    if (count < TAIL_BITS) return;
    if (operation === Operation.WRITE && isOurs) this.#phy.write(register, this.#data);
    this.#idle();
  }
}
