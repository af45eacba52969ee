/**
 * The NIC answers nonsense: no register at all, a bit that is waited for and never changes, all ones
 * or zero from a register or in a descriptor. A driver gives up in time, and harms nobody.
 */
import type { Fault } from '../../ndis/faults';
import type { Scenario } from '../scenario';
import { life } from './life';
import { spreadPoints } from './points';

const POINTS_MAX = 36;

export const hostileDevice: Scenario = {
  name: 'hostile-device',
  summary: `Lets the NIC be dead, bits of it be stuck, and up to ${POINTS_MAX} reads and descriptors be nonsense.`,
  plan(rehearse) {
    const faults = rehearse.disturbances(['register', 'descriptor']);
    const points = spreadPoints(faults.map(kindOf), POINTS_MAX);
    if (points.length < faults.length)
      rehearse.note(
        `hostile-device: ${points.length} of ${faults.length} senseless values are tried; ` +
          '`ndislab sweep --only register,descriptor` tries all',
      );
    const all = [
      ...rehearse.disturbances(['dead', 'stuck']),
      ...points.map((point) => faults[point]),
    ];
    return all.map((fault) => ({ faults: [fault] }));
  },
  play: (session) => life.play(session),
};

/** Of fields of descriptors, where they are does not make them another kind. */
const kindOf = ({ call, failure }: Fault): string => `${call}=${failure.replace(/@.*/, '@')}`;
