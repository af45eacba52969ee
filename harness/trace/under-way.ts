/** What of a driver is under way: its handlers, and the calls that they have made, as one stack. */
import type { TraceEvent } from '../../ndis/trace';

/** Handlers within calls within handlers: of a deeper stack only the innermost are shown. */
const SHOWN_MAX = 16;

interface Activity {
  readonly isHandler: boolean;
  readonly name: string;
}

export class UnderWay {
  readonly #open: Activity[] = [];

  /** Nothing is under way at the beginning of a run. */
  clear(): void {
    this.#open.length = 0;
  }

  /**
   * Hears of an event; what ends with it, innermost first. That is more than one where
   * an exception of the driver's own went through calls.
   */
  hear({ kind, name }: TraceEvent): readonly Activity[] {
    switch (kind) {
      case 'enter':
      case 'handler':
        this.#open.push({ isHandler: kind === 'handler', name });
        return [];
      case 'call':
      case 'return':
        return this.#end(kind === 'return', name);
      default:
        return [];
    }
  }

  /** As `MiniportInitialize > NdisMSleep`, outermost first; undefined if the driver does not run. */
  get path(): string | undefined {
    if (this.#open.length === 0) return undefined;
    const names = this.#open.slice(-SHOWN_MAX).map(({ name }) => name);
    return (this.#open.length > SHOWN_MAX ? ['...', ...names] : names).join(' > ');
  }

  #end(isHandler: boolean, name: string): readonly Activity[] {
    const index = this.#open.findLastIndex(
      (one) => one.isHandler === isHandler && one.name === name,
    );
    if (index < 0) return [];
    return this.#open.splice(index).reverse();
  }
}
