/** Which of many moments a scenario tries, when there are too many for all of them. */

/**
 * At most `pointsMax` of the positions of a list, which says what runs at each: every name gets its
 * share, its first and its last position among them, evenly spread. In ascending order.
 */
export function spreadPoints(names: readonly string[], pointsMax: number): readonly number[] {
  const positions = new Map<string, number[]>();
  names.forEach((name, position) => {
    const list = positions.get(name);
    if (list === undefined) positions.set(name, [position]);
    else list.push(position);
  });
  // The small shares first: what they leave goes to the others.
  const lists = [...positions.values()].sort((a, b) => a.length - b.length);
  const chosen: number[] = [];
  lists.forEach((list, index) => {
    const share = Math.floor((pointsMax - chosen.length) / (lists.length - index));
    chosen.push(...spread(list, share));
  });
  return chosen.sort((a, b) => a - b);
}

function spread(list: readonly number[], count: number): readonly number[] {
  if (list.length <= count) return list;
  if (count < 2) return list.slice(0, count);
  const step = (list.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => list[Math.round(index * step)]);
}
