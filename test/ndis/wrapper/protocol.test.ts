/** Protocol drivers: registration, binding, and what they do with a binding. */
import {
  NULL,
  virtual,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
  type VirtualAddress,
} from '../../../ndis';
import { FAILURE, PENDING, rulesOf, SUCCESS } from '../../support/inline-driver';
import {
  asProtocol,
  BINDING_CONTEXT,
  bindSession,
  open,
  registerProtocol,
  RIGHT,
  STATE,
  type ProtocolParts,
} from '../../support/inline-protocol';

const BAD_VERSION = 0xc001_0004;
const BAD_CHARACTERISTICS = 0xc001_0005;
const ADAPTER_NOT_FOUND = 0xc001_0006;
const OPEN_FAILED = 0xc001_0007 as NdisStatus;
const RESET_IN_PROGRESS = 0xc001_000d;

describe('NdisRegisterProtocol', () => {
  const without = (name: keyof ProtocolParts): ProtocolParts =>
    Object.fromEntries(Object.entries(RIGHT).filter(([one]) => one !== name));
  test.each([
    { name: '5.0', parts: RIGHT, form: {}, want: SUCCESS, rules: [] },
    { name: '4.0 in 0x4c bytes', parts: RIGHT, form: { major: 4, byteCount: 0x4c }, want: SUCCESS },
    { name: '3.0', parts: RIGHT, form: { major: 3 }, want: BAD_VERSION, rule: 'version-invalid' },
    {
      name: '5.0 in 0x4c bytes',
      parts: RIGHT,
      form: { byteCount: 0x4c },
      want: BAD_CHARACTERISTICS,
      rule: 'length-invalid',
    },
    {
      name: 'without ProtocolBindAdapter',
      parts: without('ProtocolBindAdapter'),
      form: {},
      want: BAD_CHARACTERISTICS,
      rule: 'mandatory',
    },
  ])('$name', ({ parts, form, want, rule }) => {
    const session = bindSession();
    let status = -1;
    asProtocol(session, (ndis) => {
      status = registerProtocol(ndis, parts, form).Status;
    });
    expect(status).toBe(want);
    expect(rulesOf(session).join()).toMatch(rule ?? /^$/);
  });
});

test('a life: bound when it starts, unbound by halt, deregistered at unload', () => {
  const log: string[] = [];
  const note = (name: string) => void log.push(`${name}@${session.os.irql}`);
  const session = bindSession({
    ProtocolBindAdapter(ndis, _context, DeviceName) {
      log.push('bind');
      return { Status: open(ndis, DeviceName) };
    },
    ProtocolUnbindAdapter(ndis, context) {
      expect(context).toBe(BINDING_CONTEXT);
      note('unbind');
      ndis.NdisCloseAdapter(ndis.global(STATE).Binding);
      return { Status: SUCCESS };
    },
    ProtocolUnload: () => note('unload'),
  });
  expect(session.os.ledger.live((one) => one.kind === 'binding')).toHaveLength(1);
  session.play(() => {
    session.halt();
    session.unload();
  });
  expect(log).toEqual(['bind', 'unbind@0', 'unload@0']);
  expect(rulesOf(session)).toEqual([]);
  expect([session.os.protocols.size, session.os.protocolBindings.size]).toEqual([0, 0]);
});

test('a bind and an unbind may be completed later', () => {
  const session = bindSession({
    ProtocolBindAdapter(ndis, BindContext, DeviceName) {
      const status = open(ndis, DeviceName);
      ndis.NdisCompleteBindAdapter(BindContext, status, status);
      return { Status: PENDING };
    },
    ProtocolUnbindAdapter(ndis, _context, UnbindContext) {
      ndis.NdisCloseAdapter(ndis.global(STATE).Binding);
      ndis.NdisCompleteUnbindAdapter(UnbindContext, SUCCESS);
      return { Status: PENDING };
    },
  });
  expect(session.adapter).toBeDefined();
  session.play(() => {
    session.halt();
    session.unload();
  });
  expect(rulesOf(session)).toEqual([]);
});

