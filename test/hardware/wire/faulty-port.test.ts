/** hardware/wire/faulty-port.ts */
import type { WirePort } from '../../../hardware/ports';
import { Random } from '../../../hardware/random';
import { FaultyWirePort, type WireFaults } from '../../../hardware/wire';

function setUp(faults: WireFaults, seed = 1) {
  const sent: string[] = [];
  const inner = {
    hasLink: true,
    transmit: (frame: Uint8Array, byteCount: number) =>
      void sent.push(Buffer.from(frame.subarray(0, byteCount)).toString('hex')),
  };
  return { sent, inner, port: new FaultyWirePort(inner, new Random(seed), faults) };
}

function transmitMany(port: WirePort, frameCount: number) {
  for (let index = 0; index < frameCount; index++)
    port.transmit(new Uint8Array(64).fill(index & 0xff), 60);
}

/** Bits in which two frames differ. */
function differingBits(a: string, b: string): number {
  const first = Buffer.from(a, 'hex');
  const second = Buffer.from(b, 'hex');
  return first.reduce(
    (bits, byte, at) => bits + (byte ^ second[at]).toString(2).replaceAll('0', '').length,
    0,
  );
}

test.each<{ name: string; given: WireFaults; want: [number, number, number, number] }>([
  { name: 'none', given: {}, want: [100, 0, 0, 0] },
  { name: 'all lost', given: { lossRate: 1 }, want: [0, 100, 0, 0] },
  { name: 'all twice', given: { duplicateRate: 1 }, want: [200, 0, 100, 0] },
  { name: 'all damaged', given: { corruptRate: 1 }, want: [100, 0, 0, 100] },
  {
    name: 'loss goes first',
    given: { lossRate: 1, corruptRate: 1, duplicateRate: 1 },
    want: [0, 100, 0, 0],
  },
])('$name', ({ given, want }) => {
  const { sent, port } = setUp(given);
  transmitMany(port, 100);
  const { lost, duplicated, corrupted } = port.counts;
  expect([sent.length, lost, duplicated, corrupted]).toEqual(want);
});

test('without faults nothing is changed', () => {
  const { sent, port } = setUp({});
  port.transmit(Uint8Array.of(1, 2, 3, 4), 3);
  expect(sent).toEqual(['010203']);
});

test('damage is one bit, in a copy', () => {
  const { sent, port } = setUp({ corruptRate: 1 });
  const frame = new Uint8Array(64);
  for (let index = 0; index < 50; index++) port.transmit(frame, 60);
  expect(frame).toEqual(new Uint8Array(64));
  for (const damaged of sent) expect(differingBits(damaged, '00'.repeat(60))).toBe(1);
  expect(new Set(sent).size).toBeGreaterThan(30);
});

test('a rate is met, within chance', () => {
  const { port } = setUp({ lossRate: 0.1 });
  transmitMany(port, 10_000);
  expect(port.counts.lost).toBeGreaterThan(850);
  expect(port.counts.lost).toBeLessThan(1150);
});

test('the same seed gives the same faults, another seed others', () => {
  const [a, b, c] = [5, 5, 6].map((seed) => {
    const { sent, port } = setUp({ lossRate: 0.2, duplicateRate: 0.2, corruptRate: 0.2 }, seed);
    transmitMany(port, 200);
    return sent;
  });
  expect(b).toEqual(a);
  expect(c).not.toEqual(a);
});

test('one rate does not move the faults of another', () => {
  const lostWith = (faults: WireFaults) => {
    const { sent, port } = setUp(faults);
    transmitMany(port, 200);
    return [...new Set(sent.map((frame) => frame.slice(0, 2)))];
  };
  expect(lostWith({ lossRate: 0.3, duplicateRate: 0.5 })).toEqual(lostWith({ lossRate: 0.3 }));
});

test('link is that of the port within', () => {
  const { port, inner } = setUp({});
  expect(port.hasLink).toBe(true);
  inner.hasLink = false;
  expect(port.hasLink).toBe(false);
});
