import { NULL, type Ndis, type NdisHandle } from '../../../ndis';
import {
  CONTEXT,
  createSession,
  endOf,
  PENDING,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

test.each([
  { name: 'every 2 s by default', seconds: 0, want: 4 },
  { name: 'as often as the driver says', seconds: 3, want: 3 },
])('NDIS asks $name', ({ seconds, want }) => {
  const asked: number[] = [];
  const session = startSession({
    MiniportInitialize(ndis, _media, _size, handle) {
      ndis.NdisMSetAttributesEx(handle, CONTEXT, seconds, 0x20, 5);
      return SUCCESS;
    },
    MiniportCheckForHang(_ndis, context) {
      asked.push(context);
      return false;
    },
  });
  session.play(() => session.idle(9.5e9));
  expect(asked).toEqual(Array(want).fill(CONTEXT));
});

test('an adapter that hangs is reset, at DISPATCH_LEVEL', () => {
  const log: string[] = [];
  const session = createSession({
    MiniportCheckForHang: () => log.length === 0,
    MiniportReset() {
      log.push(`reset@${session.os.irql}`);
      return SUCCESS;
    },
  });
  session.play(() => {
    session.load();
    session.start();
    session.idle(10e9);
  });
  expect(log).toEqual(['reset@2']);
  expect(session.adapter!.isResetPending).toBe(false);
  expect(rulesOf(session)).toEqual([]);
});

test.each([
  { name: 'always', hangs: () => true, rules: ['interrupt/false-hang'] },
  { name: 'each other time', hangs: (asked: number) => asked % 2 === 0, rules: [] },
  { name: 'before link can be expected', hangs: (asked: number) => asked < 5, rules: [] },
  { name: 'always, without link', hangs: () => true, rules: [], isLinkDown: true },
  { name: 'always, with a send pending', hangs: () => true, rules: [], sends: true },
])('an idle adapter that is said to hang: $name', ({ hangs, rules, isLinkDown, sends }) => {
  let asked = 0;
  const session = createSession({
    MiniportCheckForHang: () => hangs(asked++),
    ...(sends === true ? { MiniportSend: () => PENDING } : {}),
  });
  session.play(() => {
    session.load();
    session.start();
    if (isLinkDown === true) session.board.wire.setLink(false);
    if (sends === true) session.protocol!.send([new Uint8Array(60)]);
    session.idle(21e9);
  });
  expect(rulesOf(session)).toEqual(rules);
});

describe('a reset that is left pending', () => {
  function hang(complete: (ndis: Ndis, handle: NdisHandle) => void): DriverParts {
    let handle = 0 as NdisHandle;
    let resets = 0;
    let polls = 0;
    return {
      initialize: (_ndis, given) => {
        handle = given;
      },
      MiniportCheckForHang: () => resets === 0,
      MiniportReset(ndis) {
        resets++;
        const poll = (inner: Ndis) => {
          if (++polls === 1) complete(inner, handle);
        };
        const timer = ndis.NdisAllocateMemoryWithTag(0x58, 1).VirtualAddress;
        ndis.NdisMInitializeTimer(timer, handle, ndis.addressOf(poll), NULL);
        ndis.NdisMSetTimer(timer, 1_000);
        return PENDING;
      },
    };
  }

  test('is over when it is completed', () => {
    const session = startSession(
      hang((ndis, handle) => ndis.NdisMResetComplete(handle, SUCCESS, false)),
    );
    session.play(() => session.idle(30e9));
    expect(session.adapter!.isResetPending).toBe(false);
    expect(rulesOf(session)).toEqual([]);
  });

  test('is not waited for longer than 12 s', () => {
    const session = startSession(hang(() => undefined));
    session.play(() => session.idle(30e9));
    expect(rulesOf(session)).toEqual(['power/reset-not-completed']);
    expect(endOf(session)).toBe('limit');
  });
});

test('nobody is asked after MiniportHalt', () => {
  let asked = 0;
  const session = startSession({ MiniportCheckForHang: () => ++asked === 0 });
  session.play(() => {
    session.halt();
    session.idle(10e9);
  });
  expect(asked).toBe(0);
});
