/** The ledger: every resource that a driver holds, and how many of each kind came and went. */
import { RESOURCE_KINDS, type ResourceKind } from './resource-kinds';

/** One resource, from its acquisition to its release. */
export interface Resource {
  readonly kind: ResourceKind;
  /** The handle or address that identifies it among its kind. */
  readonly key: number;
  /** The call that acquired it. */
  readonly acquiredBy: string;
  /** The boundary within which it was acquired: a handler's name. */
  readonly acquiredIn: string;
  /** The adapter it belongs to, 0 if none. */
  readonly adapter: number;
  /** The image that holds it. */
  readonly image: number;
  /** Argument values that the release must repeat. */
  readonly remembered: readonly unknown[] | undefined;
  /** Counts acquisitions of the run; a boundary remembers where it began. */
  readonly sequence: number;
  readonly site: string | undefined;
  /** Where the calls around it return to, in machine code, where call sites are recorded. */
  readonly callers?: readonly string[] | undefined;
  /** It was reported as lost at a boundary: it still is held, and is not reported again. */
  isLost: boolean;
  /** It was given back, and is known as long as nothing else has its key. */
  isReleased: boolean;
}

/** A resource as it is entered. */
export type Acquired = Omit<Resource, 'sequence' | 'isLost' | 'isReleased'>;

const KINDS = Object.keys(RESOURCE_KINDS) as ResourceKind[];
const INDEX = Object.fromEntries(KINDS.map((kind, index) => [kind, index])) as Record<
  ResourceKind,
  number
>;

const NONE: Resource[] = [];

export class Ledger {
  /** How many acquisitions there were so far. */
  sequence = 0;
  /** Told of every resource that comes or goes, where somebody listens. */
  onChange: ((change: 'acquire' | 'release', resource: Resource) => void) | undefined = undefined;
  /** By kind and key, as a signed 32-bit integer, which the host keeps without a box. */
  readonly #entries: (Map<number, Resource> | undefined)[] = new Array(KINDS.length);
  readonly #acquiredCount = new Array<number>(KINDS.length).fill(0);
  readonly #releasedCount = new Array<number>(KINDS.length).fill(0);

  /** Enters a resource. One that is there under the same key is replaced, not counted again. */
  acquire(resource: Acquired): void {
    const index = INDEX[resource.kind];
    const entries = (this.#entries[index] ??= new Map());
    const { kind, key, acquiredBy, acquiredIn, adapter, image, remembered, site, callers } =
      resource;
    const isNew = this.find(kind, key) === undefined;
    if (isNew) this.#acquiredCount[index]++;
    const sequence = this.sequence++;
    // Written out: a spread is ten times slower, and this is on the path of every allocation.
    const entry: Resource = {
      kind,
      key,
      acquiredBy,
      acquiredIn,
      adapter,
      image,
      remembered,
      site,
      callers,
      sequence,
      isLost: false,
      isReleased: false,
    };
    entries.set(key | 0, entry);
    if (isNew) this.onChange?.('acquire', entry);
  }

  /** Takes a resource out; undefined if it is not held. */
  release(kind: ResourceKind, key: number): Resource | undefined {
    const resource = this.find(kind, key);
    if (resource === undefined) return undefined;
    resource.isReleased = true;
    this.#releasedCount[INDEX[kind]]++;
    this.onChange?.('release', resource);
    return resource;
  }

  find(kind: ResourceKind, key: number): Resource | undefined {
    const entry = this.#entries[INDEX[kind]]?.get(key | 0);
    return entry?.isReleased === false ? entry : undefined;
  }

  /** What was released under this key last, if nothing has it now: a bad handle was a good one. */
  findReleased(kind: ResourceKind, key: number): Resource | undefined {
    const entry = this.#entries[INDEX[kind]]?.get(key | 0);
    return entry?.isReleased === true ? entry : undefined;
  }

  /** What is held, in the order of acquisition. */
  live(select: (resource: Resource) => boolean = () => true): Resource[] {
    const found: Resource[] = [];
    for (const entries of this.#entries)
      if (entries !== undefined)
        for (const one of entries.values()) if (!one.isReleased && select(one)) found.push(one);
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  /** What is held of a kind whose keys are addresses, in a piece of memory. */
  within(kind: ResourceKind, address: number, byteCount: number): Resource[] {
    const index = INDEX[kind];
    const entries = this.#entries[index];
    if (entries === undefined || this.#liveCount(index) === 0) return NONE;
    const end = address + byteCount;
    return [...entries.values()].filter(
      ({ key, isReleased }) => !isReleased && key >= address && key < end,
    );
  }

  /** Counts by kind, of the kinds that were met. */
  counts(): { kind: ResourceKind; acquired: number; released: number; live: number }[] {
    return KINDS.map((kind, index) => ({
      kind,
      acquired: this.#acquiredCount[index],
      released: this.#releasedCount[index],
      live: this.#liveCount(index),
    })).filter((count) => count.acquired > 0);
  }

  #liveCount(index: number): number {
    return this.#acquiredCount[index] - this.#releasedCount[index];
  }
}
