/** Resets: what goes through before them goes through after them. */
import { rulesUnder, type NamedBug } from '../../support/bugs';

test.each<NamedBug>([
  {
    bug: 'the transmitter is not set up again',
    sample: 'e1000',
    file: 'program.ts',
    right: '  programTransmit(ndis, adapter);\n',
    wrong: '  if (adapter.TxCompleted === 0) programTransmit(ndis, adapter);\n',
    shows: 'packet/packets-not-conserved',
  },
  {
    bug: 'what is sent is refused for good',
    sample: 'e1000',
    file: 'send.ts',
    right: 'adapter.SendStatus = adapter.IsLinkUp ? NDIS_STATUS_SUCCESS : NDIS_STATUS_NO_CABLE;',
    wrong: 'if (adapter.TxCompleted === 0) adapter.SendStatus = NDIS_STATUS_SUCCESS;',
    shows: 'packet/packets-not-conserved',
  },
])('$bug', (bug) => {
  expect(rulesUnder('reset-storm', bug)).toContain(bug.shows);
});
