/** The driver's line from which a call comes. */
import { resolve } from 'node:path';
import { createCallSite } from '../../harness/call-site';

const ROOT = `${__dirname}/../..`;

test('the innermost frame that is not of ndislab', () => {
  const callSite = createCallSite({ relativeTo: ROOT });
  expect(callSite()).toBe('test/harness/call-site.test.ts:9');
  const deeper = () => callSite();
  expect(deeper()).toBe('test/harness/call-site.test.ts:10');
});

test('of an exception', () => {
  const callSite = createCallSite({ relativeTo: ROOT });
  expect(callSite(new Error('here'))).toBe('test/harness/call-site.test.ts:16');
  const foreign = new Error('elsewhere');
  foreign.stack = 'Error: elsewhere\n    at node:internal/timers:1:1\n    at broken line';
  expect(callSite(foreign)).toBeUndefined();
  // Thrown in a part of ours that the driver called.
  const own = `${resolve(ROOT)}/ndis/driver-interface.ts:57:1`;
  foreign.stack = `Error: elsewhere\n    at addressOf (${own})\n    at DriverEntry (/a/driver.ts:4:1)`;
  expect(createCallSite({ relativeTo: '/a' })(foreign)).toBe('driver.ts:4');
  foreign.stack = undefined;
  expect(callSite(foreign)).toBeUndefined();
});

test('paths with blanks and parentheses', () => {
  const error = new Error();
  error.stack =
    'Error\n    at DriverEntry (/a folder (x)/driver.ts:12:3)\n    at other (/b.ts:1:1)';
  expect(createCallSite({ relativeTo: '/a folder (x)' })(error)).toBe('driver.ts:12');
  error.stack = 'Error\n    at /a folder/driver.ts:12:3';
  expect(createCallSite({ relativeTo: '/a folder' })(error)).toBe('driver.ts:12');
});

test('files that are told not to be the driver', () => {
  const notIn = [__filename];
  expect(createCallSite({ notIn, relativeTo: ROOT })()).toBeUndefined();
});

test('the stack of others is formatted as before', () => {
  const before = Error.prepareStackTrace;
  const limit = Error.stackTraceLimit;
  createCallSite()();
  expect(Error.prepareStackTrace).toBe(before);
  expect(Error.stackTraceLimit).toBe(limit);
});
