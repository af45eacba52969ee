/** Fails MiniportInitialize without an entry in the error log: registration/no-error-log-entry. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  writeError: () => undefined,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/no-error-log-entry'],
  'hostile-device': ['registration/no-error-log-entry'],
  'surprise-removal': ['registration/no-error-log-entry'],
};
