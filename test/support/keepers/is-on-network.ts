/** Sends and receives all that it is asked to, as it was asked. */
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { onNetwork } from '../../../miniports/faulty/small-nic';

export const DriverEntry = smallMiniport(onNetwork());
