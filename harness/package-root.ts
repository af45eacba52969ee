/** Where this very package lies: its code as it runs, and the checkout or package around that. */
import { basename, join } from 'node:path';

/** The folder of hardware/, ndis/ and harness/ as they run: the checkout, or dist of the package. */
export const CODE_ROOT = join(__dirname, '..');

export const IS_COMPILED = basename(CODE_ROOT) === 'dist';

/** The folder of package.json; in a checkout, of the sources too. */
export const PACKAGE_ROOT = IS_COMPILED ? join(CODE_ROOT, '..') : CODE_ROOT;
