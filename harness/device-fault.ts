/** Faults of the NIC itself. They are written as those of calls are: DeviceAccess=REMOVED#17. */
import type { Fault } from '../ndis/faults';

/** An access of a driver to a register of the NIC under test. */
export const DEVICE_ACCESS = 'DeviceAccess';
/** The NIC is pulled out at that access: it and all later ones meet nothing. */
export const REMOVED = 'REMOVED';

export function isDeviceFault({ call, failure }: Pick<Fault, 'call' | 'failure'>): boolean {
  return call === DEVICE_ACCESS && failure === REMOVED;
}

/** The NIC is pulled out at this access, counted from 1. */
export function removalAt(occurrence: number): Fault {
  return { call: DEVICE_ACCESS, failure: REMOVED, occurrence };
}
