/** The WAN miniport without hardware: its lines and what goes over them. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { Session } from '../../../harness/session';
import * as driver from '../../../miniports/nullmodem';

const WHILE_NS = 500e6;
/** What lies before the payload on a link: address, control, and the protocol number of IPv4. */
const PPP_HEADER = [0xff, 0x03, 0x00, 0x21];
const HEADER_BYTES = 14;

function frame(payloadBytes: number): Uint8Array {
  return Uint8Array.from({ length: HEADER_BYTES + payloadBytes }, (_, index) => index);
}

function open(): Session {
  const session = new Session({ driver, driverName: 'nullmodem' });
  session.play(() => {
    session.load();
    session.start();
    session.idle(WHILE_NS);
  });
  return session;
}

function close(session: Session): string[] {
  session.play(() => {
    session.halt();
    session.unload();
  });
  return session.os.findings.map(({ rule }) => rule);
}

test.each(['life', 'power'] as const)('%s is clean, in both profiles, and the same', (name) => {
  const play = (profile: 'strict' | 'windows') =>
    runScenario({ driver, driverName: 'nullmodem', scenario: SCENARIOS[name], profile });
  const first = play('strict');
  expect(first.verdict).toBe('clean');
  expect(play('windows').verdict).toBe('clean');
  expect(play('strict')).toEqual(first);
});

test('what is sent over one line arrives whole on the other, in order, more than the window too', () => {
  const session = open();
  const sent = [1, 46, 590, 1500, ...new Array<number>(40).fill(100)].map(frame);
  const protocol = session.protocol!;
  session.play(() => {
    protocol.send(sent);
    session.idle(WHILE_NS);
  });
  expect(protocol.completedCount).toBe(sent.length);
  expect(protocol.failedCount).toBe(0);
  expect(protocol.received.map((one) => [...one]).sort(byLength)).toEqual(
    sent.map((one) => [...PPP_HEADER, ...one.subarray(HEADER_BYTES)]).sort(byLength),
  );
  expect(protocol.isReceiving).toBe(false);
  expect(close(session)).toEqual([]);
});

function byLength(one: readonly number[], other: readonly number[]): number {
  return one.length - other.length;
}

test('asleep its lines are down, and what is sent fails; awake they come up anew', () => {
  const session = open();
  const protocol = session.protocol!;
  session.play(() => {
    session.setPower(3);
    protocol.send([frame(100)]);
  });
  expect([protocol.completedCount, protocol.failedCount]).toEqual([1, 1]);
  session.play(() => {
    session.setPower(0);
    session.idle(WHILE_NS);
    protocol.send([frame(100)]);
    session.idle(WHILE_NS);
  });
  expect([protocol.completedCount, protocol.failedCount]).toEqual([2, 1]);
  expect(protocol.received).toHaveLength(1);
  expect(close(session)).toEqual([]);
});

test('a reset gives back what waits', () => {
  const session = open();
  const protocol = session.protocol!;
  session.play(() => {
    protocol.send([frame(100), frame(100)]);
    session.reset();
  });
  expect([protocol.completedCount, protocol.failedCount]).toEqual([2, 2]);
  expect(close(session)).toEqual([]);
});
