/** Does not set up its NIC again after sleep: power/traffic-lost-after-sleep. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { powerManaged } from './small-power';

const { queryInformation, setInformation } = powerManaged();

export const DriverEntry = smallMiniport({
  ...onNetwork(),
  queryInformation,
  setInformation,
});

export const expected: ExpectedFindings = {
  power: ['power/traffic-lost-after-sleep'],
};
