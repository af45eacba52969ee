/** What a device that lies shows: bugs that only one field, or a bit that never comes, brings out. */
import type { FaultKind } from '../../../harness/sweep/kinds';
import { SweepPlayer } from '../../../harness/sweep/player';
import { deviceOf } from '../../../miniports/sample-devices';
import { driverWith, type NamedBug } from '../../support/bugs';
import { playFirst } from '../../support/sweeps';

/** Whether a sweep of one kind of fault shows what it should. */
function isSwept(bug: NamedBug, kind: FaultKind): boolean {
  const driver = driverWith(bug);
  const { sample, shows } = bug;
  const device = deviceOf(sample);
  const request = { driver: sample, device, profile: 'strict', seed: 1, pairs: false } as const;
  const options = { driver, driverName: sample, device };
  const player = new SweepPlayer({ ...request, kinds: [kind] }, options);
  return player
    .plan()
    .faults.some(({ fault }, index) =>
      playFirst(player, index + 1, fault).some(({ seen }) =>
        seen.some(({ rule }) => rule === shows),
      ),
    );
}

test.each<NamedBug & { kind: FaultKind }>([
  {
    bug: 'the length in a descriptor is not held against the buffer',
    sample: 'e1000',
    file: 'receive.ts',
    right: 'byteCount >= HEADER_BYTES && byteCount <= FRAME_BYTES_MAX',
    wrong: 'byteCount >= HEADER_BYTES',
    kind: 'descriptor',
    shows: 'packet/buffer-chain-invalid',
  },
  {
    bug: 'the length in a descriptor may be less than a header',
    sample: 'e1000',
    file: 'receive.ts',
    right: 'byteCount >= HEADER_BYTES && byteCount <= FRAME_BYTES_MAX',
    wrong: 'byteCount <= FRAME_BYTES_MAX',
    kind: 'descriptor',
    shows: 'packet/buffer-chain-invalid',
  },
  {
    bug: 'the length before a frame in a ring of frames is believed',
    sample: 'rtl8139',
    file: 'receive.ts',
    right: 'packetBytes >= PACKET_BYTES_MIN && packetBytes <= PACKET_BYTES_MAX',
    wrong: 'true',
    kind: 'descriptor',
    shows: 'hardware/hostile-value-not-survived',
  },
  {
    bug: 'the index of a buffer that the device has used is believed, of those sent',
    sample: 'netkvm',
    file: 'send.ts',
    right: 'used.Id < 2 * BUFFER_COUNT && ',
    wrong: '',
    kind: 'descriptor',
    shows: 'hardware/hostile-value-not-survived',
  },
  {
    bug: 'the index of a buffer that the device has used is believed, of those received',
    sample: 'netkvm',
    file: 'receive.ts',
    right: 'index >= BUFFER_COUNT || used.includes(index)',
    wrong: 'false',
    kind: 'descriptor',
    shows: 'hardware/hostile-value-not-survived',
  },
  {
    bug: 'a bit that is always there at the first look is polled without limit',
    sample: 'e1000',
    file: 'hardware.ts',
    right: 'poll < EEPROM_POLL_COUNT_MAX',
    wrong: 'true',
    kind: 'stuck',
    shows: 'hardware/poll-without-limit',
  },
])('$bug', ({ kind, ...bug }) => {
  expect(isSwept(bug, kind)).toBe(true);
});
