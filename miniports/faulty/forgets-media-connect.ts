/** Reports that the link went down, and never that it came back: power/traffic-while-disconnected. */
import type { ExpectedFindings } from '../samples';
import { indicateLink, isLinkUp } from './small-link';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { INTERRUPT_LSC, Register, writeRegister } from './small-registers';

const network = onNetwork();

export const DriverEntry = smallMiniport({
  ...network,
  enableInterrupts(ndis, adapter) {
    network.enableInterrupts!(ndis, adapter);
    writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC);
  },
  handleInterrupt(ndis, adapter) {
    if (!isLinkUp(ndis, adapter)) {
      indicateLink(ndis, adapter);
      ndis.NdisMIndicateStatusComplete(adapter.MiniportAdapterHandle);
    }
    network.handleInterrupt!(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  life: ['power/traffic-while-disconnected'],
  'hostile-device': ['power/traffic-while-disconnected'],
  'fresh-memory': ['power/traffic-while-disconnected'],
};
