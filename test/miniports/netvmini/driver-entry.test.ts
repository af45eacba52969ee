/** The miniport without hardware: its adapters on their own network, and under every scenario. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { Session } from '../../../harness/session';
import * as driver from '../../../miniports/netvmini';
import { cancelSendPackets } from '../../../ndis/wrapper/send';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];
const WHILE_NS = 100e6;
/** OID_GEN_CURRENT_PACKET_FILTER: directed, multicast, all multicast, broadcast, promiscuous. */
const PACKET_FILTER = 0x0001010e;
const [DIRECTED, MULTICAST, ALL_MULTICAST, BROADCAST, PROMISCUOUS] = [1, 2, 4, 8, 0x20];
const MULTICAST_LIST = 0x01010103;
const FIRST = [0x02, 0x76, 0x6e, 0x65, 0x74, 0];
const SECOND = [0x02, 0x76, 0x6e, 0x65, 0x74, 1];
const GROUP = [1, 0, 0x5e, 0, 0, 1];

function frame(destination: readonly number[], byteCount: number): Uint8Array {
  const bytes = Uint8Array.from({ length: byteCount }, (_, index) => index);
  bytes.set(destination);
  return bytes;
}

/** Two adapters: the session's own, whose filter is told, and a peer that listens. */
function open(filter = 0): Session {
  const session = new Session({ driver, driverName: 'netvmini', device: '82540em+82540em' });
  session.play(() => {
    session.load();
    session.start();
    session.idle(WHILE_NS);
    session.setUlong(PACKET_FILTER, filter);
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

test.each(names)('%s is clean, in both profiles, and the same each time', (name) => {
  const play = (profile: 'strict' | 'windows') =>
    runScenario({ driver, driverName: 'netvmini', scenario: SCENARIOS[name], profile });
  const first = play('strict');
  expect(first.verdict).toBe('clean');
  expect(play('windows').verdict).toBe('clean');
  expect(play('strict')).toEqual(first);
});

test.each([14, 15, 60, 590, 1513, 1514])(
  'a frame of %d bytes in pieces arrives whole',
  (length) => {
    const session = open();
    const sent = frame(SECOND, length);
    session.play(() => {
      session.protocol!.send([sent, sent], { fragments: 7, firstBytes: 14, hasEmptyBuffers: true });
      session.idle(WHILE_NS);
    });
    expect(session.peers[0].protocol!.received).toEqual([sent, sent]);
    expect([session.protocol!.completedCount, session.protocol!.failedCount]).toEqual([2, 0]);
    expect(close(session)).toEqual([]);
  },
);

test.each([13, 1515])('a frame of %d bytes is refused', (length) => {
  const session = open();
  session.play(() => session.protocol!.send([frame(SECOND, length)]));
  expect([session.protocol!.completedCount, session.protocol!.failedCount]).toEqual([1, 1]);
  expect(close(session)).toEqual([]);
});

test.each([
  { filter: 0, hears: [] },
  { filter: DIRECTED, hears: [FIRST] },
  { filter: BROADCAST, hears: [Array(6).fill(0xff)] },
  { filter: MULTICAST, hears: [GROUP] },
  { filter: ALL_MULTICAST, hears: [GROUP, [3, 0, 0, 0, 0, 9]] },
  {
    filter: PROMISCUOUS,
    hears: [FIRST, SECOND, Array(6).fill(0xff), GROUP, [3, 0, 0, 0, 0, 9]],
  },
])('a filter of $filter', ({ filter, hears }) => {
  const session = open(filter);
  const all = [FIRST, SECOND, Array<number>(6).fill(0xff), GROUP, [3, 0, 0, 0, 0, 9]];
  session.play(() => {
    session.set(MULTICAST_LIST, Uint8Array.from(GROUP));
    session.peers[0].protocol!.send(all.map((address) => frame(address, 60)));
    session.idle(WHILE_NS);
  });
  const heard = session.protocol!.received.map((bytes) => [...bytes.subarray(0, 6)]);
  expect(heard).toEqual(hears);
  expect(close(session)).toEqual([]);
});

test('it never hears itself', () => {
  const session = open(PROMISCUOUS);
  session.play(() => {
    session.protocol!.send([frame(FIRST, 60)]);
    session.idle(WHILE_NS);
  });
  expect(session.protocol!.received).toEqual([]);
  expect(close(session)).toEqual([]);
});

test('a frame for which there is no room is counted, and all is well again', () => {
  const session = open();
  const peer = session.peers[0].protocol!;
  const burst = Array.from({ length: 20 }, () => frame(SECOND, 60));
  session.play(() => {
    session.protocol!.send(burst);
    session.idle(WHILE_NS);
  });
  // It has room for 16 frames (RECEIVE_COUNT).
  expect([peer.receivedCount, session.protocol!.completedCount]).toEqual([16, 20]);
  session.play(() => {
    session.protocol!.send(burst.slice(0, 16));
    session.idle(WHILE_NS);
  });
  expect(peer.receivedCount).toBe(32);
  expect(close(session)).toEqual([]);
});

test('sends are cancelled by their number, none being 0', () => {
  const session = open();
  session.play(() => {
    session.protocol!.send([frame(SECOND, 60), frame(SECOND, 61)]);
    cancelSendPackets(session.adapter!, 5);
    session.idle(0);
  });
  expect(session.protocol!.completedCount).toBe(0);
  session.play(() => cancelSendPackets(session.adapter!, 0));
  expect([session.protocol!.completedCount, session.protocol!.failedCount]).toEqual([2, 2]);
  expect(close(session)).toEqual([]);
});

test('a reset gives back what waits, and halt waits for what is held', () => {
  const session = open(DIRECTED);
  session.play(() => {
    session.protocol!.send([frame(SECOND, 60)]);
    expect(session.reset()).toBe(0);
    expect(session.protocol!.failedCount).toBe(1);
    session.protocol!.holdEvery = 1;
    session.peers[0].protocol!.send([frame(FIRST, 60)]);
    session.idle(WHILE_NS);
    expect(session.protocol!.heldCount).toBe(1);
    session.protocol!.returnHeldIn(WHILE_NS);
  });
  expect(close(session)).toEqual([]);
});

test('asleep nothing is sent and nothing arrives; awake again it does', () => {
  const session = open(DIRECTED);
  const other = session.peers[0].protocol!;
  const exchange = () => {
    session.protocol!.send([frame(SECOND, 60)]);
    other.send([frame(FIRST, 60)]);
    session.idle(WHILE_NS);
    return [session.protocol!.failedCount, session.protocol!.receivedCount, other.receivedCount];
  };
  session.play(() => {
    expect(session.setPower(3)).toBe(0);
    expect(exchange()).toEqual([1, 0, 0]);
    expect(session.setPower(0)).toBe(0);
    expect(exchange()).toEqual([1, 1, 1]);
  });
  expect(close(session)).toEqual([]);
});

test('an address that the user has set is its own, unless it is a group', () => {
  const addressWith = (text: string) => {
    const parameters = { NetworkAddress: { type: 'string', value: text } as const };
    const session = new Session({ driver, driverName: 'netvmini', parameters });
    let bytes: number[] = [];
    session.play(() => {
      session.load();
      session.start();
      bytes = [...session.query(0x01010102).bytes];
    });
    return bytes;
  };
  expect(addressWith('020304050607')).toEqual([2, 3, 4, 5, 6, 7]);
  expect(addressWith('030304050607')).toEqual(FIRST);
});
