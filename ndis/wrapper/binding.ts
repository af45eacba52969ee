/**
 * Bindings: each protocol's hold on an adapter. An adapter has any number of them, and what they ask
 * of it NDIS puts together: the packet filters are ORed, the largest lookahead counts, and the
 * multicast lists are joined. (Network Reference: OID_GEN_CURRENT_PACKET_FILTER,
 * OID_GEN_CURRENT_LOOKAHEAD, OID_802_3_MULTICAST_LIST)
 */
import { ETH_LENGTH_OF_ADDRESS } from '../constants';
import {
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
} from '../oid';
import type { Adapter } from './adapter';
import type { ProtocolEdge } from './protocol-edge';

/** One protocol, bound to one adapter. */
export class Binding {
  readonly adapter: Adapter;
  readonly edge: ProtocolEdge;
  /** What it set last of packet filter, lookahead and multicast list, by OID. */
  readonly addressing = new Map<number, Uint8Array>();
  /** Its packets, requests and transfers that are under way. */
  pendingCount = 0;
  /** Called when the last of them has ended; set while the binding is being closed. */
  onIdle: (() => void) | undefined = undefined;

  constructor(adapter: Adapter, edge: ProtocolEdge) {
    this.adapter = adapter;
    this.edge = edge;
  }

  /** One packet, request or transfer has ended, and the protocol knows. */
  ended(): void {
    this.pendingCount--;
    if (this.pendingCount === 0) this.onIdle?.();
  }

  /** The packet filter that it set last. */
  get packetFilter(): number {
    return ulongOf(this.addressing.get(OID_GEN_CURRENT_PACKET_FILTER));
  }
}

/** Binds a protocol. Indications go to the bindings of an adapter in the order of opening. */
export function openBinding(adapter: Adapter, edge: ProtocolEdge): Binding {
  const binding = new Binding(adapter, edge);
  adapter.bindings.push(binding);
  return binding;
}

/** Takes a binding off its adapter. To call it again does nothing. */
export function removeBinding(binding: Binding): void {
  const { bindings } = binding.adapter;
  const index = bindings.indexOf(binding);
  if (index >= 0) bindings.splice(index, 1);
}

/** Tells each protocol that is bound to an adapter, in the order of opening. */
export function tellBindings(adapter: Adapter, tell: (edge: ProtocolEdge) => void): void {
  const { bindings } = adapter;
  if (bindings.length === 1) tell(bindings[0].edge);
  // A protocol that is told may close its binding.
  else for (const { edge } of [...bindings]) tell(edge);
}

/** Whether bytes of this length can be combined with those of other bindings. */
export function isCombined(oid: number, byteCount: number): boolean {
  switch (oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
    case OID_GEN_CURRENT_LOOKAHEAD:
      return byteCount === 4;
    case OID_802_3_MULTICAST_LIST:
      return byteCount % ETH_LENGTH_OF_ADDRESS === 0;
    default:
      return false;
  }
}

/** What all bindings of an adapter together want of packet filter, lookahead or multicast list. */
export function combinedAddressing({ bindings }: Adapter, oid: number): Uint8Array {
  const wanted = bindings.flatMap(({ addressing }) => addressing.get(oid) ?? []);
  if (wanted.length === 1) return wanted[0];
  switch (oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
      return bytesOf(wanted.reduce((filter, one) => filter | ulongOf(one), 0));
    case OID_GEN_CURRENT_LOOKAHEAD:
      return bytesOf(Math.max(0, ...wanted.map(ulongOf)));
    default:
      return joinLists(wanted);
  }
}

function joinLists(lists: readonly Uint8Array[]): Uint8Array {
  const addresses = new Map<string, Uint8Array>();
  for (const list of lists)
    for (let at = 0; at < list.length; at += ETH_LENGTH_OF_ADDRESS) {
      const address = list.subarray(at, at + ETH_LENGTH_OF_ADDRESS);
      addresses.set(address.join(), address);
    }
  return Uint8Array.from([...addresses.values()].flatMap((address) => [...address]));
}

/** The value of four bytes; 0 without. */
export function ulongOf(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  return (bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24)) >>> 0;
}

function bytesOf(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
