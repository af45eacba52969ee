import {
  layout,
  NDIS_MINIPORT_INTERRUPT,
  NULL,
  virtual,
  type Handler,
  type Ndis,
  type NdisHandle,
  type VirtualAddress,
} from '../../../ndis';
import type { Session } from '../../../harness/session';
import {
  connectInterrupt,
  createSession,
  CONTEXT,
  FAILURE,
  ICR,
  ICS,
  IMC,
  IMS,
  inDriver,
  LSC,
  mapRegisters,
  rulesOf,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

/** NDIS_STATUS_RESOURCE_CONFLICT (ndis.h). */
const RESOURCE_CONFLICT = 0xc001001e;
const INTERRUPT = layout('INTERRUPT', undefined, { Interrupt: NDIS_MINIPORT_INTERRUPT });

interface Setup {
  readonly requestsIsr: boolean;
  readonly isShared: boolean;
}

type Parts = (log: string[], registersOf: () => number) => DriverParts;

/** A driver whose NIC interrupts once: in MiniportInitialize if `early`, else while it runs. */
function run(setup: Setup, early: boolean, parts: Parts): { log: string[]; session: Session } {
  const log: string[] = [];
  let registers = NULL;
  const session: Session = createSession({
    MiniportISR(ndis, context) {
      const cause = ndis.NdisReadRegisterUlong(virtual(registers + ICR)).Data;
      log.push(`isr ${context === CONTEXT} ${(cause & LSC) !== 0}`);
      return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
    },
    MiniportHandleInterrupt(ndis) {
      ndis.NdisReadRegisterUlong(virtual(registers + ICR));
      log.push(`dpc@${session.os.irql}`);
    },
    initialize(ndis, handle) {
      registers = mapRegisters(ndis, handle, session);
      ndis.NdisReadRegisterUlong(virtual(registers + ICR));
      const { address } = ndis.global(INTERRUPT);
      const { requestsIsr, isShared } = setup;
      ndis.NdisMRegisterInterrupt(address, handle, 11, 11, requestsIsr, isShared, 0);
      ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
      if (early) ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
      log.push('initialized');
    },
    MiniportCheckForHang(ndis) {
      if (!log.includes('hang check')) ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
      log.push('hang check');
      return false;
    },
    MiniportHalt(ndis) {
      ndis.NdisWriteRegisterUlong(virtual(registers + IMC), 0xffff_ffff);
      ndis.NdisMDeregisterInterrupt(ndis.global(INTERRUPT).address);
    },
    ...parts(log, () => registers),
  });
  session.play(() => {
    session.load();
    session.start();
    log.push('started');
    if (!early) session.idle(2.5e9);
    session.halt();
  });
  return { log, session };
}

describe('an interrupt while the adapter runs', () => {
  const masking: Parts = (log, registersOf) => ({
    MiniportDisableInterrupt(ndis) {
      log.push('disable');
      ndis.NdisWriteRegisterUlong(virtual(registersOf() + IMC), LSC);
    },
    MiniportEnableInterrupt(ndis) {
      log.push('enable');
      ndis.NdisWriteRegisterUlong(virtual(registersOf() + IMS), LSC);
    },
  });

  test.each([
    {
      name: 'asked for: ISR and DPC',
      setup: { requestsIsr: true, isShared: false },
      parts: () => ({}),
      want: ['isr true true', 'dpc@2'],
    },
    {
      name: 'on a shared line: ISR, DPC and MiniportEnableInterrupt',
      setup: { requestsIsr: false, isShared: true },
      parts: masking,
      want: ['isr true true', 'dpc@2', 'enable'],
      rules: ['interrupt/shared-line-without-isr'],
    },
    {
      name: 'without an ISR: MiniportDisableInterrupt, DPC, MiniportEnableInterrupt',
      setup: { requestsIsr: false, isShared: false },
      parts: masking,
      want: ['disable', 'dpc@2', 'enable'],
    },
    {
      name: 'that its ISR claims and does not quiet',
      setup: { requestsIsr: true, isShared: true },
      parts: (log: string[]): DriverParts => ({
        MiniportISR(ndis) {
          log.push('quick isr');
          ndis.NdisStallExecution(0);
          return { InterruptRecognized: true, QueueMiniportHandleInterrupt: false };
        },
      }),
      want: ['quick isr'],
      rules: ['interrupt/interrupt-storm'],
    },
  ])('$name', ({ setup, parts, want, rules = [] }) => {
    const { log, session } = run(setup, false, parts);
    const after = log.filter((entry) => !['initialized', 'started', 'hang check'].includes(entry));
    expect(after.slice(0, want.length)).toEqual(want);
    expect(rulesOf(session).filter((rule) => rule.startsWith('interrupt'))).toEqual(rules);
  });
});

// Drivers ask InterruptObject, their structure's first field, whether they have one to give back.
test('an interrupt has an object as long as it is registered', () => {
  const objects: boolean[] = [];
  const look = ({ address }: { address: VirtualAddress }, session: Session) =>
    objects.push(session.os.memory.read32(address) !== 0);
  const session: Session = createSession({
    initialize(ndis, handle) {
      mapRegisters(ndis, handle, session);
      const interrupt = ndis.global(INTERRUPT);
      look(interrupt, session);
      ndis.NdisMRegisterInterrupt(interrupt.address, handle, 11, 11, true, true, 0);
      look(interrupt, session);
      ndis.NdisMDeregisterInterrupt(interrupt.address);
      look(interrupt, session);
    },
  });
  session.play(() => {
    session.load();
    session.start();
  });
  expect(objects).toEqual([false, true, false]);
});

describe('an interrupt in MiniportInitialize', () => {
  test('is serviced at once, and its DPC runs after the success', () => {
    const { log, session } = run({ requestsIsr: false, isShared: true }, true, () => ({}));
    expect(log).toEqual(['isr true true', 'initialized', 'dpc@2', 'started']);
    expect(rulesOf(session).filter((rule) => rule.startsWith('interrupt'))).toEqual([
      'interrupt/shared-line-without-isr',
    ]);
  });

  test('calls the ISR even of a driver that did not ask for it', () => {
    const { log } = run({ requestsIsr: false, isShared: false }, true, (entries) => ({
      MiniportDisableInterrupt: () => void entries.push('disable'),
    }));
    expect(log.slice(0, 2)).toEqual(['isr true true', 'initialized']);
  });
});

describe('registering', () => {
  const cases: { name: string; act: (ndis: Ndis, handle: NdisHandle) => number; want: number }[] = [
    { name: 'the assigned line', act: (ndis, handle) => register(ndis, handle, 11), want: SUCCESS },
    {
      name: 'another line',
      act: (ndis, handle) => register(ndis, handle, 10),
      want: RESOURCE_CONFLICT,
    },
    {
      name: 'a second time',
      act: (ndis, handle) => {
        register(ndis, handle, 11);
        return register(ndis, handle, 11);
      },
      want: RESOURCE_CONFLICT,
    },
  ];
  function register(ndis: Ndis, handle: NdisHandle, level: number): number {
    const interrupt = ndis.global(INTERRUPT).address;
    return ndis.NdisMRegisterInterrupt(interrupt, handle, level, level, true, true, 0);
  }

  test.each(cases)('$name', ({ act, want }) => {
    inDriver((ndis, handle) => {
      expect(act(ndis, handle)).toBe(want);
    });
  });

  test('with a structure at NULL ends the run', () => {
    const session = inDriver(
      (ndis, handle) => void ndis.NdisMRegisterInterrupt(NULL, handle, 11, 11, true, true, 0),
    );
    expect(rulesOf(session)).toEqual(['memory/null-page']);
  });

  test('and deregistering leaves nothing', () => {
    const session = inDriver((ndis, handle, { os }) => {
      const interrupt = connectInterrupt(ndis, handle);
      ndis.NdisMDeregisterInterrupt(interrupt);
      expect(os.ledger.find('interrupt', interrupt)).toBeUndefined();
      ndis.NdisMDeregisterInterrupt(interrupt);
    });
    expect(rulesOf(session)).toEqual(['resource/released-twice']);
  });

  test('deregistering drops a DPC that is queued', () => {
    const log: string[] = [];
    const session: Session = createSession({
      MiniportISR: () => ({ InterruptRecognized: true, QueueMiniportHandleInterrupt: true }),
      MiniportHandleInterrupt: () => void log.push('dpc'),
      initialize(ndis, handle) {
        const { address } = ndis.global(INTERRUPT);
        ndis.NdisMRegisterInterrupt(address, handle, 11, 11, true, true, 0);
      },
      MiniportHalt(ndis) {
        session.os.scheduler.queueDpc([...session.os.adapters.values()][0].interrupt!);
        session.os.irql = 2;
        ndis.NdisMDeregisterInterrupt(ndis.global(INTERRUPT).address);
        session.os.irql = 0;
      },
    });
    session.play(() => {
      session.load();
      session.start();
      session.halt();
      session.idle(1e9);
    });
    expect(log).toEqual([]);
  });
});

describe('synchronizing', () => {
  test('runs the function at DIRQL with its context, and gives its value', () => {
    const session = inDriver((ndis, handle, { os }) => {
      const interrupt = connectInterrupt(ndis, handle);
      const seen: number[] = [];
      const callback: Handler<'MiniportSynchronizeISR'> = (_ndis, context) => {
        seen.push(context, os.irql);
        return true;
      };
      const result = ndis.NdisMSynchronizeWithInterrupt(
        interrupt,
        ndis.addressOf(callback),
        CONTEXT,
      );
      expect([result, ...seen, os.irql]).toEqual([true, CONTEXT, 11, 0]);
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test('with an interrupt that is gone is a finding', () => {
    const session = inDriver((ndis, handle) => {
      const interrupt = connectInterrupt(ndis, handle);
      ndis.NdisMDeregisterInterrupt(interrupt);
      const callback: Handler<'MiniportSynchronizeISR'> = () => true;
      ndis.NdisMSynchronizeWithInterrupt(interrupt, ndis.addressOf(callback), NULL);
    });
    expect(rulesOf(session)).toEqual(['interrupt/synchronized-after-deregistration']);
  });
});

test('an interrupt left by an adapter that failed still reaches its driver', () => {
  let registers = NULL;
  let calls = 0;
  const session: Session = createSession({
    MiniportISR(ndis) {
      calls++;
      ndis.memory.read32(virtual(registers + ICR));
      return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
    },
    initialize(ndis, handle) {
      registers = mapRegisters(ndis, handle, session);
      ndis.NdisReadRegisterUlong(virtual(registers + ICR));
      connectInterrupt(ndis, handle);
      ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
      ndis.NdisWriteErrorLogEntry(handle, 0xc000138a, 0);
      return FAILURE;
    },
  });
  session.play(() => {
    session.load();
    session.start();
    session.os.memory.write32(virtual(registers + ICS), LSC);
  });
  expect(calls).toBe(1);
  expect(rulesOf(session)).toContain('interrupt/interrupt-not-deregistered');
});
