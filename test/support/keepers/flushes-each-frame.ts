/** Flushes each frame that it maps for its NIC, before or after it maps it in turn. */
import { mappingFrames } from '../../../miniports/faulty/small-mapped-frames';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { BOOLEAN, layout, type Ndis, type VirtualAddress } from '../../../ndis';

const TURN = layout('TURN', undefined, { IsLater: BOOLEAN });

export const DriverEntry = smallMiniport(
  mappingFrames({
    before(ndis: Ndis, buffer: VirtualAddress) {
      const turn = ndis.global(TURN);
      if (!turn.IsLater) ndis.NdisFlushBuffer(buffer, true);
    },
    after(ndis: Ndis, buffer: VirtualAddress) {
      const turn = ndis.global(TURN);
      if (turn.IsLater) ndis.NdisFlushBuffer(buffer, true);
      turn.IsLater = !turn.IsLater;
    },
  }),
);
