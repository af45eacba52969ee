/** MiniportTransferData of the RTL8139C's driver: a protocol that has not seen enough. */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../../hardware/address';
import { Shadow } from '../../../hardware/memory';
import type { Session } from '../../../harness/session';
import { MDL, MDL_SOURCE_IS_NONPAGED_POOL } from '../../../ndis/structures/mdl';
import { NDIS_PACKET } from '../../../ndis/structures/packet';
import type { ReceiveIndication } from '../../../ndis/wrapper/protocol-edge';
import { transferData } from '../../../ndis/wrapper/transfer-data';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  openSession,
  WHILE_NS,
} from '../../support/rtl8139-session';

/** A packet of buffers with these lengths, and where their bytes lie. */
function createPacket({ os }: Session, lengths: readonly number[]) {
  const { memory } = os;
  const packet = os.allocateObject(NDIS_PACKET.bytes + 64, Shadow.PLAIN);
  const { Private } = NDIS_PACKET.at(memory, packet);
  const parts = lengths.map((byteCount) => {
    const mdl = MDL.at(memory, os.allocateObject(MDL.bytes + 8, Shadow.PLAIN));
    const data = os.allocateObject(byteCount, Shadow.PLAIN);
    mdl.Next = virtual(0);
    mdl.MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL;
    mdl.MappedSystemVa = data;
    mdl.StartVa = virtual(data - (data & 0xfff));
    mdl.ByteOffset = data & 0xfff;
    mdl.ByteCount = byteCount;
    return { mdl, data, byteCount };
  });
  parts.forEach(({ mdl }, index) => {
    if (index > 0) parts[index - 1].mdl.Next = mdl.address;
  });
  Private.Head = parts[0].mdl.address;
  Private.Tail = parts[parts.length - 1].mdl.address;
  Private.ValidCounts = false;
  const read = () =>
    parts.flatMap(({ data, byteCount }) => [
      ...memory.bytes.slice(data - VIRTUAL_BASE, data - VIRTUAL_BASE + byteCount),
    ]);
  const free = () => {
    for (const { mdl, data } of parts) [mdl.address, data].forEach((block) => os.pool.free(block));
    os.pool.free(packet);
  };
  return { packet, read, free };
}

const FRAME = frame(CARD_MAC, 114);
const PAYLOAD = [...FRAME.slice(14)];

/** Asks for a part of FRAME while it is indicated. */
function transfer(lengths: readonly number[], byteOffset: number, byteCount: number) {
  const session = openSession();
  const { packet, read, free } = createPacket(session, lengths);
  let result: ReturnType<typeof transferData> | undefined;
  session.protocol!.receive = ({ receiveContext }: ReceiveIndication) => {
    result = transferData(session.protocol!.binding, receiveContext, byteOffset, byteCount, packet);
  };
  arrive(session, FRAME);
  session.idle(WHILE_NS);
  const bytes = read();
  free();
  expect(closeSession(session)).toEqual([]);
  return { ...result!, bytes: bytes.slice(0, result!.byteCount) };
}

test.each([
  { name: 'all', lengths: [100], offset: 0, count: 100, want: PAYLOAD },
  { name: 'the middle', lengths: [100], offset: 20, count: 30, want: PAYLOAD.slice(20, 50) },
  { name: 'nothing', lengths: [100], offset: 20, count: 0, want: [] },
  { name: 'nothing at the end', lengths: [100], offset: 100, count: 10, want: [] },
  { name: 'more than there is', lengths: [200], offset: 90, count: 90, want: PAYLOAD.slice(90) },
  {
    name: 'into many buffers',
    lengths: [1, 0, 7, 200],
    offset: 3,
    count: 80,
    want: PAYLOAD.slice(3, 83),
  },
])('$name', ({ lengths, offset, count, want }) => {
  expect(transfer(lengths, offset, count)).toEqual({
    status: 0,
    byteCount: want.length,
    bytes: want,
  });
});

test.each([
  { name: 'from behind the end', lengths: [100], offset: 101, count: 1, copied: 0 },
  { name: 'from far behind the end', lengths: [100], offset: 0xffff_ffff, count: 8, copied: 0 },
  { name: 'into too small a packet', lengths: [10, 20], offset: 0, count: 31, copied: 30 },
])('$name it fails', ({ lengths, offset, count, copied }) => {
  expect(transfer(lengths, offset, count)).toEqual({
    status: 0xc0000001,
    byteCount: copied,
    bytes: PAYLOAD.slice(0, copied),
  });
});

test('when the indication is over there is nothing to transfer', () => {
  const session = openSession();
  const { packet, free } = createPacket(session, [100]);
  let context: VirtualAddress | undefined;
  session.protocol!.receive = ({ receiveContext }: ReceiveIndication) => {
    context = virtual(receiveContext);
  };
  arrive(session, FRAME);
  session.idle(WHILE_NS);
  const { status, byteCount } = transferData(session.protocol!.binding, context!, 0, 10, packet);
  expect({ status, byteCount }).toEqual({ status: 0xc0000001, byteCount: 0 });
  free();
  expect(closeSession(session)).toEqual([]);
});

test('a protocol is shown the whole frame', () => {
  const session = openSession();
  const seen: ReceiveIndication[] = [];
  session.protocol!.receive = (indication: ReceiveIndication) => void seen.push(indication);
  // OID_GEN_CURRENT_LOOKAHEAD
  session.setUlong(0x0001010f, 32);
  arrive(session, FRAME);
  session.idle(WHILE_NS);
  expect(seen).toMatchObject([
    { headerByteCount: 14, lookaheadByteCount: 100, packetByteCount: 100 },
  ]);
  expect(closeSession(session)).toEqual([]);
});
