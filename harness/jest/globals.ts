/** `ndislab/jest-globals`: the matchers for tests that import `expect` from '@jest/globals'. */
import { expect } from '@jest/globals';
import type {} from 'expect';
import { matchers, type Matchers as Added } from './matchers';

expect.extend(matchers);

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameters must be the same
  interface Matchers<R extends void | Promise<void>, T = unknown> extends Added<R> {}
}
