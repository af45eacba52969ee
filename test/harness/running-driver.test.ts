import { UsageError } from '../../harness/result';
import type { Session } from '../../harness/session';
import { createSession, startSession } from '../support/inline-driver';

test.each([
  { call: 'query', act: (session: Session) => session.query(0x0001_0101) },
  { call: 'set', act: (session: Session) => session.setUlong(0x0001_010e, 1) },
  { call: 'reset', act: (session: Session) => session.reset() },
  { call: 'setPower', act: (session: Session) => session.setPower(3) },
])("$call without an adapter is the scenario's mistake", ({ act }) => {
  expect(() => act(createSession())).toThrow(UsageError);
  expect(() => act(startSession())).not.toThrow();
});
