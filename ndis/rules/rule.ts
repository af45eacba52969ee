/** The form of a rule: one thing that can be wrong with a driver, with all the words about it. */

export type RuleCategory =
  | 'registration'
  | 'resource'
  | 'irql'
  | 'packet'
  | 'interrupt'
  | 'dma'
  | 'oid'
  | 'power'
  | 'intermediate'
  | 'memory'
  | 'hardware';

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type CheckLetter = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K';

/** A check of the list of 120 that the rules cover, A01 to K08. */
export type CheckId = `${CheckLetter}${Digit}${Digit}`;

/** Where it is written that a driver must not do this. */
export interface RuleDocument {
  /** The page's title or the function it describes; for other documents, name and section. */
  readonly page: string;
  /** Given where the page has been looked up. */
  readonly url?: string;
}

/**
 * A bug check by which Windows XP, without Driver Verifier, meets the breach of a rule.
 * An entry holds where all the conditions it states do. Source: Bug Check Code Reference, by code.
 */
export interface WindowsBugCheck {
  readonly code: number;
  /** Absent where it varies, as an address does. */
  readonly parameter1?: number;
  /** Given where it tells one instance of the code from another. */
  readonly parameter4?: number;
  /** Only on the return of this handler. */
  readonly at?: 'MiniportInitialize' | 'MiniportHalt';
  /** Only for this kind of resource. */
  readonly resource?: 'shared-memory';
  /** Only in a DPC. */
  readonly isInDpc?: true;
  /** Only at PASSIVE_LEVEL and APC_LEVEL, or only at DISPATCH_LEVEL and above. */
  readonly irql?: 'passive' | 'raised';
}

/** A rule that runs raise, with a sample that breaks it. */
export interface RuleRow {
  /** The check it belongs to, or `own` for a rule outside the list. */
  readonly id: CheckId | 'own';
  /** Further checks that this rule enforces. */
  readonly alsoIds?: readonly CheckId[];
  /** What is wrong, in one sentence. */
  readonly title: string;
  /** What the driver should have done, in one sentence. */
  readonly advice: string;
  readonly document: RuleDocument;
  /** What Windows does in the profile of that name. Absent: it notices nothing. */
  readonly windowsBugChecks?: readonly WindowsBugCheck[];
}

/** The rules of one category by their full names. */
export type RulesOf<Category extends RuleCategory> = Readonly<
  Record<`${Category}/${string}`, RuleRow>
>;
