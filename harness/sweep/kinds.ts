/** The kinds of fault that a sweep goes through, by the names that `--only` takes. */

export const FAULT_KINDS = {
  call: 'each call that can fail, with each status that it may return',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}
