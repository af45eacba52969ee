/** The intermediate driver in the scenarios, with each way of handing packets on. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { exchangeWrapped } from '../../../harness/scenarios/steps';
import { Session } from '../../../harness/session';
import * as driver from '../../../miniports/passthru';
import { adapterAt } from '../../../miniports/passthru/adapter';
import { passthruWith } from '../../../miniports/passthru/driver-entry';
import { unwrap } from '../../../miniports/passthru/wrap';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];

describe.each(['strict', 'windows'] as const)('profile %s', (profile) => {
  test.each(names)('scenario %s is clean', (name) => {
    const scenario = SCENARIOS[name];
    const result = runScenario({ driver, driverName: 'passthru', scenario, profile });
    const faulty = result.runs.filter(({ verdict }) => verdict !== 'clean');
    expect(faulty.map(({ replay, findings, stopped }) => ({ replay, findings, stopped }))).toEqual(
      [],
    );
  });
});

// NDIS halts a miniport that knows nothing of power, and what is bound to it with it.
test('over a miniport that is halted to sleep, it is unbound and bound again', () => {
  const above = { DriverEntry: driver.DriverEntry, lower: 'ne2000' };
  const scenario = SCENARIOS.power;
  const { runs } = runScenario({ driver: above, driverName: 'above', device: 'rtl8029', scenario });
  expect(runs.flatMap(({ findings }) => findings)).toEqual([]);
});

test('both registrations are made to fail in every way, and each step of the bind', () => {
  const faults = (name: keyof typeof SCENARIOS) =>
    runScenario({ driver, driverName: 'passthru', scenario: SCENARIOS[name] }).runs.map(
      ({ fault }) => fault!.replace(/=.*/, ''),
    );
  const registrations = faults('registration-failure');
  expect(registrations.filter((one) => one === 'NdisIMRegisterLayeredMiniport')).toHaveLength(7);
  expect(registrations.filter((one) => one === 'NdisRegisterProtocol')).toHaveLength(3);
  expect(faults('initialize-failure')).toEqual([
    'NdisAllocateMemoryWithTag',
    'NdisOpenProtocolConfiguration',
    'NdisReadConfiguration',
    'NdisAllocatePacketPoolEx',
    'NdisAllocatePacketPoolEx',
    'NdisOpenAdapter',
    'NdisIMInitializeDeviceInstanceEx',
  ]);
});

/** A session with passthru up, and a filter set through it; the frames that crossed it. */
function exchange(hasRoom: boolean, holdEvery = 0) {
  const session = new Session({ driver, driverName: 'passthru' });
  session.os.packetStacks.isFull = !hasRoom;
  const frame = Uint8Array.from({ length: 100 }, (_, index) => (index < 6 ? 0xff : index));
  const sent: number[][] = [];
  let received: number[][] = [];
  session.play(() => {
    expect(session.load() && session.start()).toBe(true);
    session.idle(5e9);
    // OID_GEN_CURRENT_PACKET_FILTER: promiscuous.
    expect(session.setUlong(0x0001_010e, 0x20)).toBe(0);
    session.protocol!.holdEvery = holdEvery;
    session.protocol!.send([frame], 3);
    session.idle(20e6);
    session.board.stationPort.transmit(frame, frame.length);
    session.idle(20e6);
    sent.push(...session.board.station.frames.map(({ bytes }) => [...bytes]));
    received = session.protocol!.received.map((one) => [...one]);
    expect(session.protocol!.completedCount).toBe(1);
    session.protocol!.returnHeldIn(1e6);
    session.halt();
    session.unload();
  });
  return { session, frame: [...frame], sent, received };
}

test.each([
  { name: 'as they are', hasRoom: true, holdEvery: 0 },
  { name: 'as they are, and kept', hasRoom: true, holdEvery: 1 },
  { name: 'wrapped', hasRoom: false, holdEvery: 0 },
  { name: 'wrapped, and kept', hasRoom: false, holdEvery: 1 },
])('frames cross it both ways: $name', ({ hasRoom, holdEvery }) => {
  const { session, frame, sent, received } = exchange(hasRoom, holdEvery);
  expect(sent.map((one) => one.slice(0, frame.length))).toEqual([frame]);
  expect(received).toEqual([frame]);
  expect(session.os.findings).toEqual([]);
  expect(session.os.ledger.live()).toEqual([]);
});

test.each([
  {
    name: 'a packet that is kept above is not returned below',
    own: {
      MiniportReturnPacket: (ndis, MiniportAdapterContext, Packet) => {
        adapterAt(ndis, MiniportAdapterContext).IndicatedCount--;
        unwrap(ndis, Packet);
      },
    },
    rule: 'intermediate/original-packet-not-returned',
    message: expect.stringContaining('did not return 4 packets'),
  },
  {
    name: 'a packet with a full stack is indicated as it is',
    own: {
      ProtocolReceivePacket: (ndis, ProtocolBindingContext, Packet) => {
        const array = ndis.localBytes(4);
        ndis.memory.write32(array, Packet);
        const adapter = adapterAt(ndis, ProtocolBindingContext);
        adapter.IndicatedCount++;
        ndis.NdisMIndicateReceivePacket(adapter.MiniportHandle, array, 1);
        return 1;
      },
    },
    rule: 'intermediate/packet-stack-full',
    message: expect.stringContaining('its stack has no room left'),
  },
] satisfies { own: Parameters<typeof passthruWith>[0]; [key: string]: unknown }[])(
  'what goes up through it has its rules: $name',
  ({ own, rule, message }) => {
    const session = new Session({ driver: { DriverEntry: passthruWith(own), lower: 'e1000' } });
    session.play(() => {
      expect(session.load() && session.start()).toBe(true);
      session.idle(5e9);
      expect(session.setUlong(0x0001_010e, 0x20)).toBe(0);
      exchangeWrapped(session);
      session.halt();
      session.unload();
    });
    expect(session.os.findings).toMatchObject([{ rule, message }]);
  },
);

test('the same seed gives the same run', () => {
  const play = () => runScenario({ driver, driverName: 'passthru', seed: 7 }).runs[0].traceHash;
  expect(play()).toBe(play());
});
