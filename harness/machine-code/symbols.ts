/** Names for places in a driver of machine code, from all that is known of it. */
import { readMachineDriver, type MachineDriver } from '../../ndis/loader';
import { coffSymbols, exportedSymbols, type CodeSymbol } from './image-symbols';
import { mapSymbols } from './map-file';

/** What lies further behind a name than this has another one that nobody told. */
export const FUNCTION_BYTES_MAX = 0x4000;

export class Symbols {
  /** In ascending order, one for each place. */
  readonly #symbols: readonly CodeSymbol[];

  constructor(symbols: readonly CodeSymbol[]) {
    const byOffset = new Map<number, CodeSymbol>();
    for (const one of symbols) if (one.name !== '') byOffset.set(one.offset, one);
    this.#symbols = [...byOffset.values()].sort((a, b) => a.offset - b.offset);
  }

  /** All names as the source has them, in ascending order of their places. */
  get all(): readonly CodeSymbol[] {
    return this.#symbols.map(({ name, offset }) => ({ name: undecorated(name), offset }));
  }

  /** A place as `DriverEntry+0x91`; undefined if nothing is known to be there. */
  nameOf(offset: number): string | undefined {
    const symbol = this.#symbolOf(offset);
    if (symbol === undefined) return undefined;
    const distance = offset - symbol.offset;
    const name = undecorated(symbol.name);
    return distance === 0 ? name : `${name}+0x${distance.toString(16).toUpperCase()}`;
  }

  /** Where the function around a place begins. */
  startOf(offset: number): number | undefined {
    return this.#symbolOf(offset)?.offset;
  }

  #symbolOf(offset: number): CodeSymbol | undefined {
    const symbol = this.#symbols.findLast((one) => one.offset <= offset);
    return symbol === undefined || offset - symbol.offset >= FUNCTION_BYTES_MAX
      ? undefined
      : symbol;
  }
}

/** A name as the source has it: `_DriverEntry@8` and `@Fast@4` are for linkers. */
function undecorated(name: string): string {
  return /^[_@]?([A-Za-z_$][\w$]*)(?:@\d+)?$/.exec(name)?.[1] ?? name;
}

/** The names in an image, and those in the map file beside it. */
export function symbolsOf(driver: MachineDriver): Symbols {
  const executable = readMachineDriver(driver);
  return new Symbols([
    ...exportedSymbols(executable),
    ...coffSymbols(driver.image, executable),
    ...mapSymbols(driver.map ?? ''),
  ]);
}
