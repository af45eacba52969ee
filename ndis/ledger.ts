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
}

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
  onChange: ((change: 'acquire' | 'release', resource: Resource) => void) | undefined;
  /** By kind and key, as a signed 32-bit integer, which the host keeps without a box. */
  readonly #live: (Map<number, Resource> | undefined)[] = new Array(KINDS.length);
  readonly #released: (Map<number, Resource> | undefined)[] = new Array(KINDS.length);
  readonly #acquiredCount = new Array<number>(KINDS.length).fill(0);
  readonly #releasedCount = new Array<number>(KINDS.length).fill(0);

  /** Enters a resource. One that is there under the same key is replaced, not counted again. */
  acquire(resource: Omit<Resource, 'sequence' | 'isLost'>): void {
    const index = INDEX[resource.kind];
    const live = (this.#live[index] ??= new Map());
    const isNew = !live.has(resource.key | 0);
    if (isNew) this.#acquiredCount[index]++;
    const { kind, key, acquiredBy, acquiredIn, adapter, image, remembered, site, callers } =
      resource;
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
    };
    live.set(key | 0, entry);
    if (isNew) this.onChange?.('acquire', entry);
  }

  /** Takes a resource out; undefined if it is not held. */
  release(kind: ResourceKind, key: number): Resource | undefined {
    const index = INDEX[kind];
    const live = this.#live[index];
    const resource = live?.get(key | 0);
    if (live === undefined || resource === undefined) return undefined;
    live.delete(key | 0);
    this.#releasedCount[index]++;
    (this.#released[index] ??= new Map()).set(key | 0, resource);
    this.onChange?.('release', resource);
    return resource;
  }

  find(kind: ResourceKind, key: number): Resource | undefined {
    return this.#live[INDEX[kind]]?.get(key | 0);
  }

  /** The last resource that was released under this key: whether a bad handle once was a good one. */
  findReleased(kind: ResourceKind, key: number): Resource | undefined {
    return this.#released[INDEX[kind]]?.get(key | 0);
  }

  /** What is held, in the order of acquisition. */
  live(select: (resource: Resource) => boolean = () => true): Resource[] {
    const found: Resource[] = [];
    for (const live of this.#live)
      if (live !== undefined) for (const one of live.values()) if (select(one)) found.push(one);
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  /** What is held of a kind whose keys are addresses, in a piece of memory. */
  within(kind: ResourceKind, address: number, byteCount: number): Resource[] {
    const live = this.#live[INDEX[kind]];
    if (live === undefined || live.size === 0) return NONE;
    return [...live.values()].filter(({ key }) => key >= address && key < address + byteCount);
  }

  /** Counts by kind, of the kinds that were met. */
  counts(): { kind: ResourceKind; acquired: number; released: number; live: number }[] {
    return KINDS.map((kind, index) => ({
      kind,
      acquired: this.#acquiredCount[index],
      released: this.#releasedCount[index],
      live: this.#live[index]?.size ?? 0,
    })).filter((count) => count.acquired > 0);
  }
}
