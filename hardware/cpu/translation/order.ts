/**
 * The order in which the blocks of a region are written: reverse postorder, in which only jumps back
 * within a loop go backwards. By their addresses they would not be in it: compilers put what is
 * rarely run, and the cases of a switch, behind the code that it jumps back to, and that would be
 * taken for loops (loops.ts) which are entered everywhere.
 *
 * Source: A. Aho, M. Lam, R. Sethi and J. Ullman, "Compilers", 2nd edition, 9.6.
 */

/**
 * The numbers of all blocks in their new order. Of the successors of a block, and of the roots, which
 * are where the region may be entered, the last goes first where that can be.
 */
export function reversePostorder(
  successors: readonly (readonly number[])[],
  roots: readonly number[],
): number[] {
  const seen = new Set<number>();
  const order: number[] = [];
  const visit = (block: number) => {
    if (seen.has(block)) return;
    seen.add(block);
    for (const next of successors[block]) visit(next);
    order.push(block);
  };
  for (const root of roots) visit(root);
  // What nothing leads to.
  successors.forEach((_next, block) => visit(block));
  return order.reverse();
}
