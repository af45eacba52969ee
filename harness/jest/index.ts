/** `ndislab/jest`: what a driver's tests import. */
export { sweepDriver, type SweepDriverOptions } from '../sweep/sweep-driver';
export { ledgerOf, matchers, type Played } from './matchers';
