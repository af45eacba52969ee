/** Is on the network, and reports each change of its link. */
import { indicateLink } from '../../../miniports/faulty/small-link';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { onNetwork } from '../../../miniports/faulty/small-nic';
import { INTERRUPT_LSC, Register, writeRegister } from '../../../miniports/faulty/small-registers';

const network = onNetwork();

export const DriverEntry = smallMiniport({
  ...network,
  enableInterrupts(ndis, adapter) {
    network.enableInterrupts!(ndis, adapter);
    writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC);
  },
  handleInterrupt(ndis, adapter) {
    indicateLink(ndis, adapter);
    ndis.NdisMIndicateStatusComplete(adapter.MiniportAdapterHandle);
    network.handleInterrupt!(ndis, adapter);
  },
});
