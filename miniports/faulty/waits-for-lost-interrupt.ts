/** Has nothing but its interrupt to end a send: interrupt/lost-interrupt-not-recovered. */
import type { ExpectedFindings } from '../samples';
import { LATE_SENDS } from './small-late-send';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport(LATE_SENDS);

/** Only an interrupt that is lost shows it: sweep --only lost-interrupt. */
export const expected: ExpectedFindings = {
  'surprise-removal': ['packet/never-completed'],
  'hostile-device': ['packet/never-completed'],
  sweep: ['interrupt/lost-interrupt-not-recovered'],
};
