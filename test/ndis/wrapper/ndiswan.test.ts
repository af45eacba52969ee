/** NDISWAN on small WAN miniports: links, windows, packets, and what such a driver may get wrong. */
import { DISPATCH_LEVEL } from '../../../ndis/row';
import { virtual, type Ndis, type NdisHandle, type VirtualAddress } from '../../../ndis';
import type { Session } from '../../../harness/session';
import {
  DESERIALIZE,
  FAILURE,
  NOT_SUPPORTED,
  PENDING,
  RESOURCES,
  rulesOf,
  createSession,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

const NOT_ACCEPTED = 0x0001_0003;
const [LINE_UP, LINE_DOWN, FRAGMENT] = [0x4001_0008, 0x4001_0009, 0x4001_000a];
const [GET_INFO, SET_LINK_INFO, GET_LINK_INFO] = [0x0401_0107, 0x0401_0108, 0x0401_0109];
const NDIS_MEDIUM_WAN = 3;
const PPP_FRAMING = 0x100;
/** Any value that the driver likes. */
const LINK_HANDLE = 0x0bad_cafe;
const [HEADER_PADDING, TAIL_PADDING] = [5, 3];
const INFO = [1500, 2, HEADER_PADDING, TAIL_PADDING, 1, 0, 0xffff_ffff, 0, PPP_FRAMING, 0];
const PAYLOAD = Uint8Array.from({ length: 60 }, (_, index) => index);
const FRAME = Uint8Array.from([...new Array<number>(14).fill(0), ...PAYLOAD]);
const ON_LINK = [0xff, 0x03, 0x00, 0x21, ...PAYLOAD];

/** A driver's side of one link; what it does comes in `parts`. */
class Link {
  ndis!: Ndis;
  adapter = 0 as NdisHandle;
  context = 0 as NdisHandle;
  readonly sent: VirtualAddress[] = [];
  readonly oids: number[] = [];
  info: readonly number[] = INFO;
  session!: Session;

  parts(given: DriverParts = {}, attributes = 0): DriverParts {
    return {
      attributes,
      MiniportInitialize: (ndis, media, size, handle) => {
        this.ndis = ndis;
        this.adapter = handle;
        ndis.NdisMSetAttributesEx(handle, virtual(0x1234_5678), 0, attributes, 5);
        const indices = Array.from({ length: size }, (_, index) => index);
        const SelectedMediumIndex = indices.find(
          (index) => ndis.memory.read32(virtual(media + 4 * index)) === NDIS_MEDIUM_WAN,
        )!;
        return { Result: SUCCESS, SelectedMediumIndex };
      },
      MiniportSend: ((_ndis: Ndis, _context: unknown, link: number, packet: VirtualAddress) => {
        expect(link).toBe(LINK_HANDLE);
        this.sent.push(packet);
        return PENDING;
      }) as never,
      MiniportReturnPacket: undefined,
      MiniportQueryInformation: (ndis, _context, oid, buffer) => {
        this.oids.push(oid);
        const ulongs = oid === GET_INFO ? this.info : new Array<number>(11).fill(7);
        if (oid !== GET_INFO && oid !== GET_LINK_INFO) return NOT_SUPPORTED;
        if (oid === GET_LINK_INFO) expect(ndis.memory.read32(buffer)).toBe(LINK_HANDLE);
        ulongs.forEach((value, index) => ndis.memory.write32(virtual(buffer + 4 * index), value));
        return { Result: SUCCESS, BytesWritten: 4 * ulongs.length, BytesNeeded: 0 };
      },
      MiniportSetInformation: (ndis, _context, oid, buffer, length) => {
        this.oids.push(oid);
        expect(ndis.memory.read32(buffer)).toBe(LINK_HANDLE);
        return { Result: SUCCESS, BytesRead: length, BytesNeeded: 0 };
      },
      ...given,
    };
  }

  /** In the driver's own time, at DISPATCH_LEVEL. */
  act(what: (ndis: Ndis) => void): void {
    const { os } = this.session;
    this.session.play(() => {
      os.irql = DISPATCH_LEVEL;
      what(this.ndis);
      os.irql = 0;
      this.session.idle(1e6);
    });
  }

  indicate(status: number, ulongs: readonly number[]): number[] {
    const { ndis } = this;
    const buffer = ndis.localBytes(4 * ulongs.length);
    ulongs.forEach((value, index) => ndis.memory.write32(virtual(buffer + 4 * index), value));
    ndis.NdisMIndicateStatus(this.adapter, status as never, buffer, 4 * ulongs.length);
    return ulongs.map((_value, index) => ndis.memory.read32(virtual(buffer + 4 * index)));
  }

  /** LinkSpeed, Quality, SendWindow, ConnectionWrapperID, NdisLinkHandle, NdisLinkContext. */
  up(window = 0, context = 0): void {
    const told = this.indicate(LINE_UP, [1152, 0, window, 1, LINK_HANDLE, context]);
    if (context === 0) this.context = told[5] as never;
  }

  receive(context: number, byteCount = 8): number {
    const frame = this.ndis.localBytes(Math.max(byteCount, 8));
    for (let at = 0; at < 8; at++) this.ndis.memory.write8(virtual(frame + at), at);
    return this.ndis.NdisMWanIndicateReceive(this.adapter, context as never, frame, byteCount)
      .Status;
  }
}

/** A session whose WAN miniport runs, with its link up. */
function open(given: DriverParts = {}, attributes = 0, window = 0): Link {
  const link = new Link();
  link.session = startSession(link.parts(given, attributes));
  link.act(() => link.up(window));
  return link;
}

test('NDISWAN asks what the miniport can do, and of a link what it is like', () => {
  const link = open();
  expect(link.oids).toEqual(expect.arrayContaining([GET_INFO, GET_LINK_INFO, SET_LINK_INFO]));
  expect(link.session.adapter!.isWan).toBe(true);
  expect(link.context).not.toBe(0);
  expect(rulesOf(link.session)).toEqual([]);
});

test.each([{ attributes: 0 }, { attributes: DESERIALIZE }])(
  'a frame comes down in PPP framing with room around it ($attributes)',
  ({ attributes }) => {
    const link = open({}, attributes);
    const { protocol } = link.session;
    link.act(() => protocol!.send([FRAME]));
    const [packet] = link.sent;
    const field = (offset: number) => link.ndis.memory.read32(virtual(packet + offset));
    const [current, length, start, end] = [0x08, 0x0c, 0x10, 0x14].map(field);
    expect([current - start, length, end - current - length]).toEqual([
      HEADER_PADDING,
      ON_LINK.length,
      TAIL_PADDING,
    ]);
    const bytes = ON_LINK.map((_, at) => link.ndis.memory.read8(virtual(current + at)));
    expect(bytes).toEqual(ON_LINK);
    expect(protocol!.outstandingSendCount).toBe(1);
    link.act((ndis) => ndis.NdisMWanSendComplete(link.adapter, packet, SUCCESS));
    expect(protocol).toMatchObject({ completedCount: 1, failedCount: 0, outstandingSendCount: 0 });
    expect(rulesOf(link.session)).toEqual([]);
  },
);

test.each([
  { window: 0, want: 2 },
  { window: 3, want: 3 },
])('of a window of $window the miniport has $want packets at a time', ({ window, want }) => {
  const link = open({}, 0, window);
  link.act(() => link.session.protocol!.send(new Array<Uint8Array>(5).fill(FRAME)));
  expect(link.sent).toHaveLength(want);
  link.act((ndis) => ndis.NdisMWanSendComplete(link.adapter, link.sent[0], SUCCESS));
  expect(link.sent).toHaveLength(want + 1);
  link.act(() => link.up(5, link.context));
  expect(link.sent).toHaveLength(5);
});

test('a frame without PPP framing, one that is too long, and one without a link', () => {
  const link = new Link();
  link.info = INFO.map((value, index) => (index === 8 ? 0 : value));
  link.session = startSession(link.parts());
  const { protocol } = link.session;
  link.act(() => protocol!.send([FRAME]));
  expect(protocol).toMatchObject({ completedCount: 1, failedCount: 1 });
  link.act(() => {
    link.up();
    protocol!.send([new Uint8Array(14 + 1501), FRAME]);
  });
  expect(protocol!.failedCount).toBe(2);
  expect(link.ndis.memory.read32(virtual(link.sent[0] + 0x0c))).toBe(PAYLOAD.length);
});

test.each([
  { status: SUCCESS, failed: 0, rules: [] },
  { status: FAILURE, failed: 1, rules: [] },
  { status: RESOURCES, failed: 1, rules: ['packet/resources-from-deserialized-send'] },
])('MiniportWanSend that returns $status has completed the packet', ({ status, failed, rules }) => {
  for (const attributes of [0, DESERIALIZE]) {
    const link = open({ MiniportSend: () => status }, attributes);
    link.act(() => link.session.protocol!.send([FRAME]));
    expect(link.session.protocol).toMatchObject({ completedCount: 1, failedCount: failed });
    expect(rulesOf(link.session)).toEqual(rules);
  }
});

test('what is received comes up, and its end is told', () => {
  const link = open();
  const { protocol } = link.session;
  let status = -1;
  link.act(() => {
    status = link.receive(link.context);
  });
  expect(status).toBe(SUCCESS);
  expect(protocol!.received.map((bytes) => [...bytes])).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
  expect(protocol!.isReceiving).toBe(true);
  link.act((ndis) => ndis.NdisMWanIndicateReceiveComplete(link.adapter, link.context));
  expect(protocol!.isReceiving).toBe(false);
  expect(rulesOf(link.session)).toEqual([]);
});

interface Misuse {
  readonly name: string;
  readonly rule: string;
  act(link: Link, ndis: Ndis): void;
}

const down = (link: Link) => link.indicate(LINE_DOWN, [link.context]);

test.each<Misuse>([
  {
    name: 'a frame of a link that nobody gave',
    rule: 'packet/link-not-up',
    act: (link) => expect(link.receive(LINK_HANDLE)).toBe(NOT_ACCEPTED),
  },
  {
    name: 'a frame of a link that is down',
    rule: 'packet/link-not-up',
    act(link) {
      down(link);
      expect(link.receive(link.context)).toBe(NOT_ACCEPTED);
    },
  },
  {
    name: 'the end of receiving on a link that is down',
    rule: 'packet/link-not-up',
    act(link, ndis) {
      down(link);
      ndis.NdisMWanIndicateReceiveComplete(link.adapter, link.context);
    },
  },
  { name: 'down twice', rule: 'packet/link-not-up', act: (link) => [down(link), down(link)] },
  {
    name: 'news of a link that is none',
    rule: 'packet/link-not-up',
    act: (link) => link.up(1, LINK_HANDLE),
  },
  {
    name: 'a fragment of a link that is none',
    rule: 'packet/link-not-up',
    act: (link) => link.indicate(FRAGMENT, [LINK_HANDLE, 1]),
  },
  {
    name: 'a frame longer than it said',
    rule: 'packet/frame-length-wrong',
    act: (link) => expect(link.receive(link.context, 1533)).toBe(FAILURE >>> 0),
  },
  {
    name: 'a packet that is none',
    rule: 'packet/foreign-packet-completed',
    act: (link, ndis) => ndis.NdisMWanSendComplete(link.adapter, ndis.localBytes(56), SUCCESS),
  },
  {
    name: 'a packet twice',
    rule: 'packet/completed-twice',
    act(link, ndis) {
      link.session.protocol!.send([FRAME]);
      for (let count = 0; count < 2; count++)
        ndis.NdisMWanSendComplete(link.adapter, link.sent[0], SUCCESS);
    },
  },
  {
    name: 'a packet with what is no result',
    rule: 'packet/completed-without-result',
    act(link, ndis) {
      link.session.protocol!.send([FRAME]);
      ndis.NdisMWanSendComplete(link.adapter, link.sent[0], PENDING);
    },
  },
  {
    name: 'a write behind the room that it asked for',
    rule: 'memory/overrun',
    act(link, ndis) {
      link.session.protocol!.send([FRAME]);
      const end = ndis.memory.read32(virtual(link.sent[0] + 0x14));
      ndis.memory.write8(virtual(end - 1), 0);
      ndis.memory.write8(virtual(end), 0);
    },
  },
  {
    name: "a write to what is NDISWAN's in the packet",
    rule: 'memory/write-to-read-only',
    act(link, ndis) {
      link.session.protocol!.send([FRAME]);
      // MacReserved1 is the miniport's, ProtocolReserved4 is not.
      ndis.memory.write32(virtual(link.sent[0] + 0x28), 1);
      ndis.memory.write32(virtual(link.sent[0] + 0x24), 1);
    },
  },
  {
    name: 'a look at a packet that it has completed',
    rule: 'packet/touched-after-send-returned',
    act(link, ndis) {
      link.session.protocol!.send([FRAME]);
      ndis.NdisMWanSendComplete(link.adapter, link.sent[0], SUCCESS);
      ndis.memory.read32(virtual(link.sent[0] + 0x08));
    },
  },
  {
    name: "a LAN's way of asking for more to send",
    rule: 'packet/call-for-other-medium',
    act: (link, ndis) => ndis.NdisMSendResourcesAvailable(link.adapter),
  },
  {
    name: "a LAN's indication",
    rule: 'packet/call-for-other-medium',
    act(link, ndis) {
      const buffer = ndis.localBytes(14);
      ndis.NdisMEthIndicateReceive(link.adapter, virtual(0), buffer, 14, virtual(0), 0, 0);
    },
  },
])('$name is $rule', ({ rule, act }) => {
  const link = open();
  link.act((ndis) => act(link, ndis));
  expect(new Set(rulesOf(link.session))).toEqual(new Set([rule]));
});

test('a packet that is never completed is told at the halt', () => {
  const link = open();
  link.act(() => link.session.protocol!.send([FRAME]));
  link.session.play(() => link.session.halt());
  expect(rulesOf(link.session)).toEqual(['packet/never-completed']);
});

test("in MiniportHalt the links are NDISWAN's no more, and none can be taken down", () => {
  const link: Link = new Link();
  link.session = startSession(link.parts({ MiniportHalt: () => void down(link) }));
  link.act(() => link.up());
  link.session.play(() => link.session.halt());
  expect(rulesOf(link.session)).toEqual(['power/status-indicated-after-halt']);
});

test('a WAN miniport that does not tell what it can do', () => {
  const link = new Link();
  link.session = startSession(link.parts({ MiniportQueryInformation: () => NOT_SUPPORTED }));
  expect(rulesOf(link.session)).toEqual(['oid/mandatory-oid-missing']);
});

test('a miniport of a LAN that calls what is for WANs', () => {
  const link = new Link();
  link.session = createSession({
    initialize(ndis, handle) {
      link.ndis = ndis;
      link.adapter = handle;
      expect(link.receive(1)).toBe(NOT_ACCEPTED);
    },
  });
  link.session.play(() => void (link.session.load() && link.session.start()));
  expect(rulesOf(link.session)).toEqual(['packet/call-for-other-medium']);
});
