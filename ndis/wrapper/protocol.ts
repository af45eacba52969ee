/**
 * Protocol drivers as NDIS knows them: their registration, and the adapters that they are offered.
 * (NDIS 5: NdisRegisterProtocol, "Protocol Driver Binding Operations")
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import { NetEventBindsComplete } from '../constants';
import { ProtocolBindAdapter, ProtocolPnPEvent, ProtocolUnload } from '../handlers';
import { callHandler } from '../kernel/call-handler';
import type { Image } from '../kernel/image';
import { RegistryKey } from '../kernel/registry';
import { createUnicodeString, readUnicodeString } from '../kernel/string';
import type { OperatingSystem } from '../operating-system';
import { PASSIVE_LEVEL } from '../row';
import {
  NDIS_STATUS_BAD_CHARACTERISTICS,
  NDIS_STATUS_BAD_VERSION,
  NDIS_STATUS_SUCCESS,
} from '../status';
import {
  NDIS40_PROTOCOL_CHARACTERISTICS,
  NDIS50_PROTOCOL_CHARACTERISTICS,
} from '../structures/protocol';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { judgeBinding } from './bind-judgement';
import { awaitAnswer, runBindOperation } from './bind-operation';
import { UPPER_BINDINGS } from './configuration';
import type { Driver } from './driver';
import { createPnPEvent } from './pnp-event';
import type { ProtocolBinding } from './protocol-binding';

/** As long as any request may take. */
const CLOSE_TIMEOUT_NS = 12e9;
const LAYOUT = NDIS40_PROTOCOL_CHARACTERISTICS;

type HandlerField = Extract<keyof typeof LAYOUT.fields, `${string}Handler`>;

/** The entry points of a protocol driver, copied from what it registered; 0 where it has none. */
export type ProtocolHandlers = { readonly [K in HandlerField]: number };

export interface Protocol {
  /** NdisProtocolHandle. */
  readonly handle: number;
  readonly image: Image;
  readonly name: string;
  readonly handlers: ProtocolHandlers;
  readonly bindings: ProtocolBinding[];
  /** Its bindings of which NdisCloseAdapter is pending. */
  closingCount: number;
  /** The miniports above it, if it is the lower edge of an intermediate driver. */
  miniport: Driver | undefined;
}

/** What a protocol of NDIS 4 and 5 must have, each by its own page ("required"). */
const MANDATORY: readonly HandlerField[] = [
  'OpenAdapterCompleteHandler',
  'CloseAdapterCompleteHandler',
  'ReceiveHandler',
  'StatusHandler',
  'BindAdapterHandler',
  'UnbindAdapterHandler',
];

const HANDLER_FIELDS = Object.keys(LAYOUT.fields).filter((name): name is HandlerField =>
  name.endsWith('Handler'),
);

/** NdisRegisterProtocol. */
export function registerProtocol(
  os: OperatingSystem,
  characteristics: VirtualAddress,
  byteCount: number,
): { Status: NdisStatus; NdisProtocolHandle: NdisHandle } {
  const refuse = (Status: NdisStatus) => ({ Status, NdisProtocolHandle: 0 as NdisHandle });
  const status = judgeCharacteristics(os, characteristics, byteCount);
  if (status !== NDIS_STATUS_SUCCESS) return refuse(status);
  const handle = os.createHandle();
  os.protocols.set(handle, {
    handle,
    image: os.frame!.image,
    name: readUnicodeString(os.memory, LAYOUT.at(os.memory, characteristics).Name.address),
    handlers: readHandlers(os.memory, characteristics),
    bindings: [],
    closingCount: 0,
    miniport: undefined,
  });
  return { Status: NDIS_STATUS_SUCCESS, NdisProtocolHandle: handle as NdisHandle };
}

/** The status that characteristics deserve (NdisRegisterProtocol, "Return Value"). */
function judgeCharacteristics(
  os: OperatingSystem,
  address: VirtualAddress,
  byteCount: number,
): NdisStatus {
  const { MajorNdisVersion: major, MinorNdisVersion: minor } = LAYOUT.at(os.memory, address);
  if (major !== 4 && major !== 5) {
    os.report('registration/characteristics-version-invalid', {
      what: `The protocol registered as NDIS ${major}.${minor}; there are 4 and 5.`,
    });
    return NDIS_STATUS_BAD_VERSION;
  }
  const wanted = major === 4 ? LAYOUT.bytes : NDIS50_PROTOCOL_CHARACTERISTICS.bytes;
  if (byteCount < wanted) {
    os.report('registration/characteristics-length-invalid', {
      what: `The protocol's characteristics are ${byteCount} bytes; NDIS ${major} has ${wanted}.`,
    });
    return NDIS_STATUS_BAD_CHARACTERISTICS;
  }
  const handlers = readHandlers(os.memory, address);
  const missing = MANDATORY.find((name) => handlers[name] === 0);
  if (missing === undefined) return NDIS_STATUS_SUCCESS;
  os.report('registration/mandatory-handler-missing', {
    what: `The protocol's characteristics have no ${missing}.`,
  });
  return NDIS_STATUS_BAD_CHARACTERISTICS;
}