test('what a failed bind leaves is found', () => {
  const session = bindSession({
    ProtocolBindAdapter(ndis) {
      ndis.NdisAllocateMemoryWithTag(8, 1);
      return { Status: 0xc000_009a as NdisStatus };
    },
  });
  expect(session.adapter).toBeUndefined();
  expect(session.os.findings).toMatchObject([
    { rule: 'resource/memory-not-freed', boundary: 'ProtocolBindAdapter' },
  ]);
});

test('an adapter that there is not is not found, and a context that is none is a finding', () => {
  const session = bindSession();
  let status = 0;
  asProtocol(session, (ndis) => {
    status = open(ndis, ndis.unicodeString('\\Device\\Nothing'));
    ndis.NdisCompleteBindAdapter(7 as never, SUCCESS, SUCCESS);
  });
  expect(status).toBe(ADAPTER_NOT_FOUND);
  expect(rulesOf(session)).toEqual(['resource/bad-handle']);
});

describe('NdisRequest', () => {
  /** NDIS_REQUEST (ndis.h): RequestType at 0x10, then OID, buffer, length, written, needed. */
  const ask = (parts: Parameters<typeof bindSession>[1], completed: number[] = []) => {
    const session = bindSession(
      {
        ProtocolRequestComplete: (_ndis, _context, _request, Status) => void completed.push(Status),
      },
      parts,
    );
    const seen: number[] = [];
    let at = virtual(0);
    asProtocol(session, (ndis) => {
      at = ndis.NdisAllocateMemoryWithTag(0x60, 1).VirtualAddress;
      ndis.NdisZeroMemory(at, 0x60);
      ndis.memory.write32(virtual(at + 0x14), 0x0001_0107);
      ndis.memory.write32(virtual(at + 0x18), at);
      ndis.memory.write32(virtual(at + 0x1c), 4);
      seen.push(ndis.NdisRequest(ndis.global(STATE).Binding, at).Status);
    });
    session.play(() => session.idle(5e9));
    return { session, seen, written: session.os.raw.read32(virtual(at + 0x20)) };
  };

  test('that is answered at once', () => {
    const { seen, written } = ask({
      MiniportQueryInformation: () => ({ Result: SUCCESS, BytesWritten: 4 }),
    });
    expect([seen, written]).toEqual([[SUCCESS], 4]);
  });

  test('that is answered later', () => {
    let handle = 0 as never;
    let isAsked = false;
    const completed: number[] = [];
    const { seen, written } = ask(
      {
        initialize: (_ndis, given) => {
          handle = given as never;
        },
        MiniportQueryInformation: (_ndis, _context, Oid) => {
          if (Oid !== 0x0001_0107) return 0xc000_00bb as NdisStatus;
          isAsked = true;
          return { Result: PENDING, BytesWritten: 4 };
        },
        MiniportCheckForHang(ndis) {
          if (isAsked) ndis.NdisMQueryInformationComplete(handle, SUCCESS);
          isAsked = false;
          return false;
        },
      },
      completed,
    );
    expect([seen, completed, written]).toEqual([[PENDING], [SUCCESS], 4]);
  });
});

test('a close waits for what is under way, and the handle is dead at once', () => {
  const log: string[] = [];
  let handle = 0 as never;
  const packets: number[] = [];
  const session = bindSession(
    {
      ProtocolSendComplete: () => void log.push('sent'),
      ProtocolCloseAdapterComplete: () => void log.push('closed'),
      ProtocolUnbindAdapter: () => ({ Status: SUCCESS }),
    },
    {
      initialize: (_ndis, given) => {
        handle = given as never;
      },
      MiniportSend: (_ndis, _context, packet) => {
        packets.push(packet);
        return PENDING;
      },
      MiniportCheckForHang(ndis) {
        for (const packet of packets.splice(0))
          ndis.NdisMSendComplete(handle, virtual(packet), SUCCESS);
        return false;
      },
    },
  );
  asProtocol(session, (ndis) => {
    const { PoolHandle } = ndis.NdisAllocatePacketPool(1, 0);
    const { Packet } = ndis.NdisAllocatePacket(PoolHandle);
    const { Binding } = ndis.global(STATE);
    expect(ndis.NdisSend(Binding, Packet).Status).toBe(PENDING);
    expect(ndis.NdisQueryPendingIOCount(Binding).IoCount).toBe(1);
    expect(ndis.NdisCloseAdapter(Binding).Status).toBe(PENDING);
    ndis.NdisReset(Binding);
  });
  session.play(() => session.idle(5e9));
  expect(log).toEqual(['sent', 'closed']);
  expect(rulesOf(session)).toContain('intermediate/binding-used-after-close');
});

