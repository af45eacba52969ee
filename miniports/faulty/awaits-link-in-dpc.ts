/** Waits in MiniportHandleInterrupt for the link to come back: interrupt/dpc-unbounded. */
import type { ExpectedFindings } from '../samples';
import { enableLink, isLinkUp } from './small-link';
import { smallMiniport } from './small-miniport';

/** 110 ms, of 50 us each. */
const POLLS = 2200;

export const DriverEntry = smallMiniport({
  enableInterrupts: enableLink,
  handleInterrupt(ndis, adapter) {
    for (let count = 0; count < POLLS && !isLinkUp(ndis, adapter); count++)
      ndis.NdisStallExecution(50);
  },
});

export const expected: ExpectedFindings = {
  life: ['interrupt/dpc-unbounded'],
  'hostile-device': ['interrupt/dpc-unbounded'],
  'fresh-memory': ['interrupt/dpc-unbounded'],
};
