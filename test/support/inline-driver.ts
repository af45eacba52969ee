/** Small miniports for tests of NDIS and the harness, and sessions that run them. */
import { NIC_LOCATION } from '../../harness/board';
import { Session } from '../../harness/session';
import type { SessionOptions } from '../../harness/session-options';
import {
  layout,
  NULL,
  physical,
  ULONG,
  virtual,
  type DriverModule,
  type Handler,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import { NDIS_MINIPORT_INTERRUPT } from '../../ndis/structures';

/** Status codes of ndis.h, as the tests' drivers return them. */
export const SUCCESS = 0 as NdisStatus;
export const PENDING = 0x103 as NdisStatus;
export const FAILURE = 0xc0000001 as NdisStatus;
export const RESOURCES = 0xc000009a as NdisStatus;
export const NOT_SUPPORTED = 0xc00000bb as NdisStatus;

/** NdisMSetAttributesEx: NDIS_ATTRIBUTE_BUS_MASTER and NDIS_ATTRIBUTE_DESERIALIZE. */
export const BUS_MASTER = 0x08;
export const DESERIALIZE = 0x20;

/** The context of the tests' adapters: any value that a driver likes. */
export const CONTEXT = virtual(0x1234_5678);

/** NDIS51_MINIPORT_CHARACTERISTICS (ndis.h), pointer by pointer. */
const CHARACTERISTICS = layout('CHARACTERISTICS', 0x7c, {
  Version: ULONG,
  Reserved: ULONG,
  MiniportCheckForHang: ULONG,
  MiniportDisableInterrupt: ULONG,
  MiniportEnableInterrupt: ULONG,
  MiniportHalt: ULONG,
  MiniportHandleInterrupt: ULONG,
  MiniportInitialize: ULONG,
  MiniportISR: ULONG,
  MiniportQueryInformation: ULONG,
  MiniportReconfigure: ULONG,
  MiniportReset: ULONG,
  MiniportSend: ULONG,
  MiniportSetInformation: ULONG,
  MiniportTransferData: ULONG,
  MiniportReturnPacket: ULONG,
  MiniportSendPackets: ULONG,
  MiniportAllocateComplete: ULONG,
  CoCreateVcHandler: ULONG,
  CoDeleteVcHandler: ULONG,
  CoActivateVcHandler: ULONG,
  CoDeactivateVcHandler: ULONG,
  CoSendPacketsHandler: ULONG,
  CoRequestHandler: ULONG,
  MiniportCancelSendPackets: ULONG,
  MiniportPnPEventNotify: ULONG,
  MiniportShutdown: ULONG,
  Reserved1: ULONG,
  Reserved2: ULONG,
  Reserved3: ULONG,
  Reserved4: ULONG,
});

type HandlerName = Parameters<typeof isRegistered>[0];
type Handlers = { [K in HandlerName]?: Handler<K> };

/** What of a miniport a test writes itself; the rest does as little as it may. */
export type DriverParts = Handlers & {
  readonly DriverEntry?: Handler<'DriverEntry'>;
  readonly MiniportUnload?: Handler<'MiniportUnload'>;
  /** Further steps of DriverEntry, after a good registration. */
  readonly registered?: (ndis: Ndis, NdisWrapperHandle: NdisHandle) => void;
  /** MiniportInitialize, once the attributes are set. */
  readonly initialize?: (ndis: Ndis, MiniportAdapterHandle: NdisHandle) => NdisStatus | void;
  /** AttributeFlags; a deserialized bus master if not told. */
  readonly attributes?: number;
};

function isRegistered(
  name: Exclude<
    keyof typeof CHARACTERISTICS.fields,
    `Reserved${string}` | `Co${string}` | 'Version'
  >,
): boolean {
  return name in CHARACTERISTICS.fields;
}

/** A miniport made of `parts`. */
export function inlineDriver(parts: DriverParts = {}): DriverModule {
  const { registered, initialize, attributes = BUS_MASTER | DESERIALIZE, ...given } = parts;
  const MiniportInitialize: Handler<'MiniportInitialize'> = (ndis, _media, _size, handle) => {
    ndis.NdisMSetAttributesEx(handle, CONTEXT, 0, attributes, 5);
    return initialize?.(ndis, handle) ?? SUCCESS;
  };
  const handlers: Handlers = {
    MiniportInitialize,
    MiniportHalt: () => undefined,
    MiniportReset: () => SUCCESS,
    MiniportQueryInformation: () => NOT_SUPPORTED,
    MiniportSetInformation: () => NOT_SUPPORTED,
    MiniportReturnPacket: () => undefined,
    MiniportPnPEventNotify: () => undefined,
    MiniportShutdown: () => undefined,
    ...(given.MiniportSend === undefined ? { MiniportSendPackets: () => undefined } : {}),
    ...given,
  };
  const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
    const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
    const status = register(ndis, NdisWrapperHandle, handlers);
    if (status !== SUCCESS) {
      ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
      return status;
    }
    if (parts.MiniportUnload !== undefined)
      ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(parts.MiniportUnload));
    registered?.(ndis, NdisWrapperHandle);
    return status;
  };
  return { DriverEntry: parts.DriverEntry ?? DriverEntry };
}