test('a reset that is pending is completed to who asked; an open waits for it', () => {
  let handle = 0 as never;
  const completed: string[] = [];
  let isResetting = false;
  const session = bindSession(
    {
      ProtocolResetComplete: (_ndis, _context, Status) => void completed.push(`reset ${Status}`),
      ProtocolOpenAdapterComplete: (_ndis, _context, Status) =>
        void completed.push(`open ${Status}`),
    },
    {
      initialize(ndis, given) {
        handle = given as never;
        const item = ndis.NdisAllocateMemoryWithTag(0x28, 1).VirtualAddress;
        void item;
      },
      MiniportReset: () => {
        isResetting = true;
        return PENDING;
      },
    },
  );
  asProtocol(session, (ndis) => {
    const { Binding } = ndis.global(STATE);
    expect(ndis.NdisReset(Binding).Status).toBe(PENDING);
    expect(ndis.NdisReset(Binding).Status).toBe(RESET_IN_PROGRESS);
    expect(open(ndis, ndis.unicodeString(session.adapter!.name))).toBe(PENDING);
    session.os.irql = 2;
    ndis.NdisMResetComplete(handle, SUCCESS, false);
    session.os.irql = 0;
  });
  session.play(() => session.idle(1e9));
  expect(isResetting).toBe(true);
  expect(completed).toEqual(['reset 0', 'open 0']);
});

test('what is pending because of a reset ends after it: a close, and an open in vain', () => {
  let handle = 0 as never;
  const completed: string[] = [];
  const session = bindSession(
    {
      ProtocolCloseAdapterComplete: (_ndis, _context, Status) =>
        void completed.push(`close ${Status}`),
      ProtocolOpenAdapterComplete: (_ndis, _context, Status, OpenErrorStatus) =>
        void completed.push(`open ${Status} ${OpenErrorStatus}`),
    },
    { initialize: (_ndis, given) => void (handle = given as never), MiniportReset: () => PENDING },
  );
  asProtocol(session, (ndis) => {
    const { Binding } = ndis.global(STATE);
    session.beginResetBelow(OPEN_FAILED);
    expect(ndis.NdisCloseAdapter(Binding).Status).toBe(PENDING);
    expect(open(ndis, ndis.unicodeString(session.adapter!.name))).toBe(PENDING);
    expect(completed).toEqual([]);
    session.os.irql = 2;
    ndis.NdisMResetComplete(handle, SUCCESS, false);
    session.os.irql = 0;
  });
  session.play(() => session.idle(1e9));
  expect(completed.sort()).toEqual(['close 0', `open ${OPEN_FAILED} ${OPEN_FAILED}`]);
  expect(session.os.ledger.live(({ kind }) => kind === 'binding')).toEqual([]);
  expect(rulesOf(session)).toEqual([]);
});

test('packets that nobody has indicated are not returned', () => {
  const session = bindSession();
  asProtocol(session, (ndis) => {
    const array = ndis.localBytes(4);
    ndis.memory.write32(array, 0x8123_4560);
    ndis.NdisReturnPackets(array, 1);
    expect(ndis.NdisGetReceivedPacket(ndis.global(STATE).Binding, 8 as never)).toBe(NULL);
  });
  expect(rulesOf(session)).toEqual(['resource/bad-handle']);
});

