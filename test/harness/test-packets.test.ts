import { MDL } from '../../ndis/structures';
import { NDIS_PACKET, virtual } from '../../ndis';
import { PENDING, rulesOf, startSession, SUCCESS } from '../support/inline-driver';

/** The bytes of a packet's buffers, read as a driver would. */
function gather(
  memory: Parameters<typeof NDIS_PACKET.at>[0],
  packet: ReturnType<typeof virtual>,
): number[] {
  const bytes: number[] = [];
  let buffer = NDIS_PACKET.at(memory, packet).Private.Head;
  while (buffer !== 0) {
    const mdl = MDL.at(memory, buffer);
    // StartVa and ByteOffset say the same as MappedSystemVa (wdm.h: MmGetMdlVirtualAddress).
    expect(mdl.StartVa + mdl.ByteOffset).toBe(mdl.MappedSystemVa);
    for (let at = 0; at < mdl.ByteCount; at++)
      bytes.push(memory.read8(virtual(mdl.MappedSystemVa + at)));
    buffer = mdl.Next;
  }
  return bytes;
}

test.each([1, 2, 5, 60, 1_000])('a frame in %i fragments is the same frame', (fragments) => {
  const frame = Uint8Array.from({ length: 60 }, (_, at) => at);
  const seen: number[][] = [];
  const session = startSession({
    MiniportSend(ndis, _context, packet) {
      seen.push(gather(ndis.memory, packet));
      return SUCCESS;
    },
  });
  session.play(() => session.protocol!.send([frame], fragments));
  expect(seen).toEqual([[...frame]]);
  expect(rulesOf(session)).toEqual([]);
});

test('it has 4096 packets: more are not sent while these are out', () => {
  const session = startSession({ MiniportSend: () => PENDING });
  const { protocol } = session;
  session.play(() => {
    for (let index = 0; index < 4100; index++) protocol!.send([new Uint8Array(60)]);
  });
  expect([protocol!.sentCount, protocol!.outstandingSendCount]).toEqual([4096, 4096]);
});

test('what is completed is freed memory: a driver that looks again is found', () => {
  let kept = virtual(0);
  const session = startSession({
    MiniportSend: (_ndis, _context, packet) => {
      kept = packet;
      return SUCCESS;
    },
    MiniportCheckForHang: (ndis) => NDIS_PACKET.at(ndis.memory, kept).Private.TotalLength === 0,
  });
  session.play(() => {
    session.protocol!.send([new Uint8Array(60)]);
    session.idle(3e9);
  });
  expect(rulesOf(session)).toEqual(['packet/touched-after-send-returned']);
});
