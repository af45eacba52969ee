/** MiniportReset returns a text: registration/handler-returned-nonsense. */
import type { NdisStatus } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset: () => 'done' as unknown as NdisStatus,
});

export const expected: ExpectedFindings = {
  life: ['registration/handler-returned-nonsense'],
  configuration: ['registration/handler-returned-nonsense'],
  'surprise-removal': ['registration/handler-returned-nonsense'],
  'reset-storm': ['power/reset-status-undocumented', 'registration/handler-returned-nonsense'],
  'hostile-device': ['registration/handler-returned-nonsense'],
  'fresh-memory': ['registration/handler-returned-nonsense'],
};
