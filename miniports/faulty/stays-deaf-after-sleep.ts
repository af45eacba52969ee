/** Does not set up its NIC again after sleep: power/traffic-lost-after-sleep. */
import { OID_PNP_SET_POWER } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { isAsleep, powerManaged } from './small-power';
import { resetNic } from './small-registers';

const power = powerManaged();
const network = onNetwork({
  stop(ndis, adapter) {
    if (!isAsleep(ndis)) resetNic(ndis, adapter);
  },
});

export const DriverEntry = smallMiniport({
  ...network,
  queryInformation: power.queryInformation,
  setInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
    const { setInformation } = Oid === OID_PNP_SET_POWER ? power : network;
    return setInformation!(ndis, MiniportAdapterContext, Oid, ...buffer);
  },
  serviceInterrupt: power.serviceInterrupt,
  quiet: power.quiet,
});

export const expected: ExpectedFindings = {
  power: ['power/traffic-lost-after-sleep'],
};
