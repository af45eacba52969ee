/** The link goes down and comes up again: what is sent meanwhile, and what goes through afterwards. */
import { rulesUnder, type NamedBug } from '../../support/bugs';

test.each<NamedBug>([
  {
    bug: 'a packet that is sent while the link is down is forgotten',
    sample: 'e1000',
    file: 'send.ts',
    right: '    else appendPacket(ndis, refused, packet);',
    wrong: '    else if (status !== NDIS_STATUS_NO_CABLE) appendPacket(ndis, refused, packet);',
    shows: 'packet/send-stalled',
  },
  {
    bug: 'nothing is sent any more once the link has been down',
    sample: 'e1000',
    file: 'send.ts',
    right: 'adapter.SendStatus = adapter.IsLinkUp ? NDIS_STATUS_SUCCESS : NDIS_STATUS_NO_CABLE;',
    wrong:
      'if (!adapter.IsLinkUp || adapter.TxCompleted === 0) adapter.SendStatus = adapter.IsLinkUp ? NDIS_STATUS_SUCCESS : NDIS_STATUS_NO_CABLE;',
    shows: 'packet/packets-not-conserved',
  },
  {
    bug: 'nothing is received any more once the link has been down',
    sample: 'e1000',
    file: 'phy.ts',
    right: '  followLink(ndis, adapter);\n',
    wrong: '  followLink(ndis, adapter);\n  writeRegister(ndis, adapter, Register.RCTL, 0);\n',
    shows: 'packet/packets-not-conserved',
  },
  {
    bug: 'the link that is back is not seen',
    sample: 'e1000',
    file: 'phy.ts',
    right: '  if (isUp === adapter.IsLinkUp) return false;\n',
    wrong: '  if (isUp === adapter.IsLinkUp || (isUp && adapter.TxCompleted > 0)) return false;\n',
    shows: 'oid/answers-inconsistent',
  },
])('$bug', (bug) => {
  expect(rulesUnder('life', bug)).toContain(bug.shows);
});
