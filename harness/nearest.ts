/** What a user may have meant: the name of a list that is nearest to what was typed. */

/** The least number of letters to insert, delete, replace or swap (Damerau-Levenshtein). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let best = Math.min(
        last[column] + 1,
        now[column - 1] + 1,
        last[column - 1] + (isSame ? 0 : 1),
      );
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2];
      if (isSwapped && a[row - 2] === b[column - 1])
        best = Math.min(best, beforeLast[column - 2] + 1);
      now.push(best);
    }
    beforeLast = last;
    last = now;
  }
  return last[b.length];
}

/**
 * The name nearest to `word`, case aside; `undefined` if none is near. A name that contains the
 * word, such as one typed without its category, counts as near.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const limit = Math.max(2, Math.floor(typed.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    const there = name.toLowerCase();
    const isPart = typed.length >= 4 && there.includes(typed);
    const found = isPart ? Math.min(limit, distance(typed, there)) : distance(typed, there);
    if (found >= bestDistance) continue;
    best = name;
    bestDistance = found;
  }
  return best;
}

/** What comes after an unknown name: a suggestion, or the list if it is a short one. */
export function suggestion(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  if (near !== undefined) return `; did you mean ${near}?`;
  return names.length > 0 && names.length <= 8 ? `; there are ${names.join(', ')}` : '';
}
