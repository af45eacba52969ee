/** What stands below a driver, whether it is named or not, and what comes of its faults. */
import { lowerDriverOf } from '../../harness/lower-driver';
import { runScenario } from '../../harness/run';
import type { Scenario } from '../../harness/scenario';
import { SCENARIOS } from '../../harness/scenarios';
import type { DriverSource } from '../../ndis/loader';
import * as dc21x4 from '../../miniports/dc21x4';
import * as e1000 from '../../miniports/e1000';
import * as passthru from '../../miniports/passthru';
import { builtDriver, machineDriver } from '../support/machine-driver';

const IM = builtDriver('passthru');

function imports(...names: string[]): DriverSource {
  return machineDriver({ code: 'c20800', imports: names.map((name) => `ndis.sys!${name}`) });
}

test.each([
  { name: 'a sample that names it', driver: passthru, want: e1000 },
  { name: 'an intermediate driver', driver: IM, want: e1000 },
  { name: 'one on another NIC', driver: IM, device: 'i21143,link=10', want: dc21x4 },
  { name: 'a protocol driver', driver: imports('NdisRegisterProtocol'), want: e1000 },
  { name: 'a miniport', driver: builtDriver('mini'), want: undefined },
  {
    name: 'a miniport that is a protocol driver too',
    driver: imports('NdisMRegisterMiniport', 'NdisRegisterProtocol'),
    want: undefined,
  },
])('below $name', ({ driver, device, want }) => {
  expect(lowerDriverOf(driver, device)).toBe(want);
});

test('a NIC that no sample drives wants a driver', () => {
  expect(() => lowerDriverOf(IM, 'i82557')).toThrow('no sample drives i82557; give the driver');
});

const resets: Scenario = {
  name: 'resets',
  summary: 'Resets the NIC.',
  plan: () => [],
  play(session) {
    session.load();
    session.start();
    session.beginResetBelow();
    session.idle(1e9);
    session.halt();
    session.unload();
  },
};

/** How a scenario ends that is played on the driver below, and the frames on the wire. */
function play(driver: DriverSource, below?: DriverSource, scenario: Scenario = resets) {
  const frames: Record<string, string[]> = { receive: [], transmit: [] };
  const result = runScenario({
    driver,
    driverName: 'above',
    ...(below === undefined ? {} : { lower: { driver: below, name: 'below' } }),
    scenario,
    onEvent: ({ kind, name, bytes }) => {
      if (kind === 'frame') frames[name].push(Buffer.from(bytes!).toString('hex'));
    },
  });
  const [{ findings, stopped }] = result.runs;
  return { verdict: result.verdict, findings, stopped, frames };
}

test('two images of machine code, one upon the other, do as their likenesses in TypeScript', () => {
  const machine = play(IM, builtDriver('e1000'), SCENARIOS.life);
  expect(machine).toMatchObject({ verdict: 'clean', findings: [], stopped: null });
  for (const frames of Object.values(machine.frames)) expect(frames.length).toBeGreaterThan(30);
  expect(machine.frames).toEqual(play(passthru, undefined, SCENARIOS.life).frames);
});

test('what the driver below does wrong is not told of the one above', () => {
  // It writes past a block of its own when it is reset.
  const below = builtDriver('faulty/writes-past-block');
  const alone = play(below, undefined, SCENARIOS['reset-storm']);
  expect(alone.findings.map(({ rule }) => rule)).toEqual(['memory/overrun']);
  expect(play(IM, below)).toMatchObject({ verdict: 'clean', findings: [], stopped: null });
});

test('where the driver below ends the run, nothing is known of the one above', () => {
  expect(play(IM, machineDriver({ code: 'cc' }))).toMatchObject({
    verdict: 'inconclusive',
    findings: [],
    stopped: {
      kind: 'inconclusive',
      what: expect.stringMatching(
        /^the driver below came to its end in DriverEntry: bug check 0x0000007E/,
      ),
    },
  });
});

test.each([
  {
    name: 'one that fails',
    below: machineDriver({ code: 'b8010000c0 c20800' }),
    want: 'the driver below registered no miniport; its DriverEntry returned 0xC0000001',
  },
  {
    name: 'one for another NIC',
    below: dc21x4,
    want: /^the driver below did not start its NIC; MiniportInitialize returned 0xC/,
  },
  { name: 'a miniport above', above: e1000, want: 'registers no protocol' },
])('$name cannot be played', ({ above = IM, below = e1000, want }) => {
  expect(() => play(above, below)).toThrow(want);
});
