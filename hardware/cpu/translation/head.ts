/**
 * An instruction at which code is entered: the beginning of a function or of a loop, or a place to
 * which a translation comes back. It counts how often it is reached, and knows its translation.
 */
import type { Translation } from './translation';

export class Head {
  /** How often it was reached since it was last translated or given up. */
  heat = 0;
  /** How often it has been translated; code that keeps changing is left to the interpreter. */
  translationCount = 0;
  translation: Translation | undefined = undefined;
  /** The number of its block in the translation. */
  block = 0;
}
