/** Halting the RTL8139C's driver, whatever it is doing. */
import { haltAdapter } from '../../../ndis/wrapper/lifecycle';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  nicOf,
  openSession,
  STATION_MAC,
  valueOf,
  windowOf,
} from '../../support/rtl8139-session';

test.each([
  { name: 'mapped packets', fragments: 1, failed: 4 },
  { name: 'copies', fragments: 2, failed: 0 },
])('with $name on their way', ({ fragments, failed }) => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(
    Array.from({ length: 4 }, () => frame(STATION_MAC, 1514)),
    fragments,
  );
  for (let index = 0; index < 5; index++) arrive(session, frame(CARD_MAC, 1514));
  // NDIS itself would wait for the sends.
  haltAdapter(session.adapter!);
  expect(protocol!.failedCount).toBe(failed);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(nicOf(session).activity()).toEqual({
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  });
  expect(session.os.findings).toEqual([]);
  session.dispose();
});

test('in the middle of traffic', () => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 30 }, () => frame(STATION_MAC, 1514)));
  for (let index = 0; index < 20; index++) arrive(session, frame(CARD_MAC, 1514));
  session.idle(50e3);
  expect(closeSession(session)).toEqual([]);
  expect(protocol!.outstandingSendCount).toBe(0);
});

test('with causes pending that the driver has not seen', () => {
  const session = openSession();
  windowOf(nicOf(session)).write(0x3c, 2, 0);
  arrive(session, frame(CARD_MAC, 100));
  session.idle(1e6);
  expect(valueOf(session, 'ISR')).not.toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test('of a device that was pulled out', () => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 6 }, () => frame(STATION_MAC, 1514)));
  session.board.removeNic();
  expect(closeSession(session)).toEqual([]);
  expect(protocol!.outstandingSendCount).toBe(0);
});
