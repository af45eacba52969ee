import {
  layout,
  NDIS_MINIPORT_TIMER,
  NDIS_WORK_ITEM,
  NULL,
  ULONG,
  virtual,
  type Handler,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
} from '../../../ndis';
import type { Dpc, Timer } from '../../../ndis/kernel/scheduler';
import type { Session } from '../../../harness/session';
import {
  connectInterrupt,
  createSession,
  endOf,
  ICR,
  ICS,
  IMC,
  IMS,
  LSC,
  mapRegisters,
  rulesOf,
  startSession,
  type DriverParts,
} from '../../support/inline-driver';

/** The clock interrupt of XP on a uniprocessor PC: 10 ms. */
const TICK_NS = 10_000_000;
const TIMERS = layout('TIMERS', undefined, {
  First: NDIS_MINIPORT_TIMER,
  Second: NDIS_MINIPORT_TIMER,
});
const WORK = layout('WORK', undefined, { Item: NDIS_WORK_ITEM });

describe('timers', () => {
  function run(set: (ndis: Ndis, timer: ReturnType<typeof virtual>) => void): {
    session: Session;
    atTicks: number[];
  } {
    const atTicks: number[] = [];
    const irqls: number[] = [];
    const session = createSession({
      initialize(ndis, handle) {
        const timer = ndis.global(TIMERS).First.address;
        const fire: Handler<'MiniportTimer'> = () => {
          atTicks.push(session.os.clock.nowNs / TICK_NS);
          irqls.push(session.os.irql);
        };
        ndis.NdisMInitializeTimer(timer, handle, ndis.addressOf(fire), NULL);
        set(ndis, timer);
      },
    });
    session.play(() => {
      session.load();
      session.start();
      session.idle(100e6);
    });
    expect(rulesOf(session)).toEqual([]);
    expect(irqls.every((irql) => irql === 2)).toBe(true);
    return { session, atTicks: atTicks.map(Math.floor) };
  }

  test.each([
    { name: '1 ms fires on the next tick', ms: 1, want: [1] },
    { name: '10 ms fires on the tick after the next', ms: 10, want: [2] },
    { name: '15 ms fires on the second tick', ms: 15, want: [2] },
    { name: '0 ms fires on the next tick', ms: 0, want: [1] },
    { name: '35 ms fires on the fourth tick', ms: 35, want: [4] },
  ])('$name', ({ ms, want }) => {
    expect(run((ndis, timer) => ndis.NdisMSetTimer(timer, ms)).atTicks).toEqual(want);
  });

  test('a periodic timer fires until it is cancelled', () => {
    const { atTicks } = run((ndis, timer) => ndis.NdisMSetPeriodicTimer(timer, 20));
    expect(atTicks).toEqual([3, 5, 7, 9]);
  });

  test('a timer set anew fires once, later', () => {
    const { atTicks } = run((ndis, timer) => {
      ndis.NdisMSetTimer(timer, 5);
      ndis.NdisMSetTimer(timer, 45);
    });
    expect(atTicks).toEqual([5]);
  });

  test.each([
    { name: 'before it fires', sleepUs: 0, want: true, fired: [] },
    { name: 'after it has fired', sleepUs: 50_000, want: false, fired: [1] },
  ])('a timer cancelled $name says $want', ({ sleepUs, want, fired }) => {
    const cancelled: boolean[] = [];
    const { atTicks } = run((ndis, timer) => {
      ndis.NdisMSetTimer(timer, 5);
      if (sleepUs > 0) ndis.NdisMSleep(sleepUs);
      cancelled.push(ndis.NdisMCancelTimer(timer).TimerCancelled);
    });
    expect(cancelled).toEqual([want]);
    expect(atTicks).toEqual(fired);
  });

  test('a delay of a UINT below zero is a very long one, as in C', () => {
    expect(run((ndis, timer) => ndis.NdisMSetTimer(timer, -5)).atTicks).toEqual([]);
  });
});

