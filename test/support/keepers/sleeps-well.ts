/** Knows of power: it sleeps and wakes as it is told, and leaves a sleeping NIC alone. */
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { powerManaged } from '../../../miniports/faulty/small-power';

export const DriverEntry = smallMiniport(powerManaged());