/** Registers handlers as NDIS 5.1. */
export function register(
  ndis: Ndis,
  NdisWrapperHandle: NdisHandle,
  handlers: Handlers,
): NdisStatus {
  const characteristics = ndis.local(CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, 0x7c);
  characteristics.Version = 0x0105;
  for (const [name, handler] of Object.entries(handlers))
    if (handler !== undefined && isRegistered(name as HandlerName))
      characteristics[name as HandlerName] = ndis.addressOf(handler as never);
  return ndis.NdisMRegisterMiniport(NdisWrapperHandle, characteristics.address, 0x7c);
}

export type InlineOptions = Omit<SessionOptions, 'driver'>;

/** A session with a driver made of `parts`, not loaded yet. */
export function createSession(parts: DriverParts = {}, options: InlineOptions = {}): Session {
  return new Session({ driver: inlineDriver(parts), driverName: 'inline', ...options });
}

/** A session whose driver is loaded and whose adapter runs. */
export function startSession(parts: DriverParts = {}, options: InlineOptions = {}): Session {
  const session = createSession(parts, options);
  session.play(() => {
    session.load();
    session.start();
  });
  return session;
}

/** Loads, starts, halts and unloads a driver; the session, with what it has found. */
export function live(parts: DriverParts = {}, options: InlineOptions = {}): Session {
  const session = startSession(parts, options);
  session.play(() => {
    session.halt();
    session.unload();
  });
  return session;
}

/** Runs `act` in MiniportInitialize; what the session has found of it. */
export function inDriver(
  act: (ndis: Ndis, MiniportAdapterHandle: NdisHandle, session: Session) => void,
  options: InlineOptions = {},
): Session {
  let failure: unknown;
  const session: Session = createSession(
    {
      initialize(ndis, handle) {
        try {
          act(ndis, handle, session);
        } catch (error) {
          // What a test expects is not the driver's exception.
          if (error instanceof Error && 'matcherResult' in error) failure = error;
          throw error;
        }
      },
    },
    options,
  );
  session.play(() => {
    session.load();
    session.start();
  });
  if (failure !== undefined) throw failure;
  return session;
}

/** The rules that were broken, in order. */
export function rulesOf({ os }: Session): string[] {
  return os.findings.map(({ rule }) => rule);
}

/** Code and parameters of the bug check that ended a run, or the reason in words. */
export function endOf(session: Session): unknown {
  const { stopped } = session.result(null, '');
  if (stopped === null) return null;
  return stopped.kind === 'bug-check' ? stopped.code : stopped.kind;
}

/** The first address of the NIC's registers, and of its ports. */
export function barsOf({ board }: Session): { registers: number; ports: number } {
  const { ranges } = board.bus.resources(NIC_LOCATION)!;
  const of = (space: string) => ranges.find((range) => range.space === space)!.address;
  return { registers: of('memory'), ports: of('io') };
}

/** 128 KiB: 82540EM, 8254x SDM 4.1. */
export const REGISTER_BYTES = 0x2_0000;

/** Maps the NIC's registers. */
export function mapRegisters(
  ndis: Ndis,
  MiniportAdapterHandle: NdisHandle,
  session: Session,
): VirtualAddress {
  const { registers } = barsOf(session);
  return ndis.NdisMMapIoSpace(MiniportAdapterHandle, physical(registers), REGISTER_BYTES)
    .VirtualAddress;
}

/** Registers of the 82540EM (8254x SDM 13.4): cause read, cause set, mask set, mask clear. */
export const ICR = 0x00c0;
export const ICS = 0x00c8;
export const IMS = 0x00d0;
export const IMC = 0x00d8;
/** ICR.LSC. */
export const LSC = 0x04;

const INTERRUPT = layout('INTERRUPT', undefined, { Interrupt: NDIS_MINIPORT_INTERRUPT });

/** Connects interrupt line 11, shared, with the ISR asked for; the NDIS_MINIPORT_INTERRUPT. */
export function connectInterrupt(ndis: Ndis, MiniportAdapterHandle: NdisHandle): VirtualAddress {
  const { address } = ndis.global(INTERRUPT);
  ndis.NdisMRegisterInterrupt(address, MiniportAdapterHandle, 11, 11, true, true, 0);
  return address;
}