describe('DPCs', () => {
  test('run in the order in which they were queued, each once, at DISPATCH_LEVEL', () => {
    const { os } = startSession();
    const order: string[] = [];
    const dpc = (name: string): Dpc => ({
      isQueued: false,
      run: () => void order.push(`${name}@${os.irql}`),
    });
    const [a, b, c] = [dpc('a'), dpc('b'), dpc('c')];
    for (const one of [b, a, c, b]) os.scheduler.queueDpc(one);
    expect(os.scheduler.removeDpc(c)).toBe(true);
    expect(os.scheduler.removeDpc(c)).toBe(false);
    os.irql = 2;
    os.scheduler.poll();
    expect(order).toEqual([]);
    os.irql = 0;
    os.scheduler.poll();
    expect(order).toEqual(['b@2', 'a@2']);
    expect(os.scheduler.isPending).toBe(false);
  });

  test('that are queued by a DPC run after it, not within', () => {
    const { os } = startSession();
    const order: string[] = [];
    const second: Dpc = { isQueued: false, run: () => void order.push('second') };
    const first: Dpc = {
      isQueued: false,
      run() {
        order.push('begin');
        os.scheduler.queueDpc(second);
        os.scheduler.poll();
        order.push('end');
      },
    };
    os.scheduler.queueDpc(first);
    os.scheduler.poll();
    expect(order).toEqual(['begin', 'end', 'second']);
  });

  test('a timer whose DPC waits cannot be cancelled any more', () => {
    const { os } = startSession();
    const ran: number[] = [];
    const timer: Timer = {
      isQueued: false,
      event: undefined,
      periodNs: 0,
      expired: () => undefined,
      run: () => void ran.push(1),
    };
    os.scheduler.setTimer(timer, 1, 0);
    os.irql = 2;
    os.clock.advance(TICK_NS);
    expect(os.scheduler.cancelTimer(timer)).toBe(false);
    os.irql = 0;
    os.scheduler.poll();
    expect(ran).toEqual([1]);
  });
});

describe('work items', () => {
  function queueing(parts: (log: string[]) => (ndis: Ndis) => void): {
    log: string[];
    session: Session;
  } {
    const log: string[] = [];
    const session = startSession({ initialize: (ndis) => parts(log)(ndis) });
    return { log, session };
  }

  test('run at PASSIVE_LEVEL, and only while the driver waits or has returned', () => {
    const { log, session } = queueing((entries) => (ndis) => {
      const item = ndis.global(WORK).Item.address;
      const routine: Handler<'NdisWorkItemRoutine'> = () => void entries.push('work');
      ndis.NdisInitializeWorkItem(item, ndis.addressOf(routine), NULL);
      ndis.NdisScheduleWorkItem(item);
      ndis.NdisStallExecution(50);
      entries.push('stalled');
      ndis.NdisMSleep(1);
      entries.push('slept');
    });
    session.play(() => session.idle(1));
    expect(log).toEqual(['stalled', 'work', 'slept']);
    expect(rulesOf(session)).toEqual([]);
  });

  test('one that queues itself again does not keep its waiter', () => {
    let runs = 0;
    const session = startSession({
      initialize(ndis) {
        const item = ndis.global(WORK).Item.address;
        const routine: Handler<'NdisWorkItemRoutine'> = (inner) => {
          if (++runs < 1e6) inner.NdisScheduleWorkItem(item);
        };
        ndis.NdisInitializeWorkItem(item, ndis.addressOf(routine), NULL);
        ndis.NdisScheduleWorkItem(item);
        ndis.NdisMSleep(100);
      },
    });
    expect(runs).toBeGreaterThan(10);
    expect(runs).toBeLessThan(1e6);
    expect(rulesOf(session)).toEqual([]);
    expect(session.adapter).toBeDefined();
  });

  test('one that waits lets the next ones run', () => {
    const order: string[] = [];
    const two = layout('TWO', undefined, { First: NDIS_WORK_ITEM, Second: NDIS_WORK_ITEM });
    const session = startSession({
      initialize(ndis) {
        const items = ndis.global(two);
        const slow: Handler<'NdisWorkItemRoutine'> = (inner) => {
          order.push('slow begins');
          inner.NdisMSleep(20_000);
          order.push('slow ends');
        };
        const quick: Handler<'NdisWorkItemRoutine'> = () => void order.push('quick');
        ndis.NdisInitializeWorkItem(items.First.address, ndis.addressOf(slow), NULL);
        ndis.NdisInitializeWorkItem(items.Second.address, ndis.addressOf(quick), NULL);
        ndis.NdisScheduleWorkItem(items.First.address);
        ndis.NdisScheduleWorkItem(items.Second.address);
      },
    });
    session.play(() => session.idle(1e9));
    expect(order).toEqual(['slow begins', 'quick', 'slow ends']);
  });
});

