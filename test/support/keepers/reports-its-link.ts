/** Is on the network, reports each change of its link, and answers how it is. */
import { answerLink, indicateLink } from '../../../miniports/faulty/small-link';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { onNetwork } from '../../../miniports/faulty/small-nic';
import { INTERRUPT_LSC, Register, writeRegister } from '../../../miniports/faulty/small-registers';

const network = onNetwork();

export const DriverEntry = smallMiniport({
  ...network,
  queryInformation: answerLink,
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
