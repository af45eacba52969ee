/** Intermediate drivers: what NDIS says of their virtual miniports and of the packets they pass on. */
import { Session } from '../../../harness/session';
import * as passthru from '../../../miniports/passthru';
import { GLOBALS } from '../../../miniports/passthru/adapter';
import { NULL, virtual, type NdisHandle } from '../../../ndis';
import { rulesOf } from '../../support/inline-driver';
import { asProtocol } from '../../support/inline-protocol';

const NOT_ACCEPTED = 0x0001_0003;
const FAILURE = 0xc000_0001;

function start(): Session {
  const session = new Session({ driver: passthru, driverName: 'passthru' });
  session.play(() => expect(session.load() && session.start()).toBe(true));
  return session;
}

test('a virtual miniport has no hardware, the name it was given and its context', () => {
  const session = start();
  const adapter = session.adapter!;
  expect(adapter.location).toBeUndefined();
  expect(adapter.resources).toEqual([]);
  expect(adapter.deviceContext).toBe(adapter.context);
  asProtocol(session, (ndis) => {
    const handle = adapter.handle as number as NdisHandle;
    expect(ndis.NdisIMGetDeviceContext(handle)).toBe(adapter.deviceContext);
    const { DriverHandle } = ndis.global(GLOBALS);
    const name = ndis.unicodeString(adapter.name);
    expect(ndis.NdisIMInitializeDeviceInstance(DriverHandle, name)).toBe(NOT_ACCEPTED);
    expect(ndis.NdisIMCancelInitializeDeviceInstance(DriverHandle, name)).toBe(FAILURE);
  });
  expect(rulesOf(session)).toEqual([]);
});

test('two drivers may pass a packet on as it is, and a third may not', () => {
  const session = start();
  const { os } = session;
  const packet = os.allocateObject(0x100, 0xff);
  const adapters = [...os.adapters.values()];
  const depths = [0, 1, 2].map((count) => {
    for (const adapter of adapters.slice(0, count)) adapter.indicated.set(packet | 0, 1);
    const current = os.packetStacks.current(packet);
    return [os.packetStacks.depth(packet), os.packetStacks.hasRoom(packet), current !== NULL];
  });
  expect(depths).toEqual([
    [0, true, true],
    [1, true, true],
    [2, true, true],
  ]);
  // NDIS_PACKET_STACK is 0x18 bytes (ndis.h).
  const second = os.packetStacks.current(packet);
  adapters[1].indicated.delete(packet | 0);
  expect(second - os.packetStacks.current(packet)).toBe(0x18);
  jest.spyOn(os.packetStacks, 'depth').mockReturnValue(3);
  expect([os.packetStacks.hasRoom(packet), os.packetStacks.current(packet)]).toEqual([false, NULL]);
});

test('the per-packet information goes over, but for the list of addresses', () => {
  const session = start();
  asProtocol(session, (ndis) => {
    const { PoolHandle } = ndis.NdisAllocatePacketPool(3, 0);
    const [from, to] = [1, 2].map(() => ndis.NdisAllocatePacket(PoolHandle).Packet);
    // NDIS_PACKET_EXTENSION lies 0x20 bytes behind NdisPacketOobOffset, at 0x1e of the packet.
    const info = (packet: number, index: number) =>
      virtual(packet + ndis.memory.read16(virtual(packet + 0x1e)) + 0x20 + 4 * index);
    for (let index = 0; index < 10; index++) ndis.memory.write32(info(from, index), index + 1);
    ndis.NdisIMCopySendPerPacketInfo(to, from);
    const copied = Array.from({ length: 10 }, (_, index) => ndis.memory.read32(info(to, index)));
    // ScatterGatherListPacketInfo is 5.
    expect(copied).toEqual([1, 2, 3, 4, 5, 0, 7, 8, 9, 10]);
    const back = ndis.NdisAllocatePacket(PoolHandle).Packet;
    ndis.NdisIMCopySendCompletePerPacketInfo(back, to);
    expect(ndis.memory.read32(info(back, 9))).toBe(10);
    const { Result, StacksRemaining } = ndis.NdisIMGetCurrentPacketStack(back);
    expect([Result !== NULL, StacksRemaining]).toEqual([true, true]);
  });
});

test('a binding leads to the context of the virtual miniport below it, and to none of a NIC', () => {
  const session = start();
  const { os } = session;
  asProtocol(session, (ndis) => {
    const [[toNic, binding]] = os.protocolBindings;
    expect(ndis.NdisIMGetBindingContext(toNic as NdisHandle)).toBe(NULL);
    const toVirtual = os.createHandle();
    const above = Object.create(binding, { adapter: { value: session.adapter } });
    os.protocolBindings.set(toVirtual, above as typeof binding);
    const context = ndis.NdisIMGetBindingContext(toVirtual as NdisHandle);
    expect(context).toBe(session.adapter!.deviceContext);
  });
  expect(rulesOf(session)).toEqual([]);
});
