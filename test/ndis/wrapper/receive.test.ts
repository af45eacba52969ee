import {
  NDIS_PACKET,
  NULL,
  virtual,
  type Ndis,
  type NdisHandle,
  type VirtualAddress,
} from '../../../ndis';
import { MDL } from '../../../ndis/structures';
import type { Session } from '../../../harness/session';
import type { Profile } from '../../../ndis/kernel/kernel';
import {
  BUS_MASTER,
  CONTEXT,
  DESERIALIZE,
  endOf,
  live,
  PENDING,
  RESOURCES,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

/** NDIS_PACKET_OOB_DATA.Status (ndis.h). */
const OOB_STATUS = 0x1c;
const OOB_OFFSET = 0x40;
/** No more than a header. */
const FRAME = [0xde, 0xad, 0xbe, 0xef, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** A packet of one buffer, laid out by hand as ndis.h has it. */
function createPacket(ndis: Ndis, status: number): VirtualAddress {
  const packet = ndis.NdisAllocateMemoryWithTag(0xa0, 1).VirtualAddress;
  const data = ndis.NdisAllocateMemoryWithTag(FRAME.length, 1).VirtualAddress;
  const mdl = ndis.NdisAllocateMemoryWithTag(MDL.bytes + 8, 1).VirtualAddress;
  ndis.NdisZeroMemory(packet, 0xa0);
  ndis.NdisZeroMemory(mdl, MDL.bytes);
  FRAME.forEach((byte, at) => ndis.memory.write8(virtual(data + at), byte));
  const buffer = MDL.at(ndis.memory, mdl);
  buffer.MappedSystemVa = data;
  buffer.ByteCount = FRAME.length;
  const { Private } = NDIS_PACKET.at(ndis.memory, packet);
  Private.Head = mdl;
  Private.Tail = mdl;
  Private.TotalLength = FRAME.length;
  Private.NdisPacketOobOffset = OOB_OFFSET;
  ndis.memory.write32(virtual(packet + OOB_OFFSET + OOB_STATUS), status);
  return packet;
}

function indicate(ndis: Ndis, handle: NdisHandle, packets: readonly VirtualAddress[]): void {
  const array = ndis.localBytes(4 * packets.length);
  packets.forEach((packet, at) => ndis.memory.write32(virtual(array + 4 * at), packet));
  ndis.NdisMIndicateReceivePacket(handle, array, packets.length);
}

/** The session that runs. */
let current: Session;

/** A session whose driver does `act` once, in a handler at DISPATCH_LEVEL. */
function receiving(
  act: (ndis: Ndis, handle: NdisHandle) => void,
  more: DriverParts = {},
  holdEvery = 0,
  profile: Profile = 'strict',
): Session {
  let handle = 0 as NdisHandle;
  let isDone = false;
  const parts: DriverParts = {
    initialize: (_ndis, given) => {
      handle = given;
    },
    MiniportCheckForHang(ndis) {
      if (!isDone) act(ndis, handle);
      isDone = true;
      return false;
    },
    ...more,
  };
  const session = startSession(parts, { profile });
  current = session;
  session.protocol!.holdEvery = holdEvery;
  session.play(() => session.idle(2.5e9));
  return session;
}

function statusOf(session: Session, packet: VirtualAddress): number {
  return session.os.raw.read32(virtual(packet + OOB_OFFSET + OOB_STATUS));
}

describe('whose a packet is', () => {
  const cases = [
    {
      name: 'deserialized, done with at once: returned',
      attributes: undefined,
      status: SUCCESS,
      holdEvery: 0,
      returned: 1,
      held: 0,
    },
    {
      name: 'deserialized, kept: out',
      attributes: undefined,
      status: SUCCESS,
      holdEvery: 1,
      returned: 0,
      held: 1,
    },
    {
      name: "RESOURCES: the driver's again, even from who would keep it",
      attributes: undefined,
      status: RESOURCES,
      holdEvery: 1,
      returned: 0,
      held: 0,
    },
    {
      name: 'serialized, done with at once: the status says so',
      attributes: BUS_MASTER,
      status: SUCCESS,
      holdEvery: 0,
      returned: 0,
      held: 0,
    },
    {
      name: 'serialized, kept: pending',
      attributes: BUS_MASTER,
      status: SUCCESS,
      holdEvery: 1,
      returned: 0,
      held: 1,
      want: PENDING,
    },
  ];
  test.each(cases)('$name', ({ attributes, status, holdEvery, returned, held, want }) => {
    const back: number[][] = [];
    let packet = NULL;
    const session = receiving(
      (ndis, handle) => {
        packet = createPacket(ndis, status);
        indicate(ndis, handle, [packet]);
      },
      {
        ...(attributes === undefined ? {} : { attributes }),
        MiniportReturnPacket: (_ndis, context, one) =>
          void back.push([context, one, current.os.irql]),
      },
      holdEvery,
    );
    expect(session.protocol!.received.map((frame) => [...frame])).toEqual([FRAME]);
    expect(session.protocol!.receivedByteCount).toBe(14);
    const DISPATCH = 2;
    expect(back).toEqual(returned === 1 ? [[CONTEXT, packet, DISPATCH]] : []);
    expect(session.adapter!.indicated.size).toBe(held);
    if (want !== undefined) expect(statusOf(session, packet)).toBe(want);
    session.play(() => session.protocol!.returnHeld());
    // The protocol is at PASSIVE_LEVEL.
    expect(back).toHaveLength(returned + held);
    expect(back.every(([, , irql]) => irql === DISPATCH)).toBe(true);
    expect(session.os.irql).toBe(0);
    expect(session.adapter!.indicated.size).toBe(0);
    expect(rulesOf(session)).toEqual([]);
  });
});

describe('a driver without MiniportReturnPacket', () => {
  test.each([
    { status: RESOURCES, rules: [] },
    { status: SUCCESS, rules: ['registration/mandatory-handler-missing'] },
  ])('that indicates with status $status', ({ status, rules }) => {
    const session = receiving(
      (ndis, handle) => indicate(ndis, handle, [createPacket(ndis, status)]),
      { MiniportReturnPacket: undefined },
    );
    expect(session.protocol!.received).toHaveLength(1);
    expect(rulesOf(session)).toEqual(rules);
  });
});

test.each([
  { profile: 'strict', end: null },
  { profile: 'windows', end: 0xd2 },
] as const)('a packet indicated again before its return: $profile', ({ profile, end }) => {
  const session = receiving(
    (ndis, handle) => {
      const packet = createPacket(ndis, SUCCESS);
      indicate(ndis, handle, [packet]);
      indicate(ndis, handle, [packet]);
    },
    {},
    1,
    profile,
  );
  expect(rulesOf(session)).toEqual(['packet/indicated-while-in-use']);
  expect(session.protocol!.receivedCount).toBe(1);
  expect(endOf(session)).toBe(end);
});

describe("hostile indications end as a driver's mistake, never as ours", () => {
  const cases: {
    name: string;
    act: (ndis: Ndis, handle: NdisHandle) => void;
    rule: string;
    end: number | null;
  }[] = [
    {
      name: 'a NULL packet',
      act: (ndis, handle) => indicate(ndis, handle, [NULL]),
      rule: 'memory/null-page',
      end: 0xd1,
    },
    {
      name: 'a packet in user space',
      act: (ndis, handle) => indicate(ndis, handle, [virtual(0x1234_5678)]),
      rule: 'memory/wild-access',
      end: 0xd1,
    },
    {
      name: 'a NULL array',
      act: (ndis, handle) => ndis.NdisMIndicateReceivePacket(handle, NULL, 1),
      rule: 'memory/null-page',
      end: 0xd1,
    },
    {
      name: 'more packets than there are',
      act: (ndis, handle) =>
        ndis.NdisMIndicateReceivePacket(
          handle,
          ndis.NdisAllocateMemoryWithTag(8, 1).VirtualAddress,
          0xffff_ffff,
        ),
      rule: 'memory/null-page',
      end: 0xd1,
    },
    {
      name: 'a buffer that is NULL',
      act: (ndis, handle) => {
        const packet = createPacket(ndis, SUCCESS);
        const { Head } = NDIS_PACKET.at(ndis.memory, packet).Private;
        MDL.at(ndis.memory, Head).MappedSystemVa = NULL;
        indicate(ndis, handle, [packet]);
      },
      rule: 'memory/null-page',
      end: 0xd1,
    },
    {
      name: 'a buffer longer than its memory',
      act: (ndis, handle) => {
        const packet = createPacket(ndis, SUCCESS);
        const { Head } = NDIS_PACKET.at(ndis.memory, packet).Private;
        MDL.at(ndis.memory, Head).ByteCount = 15;
        indicate(ndis, handle, [packet]);
      },
      rule: 'memory/out-of-bounds',
      end: null,
    },
    {
      name: 'a chain that is a ring',
      act: (ndis, handle) => {
        const packet = createPacket(ndis, SUCCESS);
        const { Head } = NDIS_PACKET.at(ndis.memory, packet).Private;
        MDL.at(ndis.memory, Head).Next = Head;
        indicate(ndis, handle, [packet]);
      },
      rule: '',
      end: null,
    },
    {
      name: 'a frame of 4 GB, by lookahead',
      act: (ndis, handle) => {
        const data = ndis.NdisAllocateMemoryWithTag(64, 1).VirtualAddress;
        ndis.NdisMEthIndicateReceive(handle, NULL, data, 14, NULL, 0xffff_ffff, 0xffff_ffff);
      },
      rule: 'packet/frame-length-wrong',
      end: null,
    },
    {
      name: 'a frame at NULL, by lookahead',
      act: (ndis, handle) => {
        const data = ndis.NdisAllocateMemoryWithTag(64, 1).VirtualAddress;
        ndis.NdisMEthIndicateReceive(handle, NULL, data, 14, NULL, 46, 46);
      },
      rule: 'memory/null-page',
      end: 0xd1,
    },
  ];
  test.each(cases)('$name', ({ act, rule, end }) => {
    const session = receiving(act);
    expect(rulesOf(session).slice(0, 1)).toEqual(rule === '' ? [] : [rule]);
    expect(endOf(session)).toBe(end);
  });
});

test('an indication by lookahead shows header and beginning', () => {
  const session = receiving((ndis, handle) => {
    const data = ndis.NdisAllocateMemoryWithTag(18, 1).VirtualAddress;
    ndis.NdisFillMemory(data, 18, 0x55);
    ndis.NdisMEthIndicateReceive(handle, NULL, data, 14, virtual(data + 14), 4, 4);
    ndis.NdisMEthIndicateReceiveComplete(handle);
  });
  expect(session.protocol!.received[0]).toEqual(new Uint8Array(18).fill(0x55));
  expect(session.protocol!.receivedByteCount).toBe(14 + 4);
});

// NdisMIndicateStatus, Remarks: serialized callers at DISPATCH_LEVEL, and so not in MiniportInitialize.
test.each([
  { attributes: 0, want: ['irql/wrong-irql'] },
  { attributes: DESERIALIZE, want: [] },
])('a status indicated at PASSIVE_LEVEL with attributes $attributes', ({ attributes, want }) => {
  const session = live({
    attributes,
    initialize: (ndis, handle) => {
      ndis.NdisMIndicateStatus(handle, SUCCESS, NULL, 0);
      ndis.NdisMIndicateStatusComplete(handle);
    },
  });
  expect(rulesOf(session)).toEqual(want);
});

describe('at the end', () => {
  const inHalt = (act: (ndis: Ndis, handle: NdisHandle) => void, held = 0): Session => {
    let adapter = 0 as NdisHandle;
    const session = receiving(
      (ndis, handle) => {
        adapter = handle;
        for (let index = 0; index < held; index++)
          indicate(ndis, handle, [createPacket(ndis, SUCCESS)]);
      },
      { MiniportHalt: (ndis) => act(ndis, adapter) },
      1,
    );
    session.play(() => session.halt());
    return session;
  };

  test.each([
    { state: 'starting', want: [] },
    { state: 'running', want: [] },
    { state: 'halting', want: [] },
    { state: 'halted', want: ['packet/indicated-after-halt', 'power/status-indicated-after-halt'] },
    { state: 'failed', want: ['packet/indicated-after-halt', 'power/status-indicated-after-halt'] },
  ] as const)('an adapter that is $state', ({ state, want }) => {
    const session = receiving((ndis, handle) => {
      const [adapter] = current.os.adapters.values();
      adapter.state = state;
      indicate(ndis, handle, [createPacket(ndis, SUCCESS)]);
      ndis.NdisMIndicateStatus(handle, SUCCESS, NULL, 0);
      adapter.state = 'running';
    });
    expect(rulesOf(session)).toEqual(want);
    expect(session.protocol!.receivedCount).toBe(want.length === 0 ? 1 : 0);
  });

  // NdisMIndicateStatus, Remarks: not in the context of MiniportHalt.
  test('MiniportHalt indicates no status', () => {
    const session = inHalt((ndis, handle) => {
      ndis.NdisMIndicateStatus(handle, SUCCESS, NULL, 0);
      ndis.NdisMIndicateStatusComplete(handle);
    });
    expect(rulesOf(session)).toEqual(['power/status-indicated-after-halt']);
  });

  test('packets that are out must be waited for', () => {
    const session = inHalt(() => undefined, 2);
    expect(rulesOf(session)).toEqual(['packet/halt-with-packets-indicated']);
    expect(session.os.findings[0]).toMatchObject({
      message: expect.stringContaining('2 packets'),
      boundary: 'MiniportHalt',
      evidence: { exit: 'MiniportHalt returned' },
    });
  });

  test.each([
    { waitUs: 40_000, returned: 0, want: ['packet/halt-with-packets-indicated'] },
    { waitUs: 60_000, returned: 2, want: [] },
  ])('packets come back in 50 ms, and MiniportHalt takes $waitUs us', ({ waitUs, ...rest }) => {
    let returnedCount = 0;
    const session = receiving(
      (ndis, handle) =>
        indicate(
          ndis,
          handle,
          [1, 2].map(() => createPacket(ndis, SUCCESS)),
        ),
      {
        MiniportHalt: (ndis) => ndis.NdisMSleep(waitUs),
        MiniportReturnPacket: () => void returnedCount++,
      },
      1,
    );
    session.play(() => {
      session.protocol!.returnHeldIn(50e6);
      session.halt();
      session.idle(1e9);
    });
    expect({ returned: returnedCount, want: rulesOf(session) }).toEqual(rest);
    expect(endOf(session)).toBeNull();
  });

  // NDIS_GET_PACKET_STATUS (ff556997): with NDIS_STATUS_SUCCESS on return the packet is the driver's.
  const COPIED = 'packet/resources-packet-not-taken-back';
  const ENDLESS = 'registration/callback-never-returns';
  test.each([
    { statuses: [RESOURCES], says: 'with NDIS_STATUS_RESOURCES were not used again', rule: COPIED },
    { statuses: [SUCCESS], says: 'serialized driver gets back so', rule: ENDLESS },
    { statuses: [RESOURCES, SUCCESS], says: 'serialized driver gets back so', rule: ENDLESS },
    { statuses: [RESOURCES], frees: true, says: 'virtual time. Bound every wait', rule: ENDLESS },
  ])('a serialized driver waits for $statuses, freed: $frees', (given) => {
    const packets: VirtualAddress[] = [];
    const session = receiving(
      (ndis, handle) => {
        const { PoolHandle } = ndis.NdisAllocatePacketPool(2, 16);
        for (const status of given.statuses) {
          const { Packet } = ndis.NdisAllocatePacket(PoolHandle);
          NDIS_PACKET.at(ndis.memory, Packet).Private.Head = NDIS_PACKET.at(
            ndis.memory,
            createPacket(ndis, status),
          ).Private.Head;
          ndis.NDIS_SET_PACKET_STATUS(Packet, status);
          packets.push(Packet);
        }
        indicate(ndis, handle, packets);
        if (given.frees === true) packets.forEach((packet) => ndis.NdisFreePacket(packet));
      },
      {
        attributes: BUS_MASTER,
        MiniportHalt(ndis) {
          for (;;) ndis.NdisMSleep(1e6);
        },
      },
    );
    session.play(() => session.halt());
    const found = session.os.findings.find(({ boundary }) => boundary === 'MiniportHalt');
    expect(found).toMatchObject({
      rule: given.rule,
      message: expect.stringContaining(given.says),
    });
  });
});
