/** Threads: one that waits, the workers that run meanwhile, and those that drivers make. */
import { NULL, virtual } from '../../../hardware/address';
import { HANDLERS } from '../../../ndis/handlers';
import { callHandler } from '../../../ndis/kernel/call-handler';
import { DEFAULT_LIMITS } from '../../../ndis/kernel/kernel';
import { MachineImage } from '../../../ndis/loader/machine-image';
import { OperatingSystem } from '../../../ndis/operating-system';
import { hex } from '../../support/cpu-machine';
import { DriverBench, plainMachine, stopOf } from '../../support/machine';
import { FIXED, machineDriver } from '../../support/machine-driver';

test('each that waits for the next is another one, and suspended', () => {
  const { threads } = new DriverBench().os;
  const first = threads.current;
  expect(threads.current).toBe(first);
  threads.runWorker(() => {
    const second = threads.current;
    expect(second).not.toBe(first);
    expect([first, second].map((one) => threads.isSuspended(one))).toEqual([true, false]);
    threads.runWorker(() => expect(threads.isSuspended(second)).toBe(true));
  });
  expect(threads.current).toBe(first);
  expect(threads.isSuspended(first)).toBe(false);
});

const BASE = 0x8080_0000;
const START = BASE + 0x400;
/** What the driver and its thread share: two events, a handle, an object, a count, an interval. */
const DONE = BASE + FIXED.DATA;
const GO = DONE + 0x10;
const HANDLE = DONE + 0x20;
const OBJECT = DONE + 0x24;
const COUNT = DONE + 0x28;
const INTERVAL = DONE + 0x30;
const IMPORTS = [
  'PsCreateSystemThread',
  'KeSetEvent',
  'KeWaitForSingleObject',
  'KeDelayExecutionThread',
  'ObReferenceObjectByHandle',
  'PsTerminateSystemThread',
] as const;

function word(value: number): string {
  return Buffer.from(new Uint32Array([value]).buffer).toString('hex');
}

/** push arguments, last first; call [import] */
function call(name: (typeof IMPORTS)[number], ...args: number[]): string {
  const pushes = args.toReversed().map((arg) => `68${word(arg)}`);
  return `${pushes.join('')} ff15${word(BASE + FIXED.SLOTS + 4 * IMPORTS.indexOf(name))}`;
}

const set = (event: number): string => call('KeSetEvent', event, 0, 0);
const wait = (event: number): string => call('KeWaitForSingleObject', event, 0, 0, 0, 0);
const delay = call('KeDelayExecutionThread', 0, 0, INTERVAL);
const create = call('PsCreateSystemThread', HANDLE, 0, 0, 0, 0, START, 0);
/** push 0; push object; push 0; push 0; push 0; push [handle]; call */
const refer = `6a00 68${word(OBJECT)} 6a00 6a00 6a00 ff35${word(HANDLE)} ff15${word(BASE + FIXED.SLOTS + 16)}`;
/** push 0 (four times); push [object]; call */
const join = `6a00 6a00 6a00 6a00 ff35${word(OBJECT)} ff15${word(BASE + FIXED.SLOTS + 8)}`;
const increment = `ff05${word(COUNT)}`;
/** mov eax, [count]; ret 8 */
const end = `a1${word(COUNT)} c20800`;
const forever = (body: string): string => `${body} e9${word(-hex(body).length - 5)}`;

function boot(code: string, thread: string): { os: OperatingSystem; run: () => number } {
  const limits = { ...DEFAULT_LIMITS, instructions: 100_000 };
  const os = new OperatingSystem(plainMachine(), { limits });
  const imports = IMPORTS.map((name) => `ntoskrnl.exe!${name}`);
  const image = new MachineImage(os, 'test', machineDriver({ code, imports }));
  hex(thread).forEach((byte, index) => os.raw.write8(virtual(START + index), byte));
  // Synchronization events; 5 ms from now on, in units of 100 ns.
  for (const event of [DONE, GO]) os.raw.write8(virtual(event), 1);
  os.raw.write32(virtual(INTERVAL), -50_000);
  os.raw.write32(virtual(INTERVAL + 4), -1);
  os.images.push(image);
  return { os, run: () => callHandler(os, HANDLERS.DriverEntry, image.entry, 0, NULL, NULL) };
}

describe('a thread of a driver', () => {
  test('runs while others wait, each where it was, and sleeps meanwhile', () => {
    const turn = `${set(GO)} ${wait(DONE)}`;
    const { os, run } = boot(
      `${create} ${turn} ${turn} ${end}`,
      forever(`${wait(GO)} ${increment} ${delay} ${set(DONE)}`),
    );
    expect(run()).toBe(2);
    // Each sleep ends on a tick of the clock, every 10 ms.
    expect(Math.floor(os.clock.nowNs / 1e6)).toBe(20);
    expect(os.findings).toEqual([]);
    expect(os.stack.pointer).toBe(0x8002_3000);
  });

  test.each([
    { name: 'that returns', thread: `${delay} ${increment} c20400` },
    { name: 'that ends itself', thread: `${increment} ${call('PsTerminateSystemThread', 0)} cc` },
  ])('$name can be waited for', ({ thread }) => {
    const { os, run } = boot(`${create} ${refer} ${join} ${join} ${end}`, thread);
    expect(run()).toBe(1);
    expect(os.findings).toEqual([]);
  });

  test('has a KTHREAD and a stack of its own, in FS too', () => {
    // mov eax, fs:[124h]; cmp eax, [object]; jne; inc [count]; mov eax, fs:[4]; sub eax, esp; add
    const { os, run } = boot(
      `${create} ${refer} ${join} ${end}`,
      `64a124010000 3b05${word(OBJECT)} 7506 ${increment} 64a104000000 29e0 0105${word(COUNT)} c20400`,
    );
    // The argument and the address to return to lie on it.
    expect(run()).toBe(9);
    expect(os.findings).toEqual([]);
  });

  test.each([
    {
      name: 'divides by zero',
      thread: '31c9 f7f1',
      stopped: { kind: 'bug-check', code: 0x7e },
      rule: ['memory/unhandled-exception'],
    },
    {
      name: 'uses up its stack',
      thread: '81ec00310000 6a00',
      stopped: { kind: 'bug-check', code: 0x7f },
      rule: ['memory/stack-too-deep'],
    },
    {
      name: 'never waits',
      thread: 'ebfe',
      stopped: { kind: 'limit' },
      rule: ['registration/callback-never-returns'],
    },
  ])('that $name ends the run', ({ thread, stopped, rule }) => {
    const { os, run } = boot(`${create} ${wait(DONE)} ${end}`, thread);
    expect(stopOf(run)).toMatchObject(stopped);
    expect(os.findings.map((finding) => finding.rule)).toEqual(rule);
  });

  test('that goes on after the driver is unloaded is found', () => {
    const { os, run } = boot(`${create} ${end}`, forever(delay));
    expect(run()).toBe(0);
    os.scheduler.wait(20e6, () => false);
    const [image] = os.images;
    image.isUnloaded = true;
    expect(stopOf(() => os.scheduler.wait(20e6, () => false))).toMatchObject({ code: 0xce });
    expect(os.findings).toMatchObject([{ rule: 'interrupt/callback-after-unload' }]);
  });

  test('cannot be that of the system', () => {
    const { run } = boot(`${call('PsTerminateSystemThread', 0)} ${end}`, '');
    expect(stopOf(run)).toMatchObject({ kind: 'inconclusive' });
  });
});