/** A driver that keeps where its registers are, and connects the interrupt. */
function interrupting(
  log: string[],
  isr: Handler<'MiniportISR'>,
  act: (ndis: Ndis, handle: NdisHandle, session: Session) => NdisStatus | void,
  more: DriverParts = {},
): Session {
  const session: Session = createSession({
    MiniportISR: isr,
    MiniportHandleInterrupt: () => void log.push(`dpc@${session.os.irql}`),
    initialize: (ndis, handle) => act(ndis, handle, session),
    ...more,
  });
  return session;
}

describe('interrupts', () => {
  test('come at the call that makes them due, when IRQL allows', () => {
    const log: string[] = [];
    let registers = NULL;
    const session = interrupting(
      log,
      (ndis) => {
        log.push(`isr@${session.os.irql}`);
        ndis.NdisReadRegisterUlong(virtual(registers + ICR));
        return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
      },
      (ndis, handle) => {
        registers = mapRegisters(ndis, handle, session);
        connectInterrupt(ndis, handle);
        ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
        ndis.NdisReadRegisterUlong(virtual(registers + ICR));
        const lock = ndis.global(layout('LOCK', 8, { Lock: ULONG, Old: ULONG })).address;
        ndis.NdisAllocateSpinLock(lock);
        ndis.NdisAcquireSpinLock(lock);
        ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
        log.push('raised at DISPATCH');
        ndis.NdisReleaseSpinLock(lock);
        log.push('lock released');
        ndis.memory.write32(virtual(registers + ICS), LSC);
        log.push('written');
      },
    );
    session.play(() => {
      session.load();
      session.start();
      log.push('started');
    });
    expect(log).toEqual([
      'isr@11',
      'raised at DISPATCH',
      'lock released',
      'isr@11',
      'written',
      // Of MiniportInitialize's interrupts the DPC runs after its success (NDIS 5: MiniportISR).
      'dpc@2',
      'started',
    ]);
    expect(rulesOf(session)).toEqual([]);
  });

  test('do not come at DIRQL', () => {
    const log: string[] = [];
    let registers = NULL;
    const session = interrupting(
      log,
      (ndis) => {
        log.push('isr');
        ndis.NdisReadRegisterUlong(virtual(registers + ICR));
        // Once more, from within: it waits until this one has returned.
        if (log.length === 1) ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
        log.push('isr ends');
        return { InterruptRecognized: true, QueueMiniportHandleInterrupt: false };
      },
      (ndis, handle) => {
        registers = mapRegisters(ndis, handle, session);
        connectInterrupt(ndis, handle);
        ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
        ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
      },
    );
    session.play(() => {
      session.load();
      session.start();
    });
    expect(log).toEqual(['isr', 'isr ends', 'isr', 'isr ends']);
  });

  test.each([
    { name: 'recognized and not quieted', recognized: true },
    { name: 'claimed by nobody', recognized: false },
  ])('a line that is $name is cut off after 1000 calls', ({ recognized }) => {
    let calls = 0;
    let registers = NULL;
    const session = interrupting(
      [],
      () => {
        calls++;
        return { InterruptRecognized: recognized, QueueMiniportHandleInterrupt: recognized };
      },
      (ndis, handle) => {
        registers = mapRegisters(ndis, handle, session);
        connectInterrupt(ndis, handle);
        ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
        ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
        const stormy = calls;
        ndis.NdisStallExecution(10);
        expect([stormy, calls]).toEqual([1000, 1000]);
        // The line goes quiet, and is a good one again.
        ndis.NdisWriteRegisterUlong(virtual(registers + IMC), LSC);
        ndis.NdisReadRegisterUlong(virtual(registers + ICR));
      },
    );
    session.play(() => {
      session.load();
      session.start();
    });
    expect(rulesOf(session)).toEqual(['interrupt/interrupt-storm']);
    // Of the call that was interrupted nothing is said.
    const [{ boundary, evidence }] = session.os.findings;
    expect([boundary, evidence]).toEqual(['MiniportISR', {}]);
    expect(endOf(session)).toBeNull();
  });

  test.each([
    {
      name: 'nothing happens between',
      waitUs: 0,
      calls: 1000,
      rules: ['interrupt/interrupt-storm'],
    },
    { name: 'events of the clock come between', waitUs: 1, calls: 1200, rules: [] },
  ])(
    'a cause that is unmasked again and never cleared, while $name',
    ({ waitUs, calls, rules }) => {
      let registers = NULL;
      let count = 0;
      const write = (ndis: Ndis, register: number) =>
        ndis.NdisWriteRegisterUlong(virtual(registers + register), LSC);
      const session: Session = interrupting(
        [],
        (ndis) => {
          count++;
          write(ndis, IMC);
          return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
        },
        (ndis, handle) => {
          registers = mapRegisters(ndis, handle, session);
          connectInterrupt(ndis, handle);
          write(ndis, IMS);
          write(ndis, ICS);
          ndis.NdisStallExecution(10);
          write(ndis, IMC);
        },
        {
          MiniportHandleInterrupt(ndis) {
            if (waitUs > 0) session.board.clock.schedule(0, () => undefined);
            ndis.NdisStallExecution(waitUs);
            if (count < 1200) write(ndis, IMS);
          },
        },
      );
      session.play(() => {
        session.load();
        session.start();
      });
      expect(rulesOf(session)).toEqual(rules);
      expect(count).toBe(calls);
    },
  );

  test('a line that stays asserted is a storm, also where one was serviced just before', () => {
    const session = startSession();
    const { os } = session;
    let isQuieted = true;
    os.scheduler.connectInterrupt({
      service() {
        if (isQuieted) os.scheduler.setInterruptRequest(false);
        return true;
      },
      isAsserting: () => false,
    });
    os.scheduler.setInterruptRequest(true);
    os.scheduler.poll();
    isQuieted = false;
    os.scheduler.setInterruptRequest(true);
    os.scheduler.poll();
    expect(rulesOf(session)).toEqual(['interrupt/foreign-interrupt-claimed']);
  });

  test('a line asserted from a DPC is cut off too', () => {
    const session = startSession();
    const { os } = session;
    let calls = 0;
    os.scheduler.connectInterrupt({
      service() {
        calls++;
        return false;
      },
    });
    const dpc: Dpc = { isQueued: false, run: () => os.scheduler.setInterruptRequest(true) };
    os.scheduler.queueDpc(dpc);
    os.scheduler.poll();
    expect(calls).toBe(1000);
    expect(rulesOf(session)).toEqual(['interrupt/interrupt-storm']);
  });

  test('on a shared line each service is asked until one recognizes it', () => {
    const { os } = startSession();
    const asked: string[] = [];
    const service = (name: string, recognizes: boolean) => ({
      service() {
        asked.push(`${name}@${os.irql}`);
        if (recognizes) os.scheduler.setInterruptRequest(false);
        return recognizes;
      },
    });
    const [other, mine, last] = [
      service('other', false),
      service('mine', true),
      service('last', true),
    ];
    for (const one of [other, mine, last]) os.scheduler.connectInterrupt(one);
    os.scheduler.setInterruptRequest(true);
    os.scheduler.poll();
    expect(asked).toEqual(['other@11', 'mine@11']);
    os.scheduler.disconnectInterrupt(mine);
    os.scheduler.setInterruptRequest(true);
    os.scheduler.poll();
    expect(asked.slice(2)).toEqual(['other@11', 'last@11']);
  });
});

