/** Calls that are kept for hardware that is not Plug and Play. */
import type { OperatingSystem } from '../operating-system';
import { runsNdis51 } from './driver';

/**
 * Reports the present call if the driver is a miniport of NDIS 5.1: older ones have to run on systems
 * that have nothing better. Source: "Displaying Warning Messages" (ff545625).
 *
 * @param instead - what the driver should call
 */
export function reportLegacyCall(os: OperatingSystem, instead: string): void {
  if (!runsNdis51(os)) return;
  os.report('resource/legacy-call', {
    what: `A miniport of NDIS 5.1 called ${os.currentCall}; there is ${instead} for that.`,
  });
}
