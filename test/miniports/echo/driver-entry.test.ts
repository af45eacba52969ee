/** The protocol driver in the scenarios, and what it answers; frames typed from the RFCs. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { Session } from '../../../harness/session';
import * as driver from '../../../miniports/echo';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];

describe.each(['strict', 'windows'] as const)('profile %s', (profile) => {
  test.each(names)('scenario %s is clean', (name) => {
    const scenario = SCENARIOS[name];
    const result = runScenario({ driver, driverName: 'echo', scenario, profile });
    const faulty = result.runs.filter(({ verdict }) => verdict !== 'clean');
    expect(faulty.map(({ replay, findings, stopped }) => ({ replay, findings, stopped }))).toEqual(
      [],
    );
  });
});

const ASKER_MAC = [0x02, 0, 0, 0, 0, 0x02];
const ALL = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const ASKER_IP = [192, 0, 2, 1];
const OUR_IP = [192, 0, 2, 2];

function arp(operation: number, target = OUR_IP): number[] {
  const head = [0, 1, 8, 0, 6, 4, 0, operation];
  const body = [...head, ...ASKER_MAC, ...ASKER_IP, 0, 0, 0, 0, 0, 0, ...target];
  return [...ALL, ...ASKER_MAC, 8, 6, ...body, ...new Array<number>(18).fill(0)];
}

function onesComplement(bytes: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at] << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

interface Echo {
  readonly to?: readonly number[];
  readonly type?: number;
  readonly fragment?: number;
  readonly protocol?: number;
  readonly totalBytes?: number;
  readonly first?: number;
}

function echo(mac: readonly number[], given: Echo = {}): number[] {
  const {
    to = OUR_IP,
    type = 8,
    fragment = 0,
    protocol = 1,
    totalBytes = 84,
    first = 0x45,
  } = given;
  const data = Array.from({ length: 56 }, (_, index) => (7 * index) & 0xff);
  const icmp = [type, 0, 0, 0, 0x12, 0x34, 0, 1, ...data];
  const sum = onesComplement(icmp);
  icmp[2] = sum >> 8;
  icmp[3] = sum & 0xff;
  const ip = [first, 0, 0, totalBytes, 0, 1, fragment >> 8, fragment & 0xff, 64, protocol, 0, 0];
  return [...mac, ...ASKER_MAC, 8, 0, ...ip, ...ASKER_IP, ...to, ...icmp];
}

/** What comes back over the wire when `frame` is sent; `mustCopy` lets nobody keep packets. */
function ask(frameTo: (mac: readonly number[]) => number[]) {
  const session = new Session({ driver, driverName: 'echo' });
  const answers: number[][] = [];
  let mac: readonly number[] = [];
  session.play(() => {
    expect(session.load() && session.start()).toBe(true);
    session.idle(5e9);
    mac = [...session.query(0x0101_0102).bytes];
    const frame = Uint8Array.from(frameTo(mac));
    session.board.stationPort.transmit(frame, frame.length);
    session.idle(20e6);
    answers.push(...session.board.station.frames.map(({ bytes }) => [...bytes]));
    session.halt();
    session.unload();
  });
  expect(session.os.findings).toEqual([]);
  expect(session.os.ledger.live()).toEqual([]);
  return { answers, mac };
}

test('an ARP request for its address is answered', () => {
  const { answers, mac } = ask(() => arp(1));
  expect(answers).toHaveLength(1);
  const body = [0, 1, 8, 0, 6, 4, 0, 2, ...mac, ...OUR_IP, ...ASKER_MAC, ...ASKER_IP];
  expect(answers[0].slice(0, 42)).toEqual([...ASKER_MAC, ...mac, 8, 6, ...body]);
});

test('an echo is answered with the same data and a right sum', () => {
  const { answers, mac } = ask((to) => echo(to));
  expect(answers).toHaveLength(1);
  const [answer] = answers;
  expect(answer.slice(0, 14)).toEqual([...ASKER_MAC, ...mac, 8, 0]);
  expect(answer.slice(26, 34)).toEqual([...OUR_IP, ...ASKER_IP]);
  const icmp = answer.slice(34, 98);
  expect(icmp.slice(0, 2)).toEqual([0, 0]);
  expect(icmp.slice(4)).toEqual(echo(mac).slice(38));
  expect(onesComplement(icmp)).toBe(0);
});

test.each([
  { name: 'an ARP reply', frame: () => arp(2) },
  { name: 'ARP for another address', frame: () => arp(1, [192, 0, 2, 3]) },
  { name: 'a reply', frame: (mac: readonly number[]) => echo(mac, { type: 0 }) },
  {
    name: 'an echo to another',
    frame: (mac: readonly number[]) => echo(mac, { to: [1, 2, 3, 4] }),
  },
  { name: 'a fragment', frame: (mac: readonly number[]) => echo(mac, { fragment: 0x2000 }) },
  { name: 'UDP', frame: (mac: readonly number[]) => echo(mac, { protocol: 17 }) },
  { name: 'IP version 6', frame: (mac: readonly number[]) => echo(mac, { first: 0x65 }) },
  { name: 'a header too long', frame: (mac: readonly number[]) => echo(mac, { totalBytes: 200 }) },
  { name: 'a header too short', frame: (mac: readonly number[]) => echo(mac, { first: 0x44 }) },
  { name: 'a total too short', frame: (mac: readonly number[]) => echo(mac, { totalBytes: 24 }) },
])('$name is not answered', ({ frame }) => {
  expect(ask(frame).answers).toEqual([]);
});
