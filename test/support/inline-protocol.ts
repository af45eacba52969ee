/** Small protocol drivers for tests, bound to a miniport made of a test's own parts. */
import { Session } from '../../harness/session';
import {
  layout,
  NDIS_HANDLE,
  NULL,
  ULONG,
  virtual,
  type DriverModule,
  type Handler,
  type Ndis,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import { HANDLERS } from '../../ndis/handlers';
import { inlineDriver, SUCCESS, type DriverParts, type InlineOptions } from './inline-driver';

/** NDIS50_PROTOCOL_CHARACTERISTICS (ndis.h): where each handler's pointer lies, in 0x6c bytes. */
export const PROTOCOL_AT = {
  ProtocolOpenAdapterComplete: 0x08,
  ProtocolCloseAdapterComplete: 0x0c,
  ProtocolSendComplete: 0x10,
  ProtocolTransferDataComplete: 0x14,
  ProtocolResetComplete: 0x18,
  ProtocolRequestComplete: 0x1c,
  ProtocolReceive: 0x20,
  ProtocolReceiveComplete: 0x24,
  ProtocolStatus: 0x28,
  ProtocolStatusComplete: 0x2c,
  ProtocolReceivePacket: 0x38,
  ProtocolBindAdapter: 0x3c,
  ProtocolUnbindAdapter: 0x40,
  ProtocolPnPEvent: 0x44,
  ProtocolUnload: 0x48,
} as const;

type HandlerName = keyof typeof PROTOCOL_AT;
export type ProtocolParts = { [K in HandlerName]?: Handler<K> };

/** DRIVER_OBJECT.DriverUnload (wdm.h). */
const DRIVER_UNLOAD = 0x34;
const BYTES = 0x6c;

export const STATE = layout('STATE', undefined, { Protocol: NDIS_HANDLE, Binding: NDIS_HANDLE });
const WORD = layout('WORD', undefined, { Value: ULONG });

/** The context that the tests' protocols give to NdisOpenAdapter. */
export const BINDING_CONTEXT = virtual(0x5555_0000);

/** Registers handlers as a protocol of NDIS `major`.0; the status and the handle. */
export function registerProtocol(
  ndis: Ndis,
  parts: ProtocolParts,
  { major = 5, byteCount = BYTES }: { major?: number; byteCount?: number } = {},
): ReturnType<Ndis['NdisRegisterProtocol']> {
  const address = ndis.localBytes(BYTES);
  ndis.NdisZeroMemory(address, BYTES);
  ndis.memory.write8(address, major);
  for (const [name, handler] of Object.entries(parts))
    ndis.memory.write32(
      virtual(address + PROTOCOL_AT[name as HandlerName]),
      ndis.addressOf(handler as never),
    );
  return ndis.NdisRegisterProtocol(address, byteCount);
}

/** NdisOpenAdapter for Ethernet; the status. */
export function open(ndis: Ndis, DeviceName: VirtualAddress): NdisStatus {
  const medium = ndis.local(WORD);
  const state = ndis.global(STATE);
  medium.Value = 0;
  const { Status, NdisBindingHandle } = ndis.NdisOpenAdapter(
    medium.address,
    1,
    state.Protocol,
    BINDING_CONTEXT,
    DeviceName,
    0,
    NULL,
  );
  state.Binding = NdisBindingHandle;
  return Status;
}

/** What every protocol has, doing as little as it may. */
export const RIGHT: ProtocolParts = {
  ProtocolOpenAdapterComplete: () => undefined,
  ProtocolCloseAdapterComplete: () => undefined,
  ProtocolReceive: () => SUCCESS,
  ProtocolStatus: () => undefined,
  ProtocolBindAdapter: (ndis, _context, DeviceName) => ({ Status: open(ndis, DeviceName) }),
  ProtocolUnbindAdapter: (ndis) => {
    ndis.NdisCloseAdapter(ndis.global(STATE).Binding);
    return { Status: SUCCESS };
  },
};

/** A protocol driver made of `parts`. */
export function inlineProtocol(parts: ProtocolParts = {}): DriverModule {
  const unload: Handler<'MiniportUnload'> = (ndis) =>
    void ndis.NdisDeregisterProtocol(ndis.global(STATE).Protocol);
  const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject) => {
    ndis.memory.write32(virtual(DriverObject + DRIVER_UNLOAD), ndis.addressOf(unload));
    const { Status, NdisProtocolHandle } = registerProtocol(ndis, { ...RIGHT, ...parts });
    ndis.global(STATE).Protocol = NdisProtocolHandle;
    return Status;
  };
  return { DriverEntry };
}

/** A session whose protocol, made of `parts`, is bound to a miniport made of `below`. */
export function bindSession(
  parts: ProtocolParts = {},
  below: DriverParts = {},
  options: InlineOptions = {},
): Session {
  const session = new Session({
    driver: inlineProtocol(parts),
    lower: inlineDriver(below),
    driverName: 'protocol',
    ...options,
  });
  session.play(() => {
    session.load();
    session.start();
  });
  return session;
}

/** The kernel interface of the protocol driver, for a test that calls as it would. */
export function asProtocol(session: Session, act: (ndis: Ndis) => void): void {
  const { image } = session;
  const { ndis } = image as unknown as { ndis: Ndis };
  const handler = { [HANDLERS.ProtocolUnload.name]: () => act(ndis) }[HANDLERS.ProtocolUnload.name];
  const address = ndis.addressOf(handler);
  session.play(() => {
    const code = session.os.code.get(address)!;
    session.os.frame = {
      name: 'ProtocolUnload',
      image: code.image,
      adapter: 0,
      irql: session.os.irql,
      stackPointer: session.os.stack.pointer,
      outer: undefined,
      sinceNs: session.os.clock.nowNs,
      sinceCall: session.os.callCount,
    };
    code.invoke(HANDLERS.ProtocolUnload, []);
    session.os.frame = undefined;
  });
}
