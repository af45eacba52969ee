/** Adds the matchers to Jest; the preset loads it into every test file. */
import { matchers } from './matchers';

/** Jest's, a global of every test file. */
declare const expect: { extend(matchers: object): void };

expect.extend(matchers);
