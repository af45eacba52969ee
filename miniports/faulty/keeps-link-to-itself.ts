/** Knows how its link is, and tells only who asks: power/link-change-not-told. */
import type { ExpectedFindings } from '../samples';
import { answerLink } from './small-link';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport({ ...onNetwork(), queryInformation: answerLink });

export const expected: ExpectedFindings = {
  life: ['power/link-change-not-told'],
  'hostile-device': ['power/link-change-not-told'],
  'fresh-memory': ['power/link-change-not-told'],
};
