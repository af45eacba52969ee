/** Reads the network address of the registry and keeps its own: resource/network-address-not-used. */
import type { ExpectedFindings } from '../samples';
import { usingNetworkAddress } from './small-configuration';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport(usingNetworkAddress(() => false));

export const expected: ExpectedFindings = { configuration: ['resource/network-address-not-used'] };
