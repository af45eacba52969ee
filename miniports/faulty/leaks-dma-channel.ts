/** Never deregisters its DMA channel: dma/channel-not-deregistered. */
import type { ExpectedFindings } from '../samples';
import { claimChannel, setSubordinate } from './small-dma-channel';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes: setSubordinate,
  initialize: (ndis, adapter) => claimChannel(ndis, adapter).Result,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/channel-not-deregistered'],
  life: ['dma/channel-not-deregistered', 'registration/second-load-differs'],
  start: ['dma/channel-not-deregistered'],
  'bind-unbind': ['dma/channel-not-deregistered', 'registration/second-start-differs'],
  'hostile-device': ['dma/channel-not-deregistered', 'resource/single-fault-not-survived'],
  'fresh-memory': ['dma/channel-not-deregistered', 'registration/second-load-differs'],
};
