import fc from 'fast-check';
import { NDIS_PACKET, virtual, type VirtualAddress } from '../../../ndis';
import {
  createPacketPool,
  freePacketPool,
  putPacket,
  takePacket,
} from '../../../ndis/wrapper/pools';
import { createSession, rulesOf } from '../../support/inline-driver';

test.each([
  // ProtocolReserved is at 0x38; what follows is aligned to 8 (ndis.h: NDIS_PACKET).
  { reserved: 4, oobOffset: 0x40 },
  { reserved: 12, oobOffset: 0x48 },
  { reserved: 16, oobOffset: 0x48 },
])(
  '$reserved bytes for the protocol put the out-of-band data at $oobOffset',
  ({ reserved, oobOffset }) => {
    const { os } = createSession();
    const pool = createPacketPool(os, 4, 0, reserved)!;
    const packet = takePacket(os, pool)!;
    const { Private } = NDIS_PACKET.at(os.memory, packet);
    expect([Private.NdisPacketOobOffset, Private.Pool, Private.NdisPacketFlags]).toEqual([
      oobOffset,
      pool.handle,
      0x80,
    ]);
  },
);

test('any taking and putting back hands out each descriptor once, cleared', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (takes) => {
      const session = createSession();
      const { os } = session;
      const pool = createPacketPool(os, 8, 0, 16)!;
      const out: VirtualAddress[] = [];
      for (const isTake of takes) {
        if (!isTake) {
          const packet = out.shift();
          if (packet === undefined) continue;
          os.memory.write32(packet, 0xffff_ffff);
          putPacket(os, pool, packet);
          continue;
        }
        const packet = takePacket(os, pool);
        expect(packet === undefined).toBe(out.length === 8);
        if (packet === undefined) continue;
        expect(out).not.toContain(packet);
        expect(os.memory.read32(packet)).toBe(0);
        out.push(packet);
      }
      expect(pool.outCount).toBe(out.length);
      expect(rulesOf(session)).toEqual([]);
      session.dispose();
    }),
    { seed: 1, numRuns: 30 },
  );
});

test('a descriptor that was put back is freed memory, and so is its pool', () => {
  const session = createSession();
  const { os } = session;
  const pool = createPacketPool(os, 4, 0, 16)!;
  const packet = takePacket(os, pool)!;
  putPacket(os, pool, packet);
  os.memory.read32(virtual(packet));
  freePacketPool(os, pool);
  expect(os.isHandle('packet-pool', pool.handle)).toBe(false);
  expect(rulesOf(session)).toEqual(['memory/use-after-free']);
});
