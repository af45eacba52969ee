/** Uses whatever network address the registry has: resource/network-address-not-checked. */
import type { ExpectedFindings } from '../samples';
import { usingNetworkAddress } from './small-configuration';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport(usingNetworkAddress(() => true));

export const expected: ExpectedFindings = {
  configuration: ['resource/network-address-not-checked'],
};
