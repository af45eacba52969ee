import { layout, ULONG, USHORT, virtual, type VirtualAddress } from '../../ndis';
import { createSession, inDriver, live, rulesOf, startSession } from '../support/inline-driver';

const PAIR = layout('PAIR', 8, { First: ULONG, Second: ULONG });
const OTHER = layout('OTHER', 4, { Word: USHORT, Rest: USHORT });

test('a function has one address, and each its own', () => {
  inDriver((ndis) => {
    const [first, second] = [() => undefined, () => undefined];
    expect(ndis.addressOf(first)).toBe(ndis.addressOf(first));
    expect(ndis.addressOf(first)).not.toBe(ndis.addressOf(second));
  });
});

test('a global is zero at first, one by layout, and lives from call to call', () => {
  const seen: number[] = [];
  const session = startSession({
    initialize(ndis) {
      const pair = ndis.global(PAIR);
      seen.push(pair.First, pair.Second, ndis.global(OTHER).Word);
      pair.Second = 7;
    },
    MiniportCheckForHang(ndis) {
      seen.push(ndis.global(PAIR).Second);
      return false;
    },
  });
  session.play(() => session.idle(3e9));
  expect(seen).toEqual([0, 0, 0, 7]);
  expect(rulesOf(session)).toEqual([]);
});

test('a local is gone when the handler has returned', () => {
  let local = virtual(0);
  const session = live({
    initialize: (ndis) => {
      const pair = ndis.local(PAIR);
      pair.First = 1;
      local = pair.address;
    },
    MiniportHalt: (ndis) => void ndis.memory.read32(local),
  });
  expect(rulesOf(session)).toEqual(['memory/use-after-free']);
});

test('constants are interned, terminated and counted', () => {
  inDriver((ndis, _handle, { os }) => {
    const wide = ndis.wide('Hi');
    expect(ndis.wide('Hi')).toBe(wide);
    expect([0, 2, 4].map((at) => ndis.memory.read16(virtual(wide + at)))).toEqual([0x48, 0x69, 0]);
    const counted = ndis.unicodeString('Hi');
    expect(ndis.unicodeString('Hi')).toBe(counted);
    expect([os.raw.read16(counted), os.raw.read16(virtual(counted + 2))]).toEqual([4, 6]);
    expect(os.raw.read32(virtual(counted + 4))).toBe(wide);
  });
});

test('a constant that looks like the name of another is its own', () => {
  inDriver((ndis) => {
    expect(ndis.wide('NDIS_STRING_CONST("a")')).not.toBe(ndis.unicodeString('a'));
  });
});

test('the data of an image are freed memory once it is unloaded, and zero in its next life', () => {
  const addresses: VirtualAddress[] = [];
  const values: number[] = [];
  const session = createSession({
    initialize(ndis) {
      const pair = ndis.global(PAIR);
      addresses.push(pair.address);
      values.push(pair.First);
      pair.First = 5;
    },
  });
  session.play(() => {
    for (let life = 0; life < 2; life++) {
      session.load();
      session.start();
      session.halt();
      session.unload();
    }
  });
  session.os.memory.read32(addresses[0]);
  expect(values).toEqual([0, 0]);
  expect(rulesOf(session)).toEqual(['memory/use-after-free']);
});

test.each([-1, NaN, 1.5, Infinity])('%d bytes of local variables are no C', (byteCount) => {
  const session = inDriver((ndis) => void ndis.localBytes(byteCount));
  expect(rulesOf(session)).toEqual(['memory/stack-too-deep']);
});