describe('waiting', () => {
  test('ends when it is over, else at its end', () => {
    const { os } = startSession();
    const startNs = os.clock.nowNs;
    let isOver = false;
    os.clock.schedule(500, () => (isOver = true));
    expect(os.scheduler.wait(1_000, () => isOver)).toBe(true);
    expect(os.clock.nowNs - startNs).toBe(500);
    expect(os.scheduler.wait(1_000, () => false)).toBe(false);
    expect(os.clock.nowNs - startNs).toBe(1_500);
  });

  test('what comes due at a point of the run comes before the end', () => {
    const { os } = startSession();
    let hasRun = false;
    const dpc: Dpc = {
      isQueued: false,
      run() {
        hasRun = true;
      },
    };
    os.pointListener = { pointReached: () => os.scheduler.queueDpc(dpc) };
    os.nextPoint = os.callCount + 1;
    const startNs = os.clock.nowNs;
    expect(os.scheduler.wait(1_000, () => hasRun)).toBe(true);
    expect(os.clock.nowNs).toBe(startNs);
  });

  test('for ever, with nothing to come, ends at once and says so', () => {
    const { os } = createSession();
    expect(os.scheduler.wait(Infinity, () => false)).toBe(false);
    expect(os.clock.nowNs).toBeLessThan(Infinity);
  });
});
