import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../../../ndis/row';
import { virtual, type Ndis, type VirtualAddress } from '../../../ndis';
import { endOf, inDriver, rulesOf } from '../../support/inline-driver';
import type { Session } from '../../../harness/session';

function withLock(act: (ndis: Ndis, lock: VirtualAddress, session: Session) => void): Session {
  return inDriver((ndis, _handle, session) => {
    const lock = ndis.NdisAllocateMemoryWithTag(8, 1).VirtualAddress;
    ndis.NdisAllocateSpinLock(lock);
    act(ndis, lock, session);
  });
}

test('a lock raises to DISPATCH_LEVEL and back', () => {
  const session = withLock((ndis, lock, { os }) => {
    ndis.NdisAcquireSpinLock(lock);
    expect([os.irql, os.spinLocks.heldCount, os.spinLocks.isHeld(lock)]).toEqual([2, 1, true]);
    ndis.NdisReleaseSpinLock(lock);
    expect([os.irql, os.spinLocks.heldCount, os.spinLocks.isHeld(lock)]).toEqual([0, 0, false]);
  });
  expect(rulesOf(session)).toEqual([]);
});

test.each([
  {
    name: 'taken twice by one processor it waits for ever',
    act: (ndis: Ndis, lock: VirtualAddress) => {
      ndis.NdisAcquireSpinLock(lock);
      ndis.NdisAcquireSpinLock(lock);
    },
    rules: ['irql/spin-lock-acquired-twice', 'registration/callback-never-returns'],
    end: 'limit',
  },
  {
    name: 'released without having been taken',
    act: (ndis: Ndis, lock: VirtualAddress) => ndis.NdisReleaseSpinLock(lock),
    rules: ['irql/wrong-irql', 'irql/spin-lock-not-held'],
    end: null,
  },
  {
    name: 'taken one way and released the other',
    act: (ndis: Ndis, lock: VirtualAddress) => {
      ndis.NdisAcquireSpinLock(lock);
      ndis.NdisDprReleaseSpinLock(lock);
    },
    rules: ['irql/spin-lock-variants-mixed', 'irql/handler-changed-irql'],
    end: null,
  },
  {
    name: 'held when the handler returns',
    act: (ndis: Ndis, lock: VirtualAddress) => ndis.NdisAcquireSpinLock(lock),
    rules: ['irql/handler-returned-with-lock'],
    end: null,
  },
])('$name', ({ act, rules, end }) => {
  const session = withLock(act);
  expect(rulesOf(session)).toEqual(rules);
  expect([session.os.irql, session.os.spinLocks.heldCount]).toEqual(end === null ? [0, 0] : [2, 1]);
  expect(endOf(session)).toBe(end);
});

test('locks nest, and the last release restores PASSIVE_LEVEL', () => {
  const session = inDriver((ndis, _handle, { os }) => {
    const outer = ndis.NdisAllocateMemoryWithTag(16, 1).VirtualAddress;
    const inner = virtual(outer + 8);
    ndis.NdisAllocateSpinLock(outer);
    ndis.NdisAllocateSpinLock(inner);
    ndis.NdisAcquireSpinLock(outer);
    ndis.NdisDprAcquireSpinLock(inner);
    ndis.NdisDprReleaseSpinLock(inner);
    expect(os.irql).toBe(DISPATCH_LEVEL);
    ndis.NdisReleaseSpinLock(outer);
    expect(os.irql).toBe(PASSIVE_LEVEL);
  });
  expect(rulesOf(session)).toEqual([]);
});

test('at DIRQL a lock does not lower IRQL', () => {
  const session = withLock((_ndis, lock, { os }) => {
    os.irql = 11;
    os.spinLocks.acquire(lock, false);
    expect(os.irql).toBe(11);
    os.spinLocks.release(lock, false);
    expect(os.irql).toBe(11);
    os.irql = 0;
  });
  expect(rulesOf(session)).toEqual([]);
});