function readHandlers(memory: MemoryAccess, address: VirtualAddress): ProtocolHandlers {
  const view = LAYOUT.at(memory, address);
  return Object.fromEntries(
    HANDLER_FIELDS.map((name) => [name, view[name]]),
  ) as unknown as ProtocolHandlers;
}

/**
 * NdisDeregisterProtocol: each binding that is open is unbound first (its page, "Remarks"). What an
 * intermediate driver does not close by then is closed, and closes that are pending are waited for.
 */
export function deregisterProtocol(os: OperatingSystem, handle: number): void {
  const protocol = os.protocols.get(handle)!;
  for (const binding of [...protocol.bindings]) binding.unbind();
  if (os.irql === PASSIVE_LEVEL)
    os.scheduler.wait(CLOSE_TIMEOUT_NS, () => protocol.closingCount === 0);
  os.protocols.delete(handle);
  os.freeHandle(handle);
}

/** The protocols that an image has registered. */
export function protocolsOf(os: OperatingSystem, image: Image): Protocol[] {
  return [...os.protocols.values()].filter((protocol) => protocol.image === image);
}

/** ProtocolUnload, for each protocol of an image that has it. */
export function unloadProtocols(os: OperatingSystem, image: Image): void {
  for (const { handlers } of protocolsOf(os, image))
    if (handlers.UnloadHandler !== 0)
      callHandler(os, ProtocolUnload, virtual(handlers.UnloadHandler), 0);
}

/**
 * Offers a protocol every adapter that runs and is not its own, and that it is not bound to; then
 * tells it that these were all. What it gave for the first that it refused, or success.
 */
export function offerAdapters(os: OperatingSystem, protocol: Protocol): NdisStatus {
  let status = NDIS_STATUS_SUCCESS;
  for (const adapter of [...os.adapters.values()]) {
    const given = offerAdapter(protocol, adapter);
    if (status === NDIS_STATUS_SUCCESS) status = given;
  }
  if (os.protocols.has(protocol.handle)) tellBindsComplete(os, protocol);
  return status;
}

/** Offers an adapter that runs to the protocols of other drivers. */
export function offerToProtocols(adapter: Adapter): void {
  for (const protocol of [...adapter.os.protocols.values()]) offerAdapter(protocol, adapter);
}

/** ProtocolBindAdapter, if the protocol can be bound to the adapter; what it came to. */
function offerAdapter(protocol: Protocol, adapter: Adapter): NdisStatus {
  const { os } = adapter;
  const isBound = protocol.bindings.some((binding) => binding.adapter === adapter);
  if (isBound || adapter.state !== 'running' || adapter.driver.image === protocol.image)
    return NDIS_STATUS_SUCCESS;
  const deviceName = createUnicodeString(os, adapter.name);
  const section = createUnicodeString(os, sectionOf(protocol, adapter));
  const handler = virtual(protocol.handlers.BindAdapterHandler);
  const { name } = ProtocolBindAdapter;
  const operation = runBindOperation(os, adapter, name, (context) => {
    const inputs = [context, deviceName, section, NULL] as const;
    return callHandler(os, ProtocolBindAdapter, handler, 0, ...inputs).Status;
  });
  os.pool.free(deviceName);
  os.pool.free(section);
  judgeBinding(protocol, operation);
  return operation.status;
}

/**
 * The path of the key in which a protocol keeps what concerns an adapter. An intermediate driver
 * finds there what its virtual miniport is to be called.
 */
function sectionOf({ name, image, miniport }: Protocol, adapter: Adapter): string {
  const device = adapter.name.slice(adapter.name.lastIndexOf('\\') + 1);
  const services = '\\Registry\\Machine\\System\\CurrentControlSet\\Services';
  const path = `${services}\\${name || image.name}\\Parameters\\Adapters\\${device}`;
  const { protocolSections } = adapter.os;
  if (!protocolSections.has(path)) {
    const key = new RegistryKey();
    if (miniport !== undefined)
      key.set(UPPER_BINDINGS, { type: 'string', value: adapter.os.newDeviceName() });
    protocolSections.set(path, key);
  }
  return path;
}

/** NetEventBindsComplete: for no binding in particular. */
function tellBindsComplete(os: OperatingSystem, { handlers }: Protocol): void {
  if (handlers.PnPEventHandler === 0) return;
  const event = createPnPEvent(os, NetEventBindsComplete, NULL, 0);
  const operation = { adapter: undefined, status: undefined };
  const address = virtual(handlers.PnPEventHandler);
  awaitAnswer(os, event, operation, ProtocolPnPEvent.name, () =>
    callHandler(os, ProtocolPnPEvent, address, 0, NULL, event),
  );
  os.pool.free(event);
}
