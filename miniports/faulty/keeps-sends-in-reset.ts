/** Completes sends by a timer, and MiniportReset does not hasten them: power/reset-kept-pending-sends. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queueingSends } from './small-queue';

export const DriverEntry = smallMiniport(queueingSends(500));

export const expected: ExpectedFindings = { 'reset-storm': ['power/reset-kept-pending-sends'] };
