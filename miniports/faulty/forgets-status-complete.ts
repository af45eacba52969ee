/** Never calls NdisMIndicateStatusComplete: power/media-status-unpaired. */
import type { ExpectedFindings } from '../samples';
import { enableLink, indicateLink } from './small-link';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  enableInterrupts: enableLink,
  handleInterrupt: indicateLink,
});

export const expected: ExpectedFindings = {
  life: ['power/media-status-unpaired'],
  'hostile-device': ['power/media-status-unpaired'],
  'fresh-memory': ['power/media-status-unpaired'],
};
