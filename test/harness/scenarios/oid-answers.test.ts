/** The answers to OIDs, told as one reads them. */
import { checkAnswers } from '../../../harness/scenarios/oid-answers';
import { OID_802_3_CURRENT_ADDRESS } from '../../../ndis/oid';
import { startSession } from '../../support/inline-driver';

test('an address is told in hexadecimal', () => {
  const session = startSession();
  const group = Uint8Array.of(1, 0, 0x5e, 0, 0, 0xfb);
  checkAnswers(session, new Map([[OID_802_3_CURRENT_ADDRESS, group]]));
  expect(session.os.findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('is a group address (01:00:5e:00:00:fb), which no station has'),
  );
});
