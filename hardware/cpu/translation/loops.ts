/**
 * Finds the loops of a flow graph, so that they can be written in WebAssembly, whose loops nest and
 * are entered at their heads.
 *
 * Blocks are numbered. A jump back to block b makes a loop of b and all that lies between. Loops
 * that cross are widened until they nest. A loop that is also entered elsewhere than at its head
 * needs a dispatch there, to the block that was meant.
 */

export interface Loop {
  readonly first: number;
  readonly last: number;
  readonly parent: Loop | undefined;
  readonly children: readonly Loop[];
  readonly hasDispatch: boolean;
}

/** A jump from one block to another. */
export type Edge = readonly [from: number, to: number];

interface Range {
  readonly first: number;
  last: number;
}

/** The ranges of blocks that jumps back make, widened until none cross. */
function ranges(edges: readonly Edge[]): Range[] {
  const lastOf = new Map<number, number>();
  for (const [from, to] of edges)
    if (to <= from) lastOf.set(to, Math.max(lastOf.get(to) ?? 0, from));
  const found = [...lastOf].map(([first, last]): Range => ({ first, last }));
  // Each turn widens a range by at least a block.
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const a of found) {
      for (const b of found) {
        if (a.first < b.first && b.first <= a.last && b.last > a.last) {
          a.last = b.last;
          isChanged = true;
        }
      }
    }
  }
  return found.sort((a, b) => a.first - b.first);
}

/**
 * The whole graph as a loop that is never repeated, with the real ones in it. `entries` are the
 * blocks at which it may be entered.
 */
export function nestLoops(
  blockCount: number,
  edges: readonly Edge[],
  entries: readonly number[],
): Loop {
  const isEnteredWithin = ({ first, last }: Range) => {
    const isWithin = (block: number) => block > first && block <= last;
    return (
      entries.some(isWithin) ||
      edges.some(([from, to]) => isWithin(to) && (from < first || from > last))
    );
  };
  const root = {
    first: 0,
    last: blockCount - 1,
    parent: undefined,
    children: [] as Loop[],
    hasDispatch: entries.some((block) => block !== 0),
  };
  const open: (Loop & { readonly children: Loop[] })[] = [root];
  for (const range of ranges(edges)) {
    while (open.at(-1)!.last < range.first) open.pop();
    const parent = open.at(-1)!;
    const loop = { ...range, parent, children: [], hasDispatch: isEnteredWithin(range) };
    parent.children.push(loop);
    open.push(loop);
  }
  return root;
}
