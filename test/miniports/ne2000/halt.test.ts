/** Halting the RTL8029AS's driver, whatever it is doing; and the system's shutdown. */
import { HIGH_LEVEL } from '../../../ndis/row';
import { shutdownAdapter } from '../../../ndis/wrapper/lifecycle';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  nicOf,
  openSession,
  STATION_MAC,
} from '../../support/ne2000-session';

const QUIET = {
  interruptMask: 0,
  interruptAsserted: false,
  receiverEnabled: false,
  transmitterEnabled: false,
};

test.each([0, 1e6, 1.3e6])('in the middle of traffic, after %d ns', (durationNs) => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 10 }, () => frame(STATION_MAC, 1514)));
  for (let index = 0; index < 30; index++) arrive(session, frame(CARD_MAC, 1514));
  session.idle(durationNs);
  const nic = nicOf(session);
  expect(closeSession(session)).toEqual([]);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(nic.activity()).toEqual({ ...QUIET, dmaActive: false });
});

test('a shutdown silences the card, at any IRQL and in any page', () => {
  const session = openSession();
  const nic = nicOf(session);
  arrive(session, frame(CARD_MAC, 100));
  nic.bars[0].window.write(0, 1, 0x62);
  session.os.irql = HIGH_LEVEL;
  shutdownAdapter(session.adapter!);
  session.os.irql = 0;
  expect(nic.activity()).toMatchObject(QUIET);
  expect(closeSession(session)).toEqual([]);
});
