/** The RTL8029AS's driver recovers from an overflow of the ring as DP8390D 7.0 demands. */
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  counter,
  frame,
  hexOf,
  openSession,
  sentFrames,
  spoilReads,
  STATION_MAC,
  WHILE_NS,
  watchWrites,
} from '../../support/ne2000-session';

const RCV_NO_BUFFER = 0x00020105;

function flood(session: Session, count: number, byteCount: number): Uint8Array[] {
  const frames = Array.from({ length: count }, (_, index) => frame(CARD_MAC, byteCount, index));
  for (const bytes of frames) arrive(session, bytes);
  return frames;
}

describe('what fits comes up, the rest is counted, and it goes on', () => {
  let session: Session;
  beforeAll(() => (session = openSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each([
    { count: 180, byteCount: 60 },
    { count: 100, byteCount: 253 },
    { count: 60, byteCount: 700 },
    { count: 50, byteCount: 1514 },
  ])('$count frames of $byteCount bytes', ({ count, byteCount }) => {
    const { received } = session.protocol!;
    received.length = 0;
    const missedBefore = counter(session, RCV_NO_BUFFER);
    const frames = flood(session, count, byteCount);
    session.idle(WHILE_NS);
    expect(received.length).toBeGreaterThan(10);
    expect(received.length).toBeLessThan(count);
    expect(hexOf(received)).toEqual(hexOf(frames.slice(0, received.length)));
    expect(received.length + counter(session, RCV_NO_BUFFER) - missedBefore).toBe(count);
    arrive(session, frame(CARD_MAC, 1000));
    session.idle(WHILE_NS);
    expect(received.at(-1)).toEqual(frame(CARD_MAC, 1000));
  });
});

/** What a recovery writes, as `port value` in hexadecimal and the time, up to the new IMR. */
function recover(session: Session): { text: string; atNs: number }[] {
  const writes: { text: string; atNs: number }[] = [];
  watchWrites(session, (port, value) => {
    const text = `${port.toString(16)} ${value.toString(16)}`;
    writes.push({ text, atNs: session.board.clock.nowNs });
  });
  flood(session, 60, 1514);
  session.idle(WHILE_NS);
  const first = writes.findIndex(({ text }) => text === '0 21');
  const last = writes.findIndex(({ text }, index) => index > first && text === 'f 3b');
  return writes.slice(first, last);
}

test('the steps are those of the data sheet, in order', () => {
  const session = openSession();
  const writes = recover(session);
  const texts = writes.map(({ text }) => text);
  // Stop, RBCR, loopback, start; then frames are removed, which moves BNRY; OVW, TCR.
  expect(texts.slice(0, 5)).toEqual(['0 21', 'a 0', 'b 0', 'd 2', '0 22']);
  expect(texts.slice(-2)).toEqual(['7 10', 'd 0']);
  expect(texts.filter((text) => text.startsWith('3 ')).length).toBeGreaterThan(10);
  expect(writes[1].atNs - writes[0].atNs).toBeGreaterThanOrEqual(1.6e6);
  expect(closeSession(session)).toEqual([]);
});

describe('frames on their way out when the ring overflows go out once each', () => {
  test.each([0, 0.5e6, 1.215e6, 1.23e6, 2.4e6])('after %d ns', (delayNs) => {
    const session = openSession();
    const frames = [1, 2, 3].map((number) => frame(STATION_MAC, 1514, number));
    session.protocol!.send(frames);
    session.board.clock.schedule(delayNs, () => flood(session, 60, 1514));
    session.idle(WHILE_NS);
    expect(hexOf(sentFrames(session))).toEqual(hexOf(frames));
    expect(session.protocol!.failedCount).toBe(0);
    // OID_GEN_XMIT_OK
    expect(counter(session, 0x00020101)).toBe(3);
    expect(closeSession(session)).toEqual([]);
  });
});

describe('a transmission under way at the stop is repeated only if it did not end', () => {
  // CR.TXP before the stop, ISR.PTX after the wait (DP8390D 7.0, steps 1 and 5).
  test.each([
    { cr: 0x26, isr: 0x00, repeats: true },
    { cr: 0x26, isr: 0x02, repeats: false },
    { cr: 0x26, isr: 0x08, repeats: false },
    { cr: 0x22, isr: 0x00, repeats: false },
  ])('CR $cr, ISR $isr', ({ cr, isr, repeats }) => {
    const session = openSession();
    session.protocol!.send([frame(STATION_MAC, 60)]);
    session.idle(WHILE_NS);
    spoilReads(session, (port, value) => {
      if (port === 0 && value === 0x22) return cr;
      return port === 7 ? value | isr : value;
    });
    const texts = recover(session).map(({ text }) => text);
    expect(texts.includes('0 26')).toBe(repeats);
    if (repeats) expect(texts.at(-1)).toBe('0 26');
    expect(session.os.findings).toEqual([]);
    session.dispose();
  });
});