test('an adapter is known by name while it is bound and after, and by its driver', () => {
  const names: string[] = [];
  const ask = (ndis: Ndis, query: (string: VirtualAddress) => number) => {
    // UNICODE_STRING: Length, MaximumLength at 2, Buffer at 4.
    const string = ndis.localBytes(8);
    expect(query(string)).toBe(SUCCESS);
    const [length, buffer] = [ndis.memory.read16(string), ndis.memory.read32(virtual(string + 4))];
    const at = (index: number) => ndis.memory.read16(virtual(buffer + 2 * index));
    const units = Array.from({ length: length / 2 }, (_, index) => at(index));
    names.push(String.fromCharCode(...units));
    ndis.NdisFreeMemory(virtual(buffer), ndis.memory.read16(virtual(string + 2)), 0);
  };
  const session = bindSession({
    ProtocolBindAdapter(ndis, BindContext, DeviceName) {
      ask(ndis, (string) => ndis.NdisQueryBindInstanceName(string, BindContext));
      return { Status: open(ndis, DeviceName) };
    },
  });
  asProtocol(session, (ndis) => {
    const { Binding } = ndis.global(STATE);
    ask(ndis, (string) => ndis.NdisQueryAdapterInstanceName(string, Binding));
    const { NdisDriverHandle } = ndis.NdisGetDriverHandle(Binding);
    expect(NdisDriverHandle).toBe(session.adapter!.driver.handle);
    expect(ndis.NdisQueryBindInstanceName(ndis.localBytes(8), 8 as never)).toBe(FAILURE);
  });
  expect(names[0]).not.toBe('');
  expect(names[1]).toBe(names[0]);
  expect(rulesOf(session)).toEqual([]);
});

test('adapters that a protocol has refused are offered anew when it asks', () => {
  let refuses = true;
  const offered: number[] = [];
  const session = bindSession({
    ProtocolBindAdapter(ndis, _context, DeviceName) {
      offered.push(DeviceName);
      return { Status: refuses ? OPEN_FAILED : open(ndis, DeviceName) };
    },
  });
  expect([offered.length, session.os.protocolBindings.size]).toEqual([1, 0]);
  refuses = false;
  asProtocol(session, (ndis) => {
    ndis.NdisReEnumerateProtocolBindings(ndis.global(STATE).Protocol);
    // One that is bound is not offered again.
    ndis.NdisReEnumerateProtocolBindings(ndis.global(STATE).Protocol);
  });
  expect([offered.length, session.os.protocolBindings.size]).toEqual([2, 1]);
});

test('sends are cancelled by their mark', () => {
  const marks: number[] = [];
  const session = bindSession(
    {},
    { MiniportCancelSendPackets: (_ndis, _context, CancelId) => void marks.push(CancelId) },
  );
  asProtocol(session, (ndis) =>
    ndis.NdisCancelSendPackets(ndis.global(STATE).Binding, virtual(0x1234_5678)),
  );
  expect(marks).toEqual([0x1234_5678]);
});

describe('a Plug and Play event that goes up', () => {
  // NET_PNP_EVENT_CODE (netpnp.h): a refusal counts where leave is asked for.
  test.each([
    { name: 'NetEventSetPower', code: 0, refusal: SUCCESS },
    { name: 'NetEventQueryPower', code: 1, refusal: FAILURE },
    { name: 'NetEventQueryRemoveDevice', code: 2, refusal: FAILURE },
    { name: 'NetEventCancelRemoveDevice', code: 3, refusal: SUCCESS },
    { name: 'NetEventReconfigure', code: 4, refusal: SUCCESS },
  ])('$name, answered later', ({ code, refusal }) => {
    const codes: number[] = [];
    let answer: NdisStatus = SUCCESS;
    const session = bindSession({
      ProtocolPnPEvent(ndis, _context, event) {
        codes.push(ndis.memory.read32(event));
        ndis.NdisCompletePnPEvent(answer, ndis.global(STATE).Binding, event);
        return PENDING;
      },
    });
    asProtocol(session, (ndis) => {
      const event = ndis.localBytes(0x2c);
      ndis.NdisZeroMemory(event, 0x2c);
      ndis.memory.write32(event, code);
      const handle = session.adapter!.handle as number as NdisHandle;
      expect(ndis.NdisIMNotifyPnPEvent(handle, event)).toBe(SUCCESS);
      answer = FAILURE;
      expect(ndis.NdisIMNotifyPnPEvent(handle, event)).toBe(refusal);
      ndis.NdisCompletePnPEvent(SUCCESS, ndis.global(STATE).Binding, event);
    });
    expect(codes.slice(-2)).toEqual([code, code]);
    // What is not pending any more cannot be completed.
    expect(rulesOf(session)).toEqual(['resource/bad-handle']);
  });
});
