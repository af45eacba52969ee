/** The framework that some miniports are linked with, as far as it is here. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { Session } from '../../../harness/session';
import { Shadow } from '../../../hardware/memory';
import { virtual } from '../../../hardware/address';
import { CALLS } from '../../../ndis/calls';
import { FIXED, machineDriver } from '../../support/machine-driver';

const INFO = FIXED.DATA;
const TABLE = FIXED.DATA + 0x30;
const GLOBALS = FIXED.DATA + 0x40;

/** An address in the image, as its code has it. */
function address(offset: number): string {
  return Buffer.from([offset & 0xff, offset >> 8, 1, 0]).toString('hex');
}

test('a driver is bound; what it calls of the framework is named', () => {
  const code = [
    ['c705', INFO + 0x14, '01000000'], // FuncCount
    ['c705', INFO + 0x18], // FuncTable
    ['', TABLE],
    ['68', GLOBALS],
    ['68', INFO],
    ['ff742410ff742410ff15', FIXED.SLOTS], // WdfVersionBind(DriverObject, RegistryPath, ...)
    ['ff15', TABLE, 'c20800'],
  ] as const;
  let text = '';
  const relocations = code.map(([before, at, after = '']) => {
    const place = FIXED.CODE + (text.length + before.length) / 2;
    text += before + address(at) + after;
    return place;
  });
  const imports = ['WDFLDR.SYS!WdfVersionBind'];
  const driver = machineDriver({ code: text, imports, relocations });
  const { runs } = runScenario({ driver, driverName: 'test.sys', scenario: SCENARIOS.life });
  const end = (FIXED.CODE + text.length / 2 - 3).toString(16).toUpperCase();
  expect(runs[0].stopped).toMatchObject({
    kind: 'inconclusive',
    what: `function 0 of wdf01000.sys is not modelled; it is called from test.sys+0x${end}`,
  });
});

describe('WdfDriverCreate', () => {
  const driver = machineDriver({ code: 'b8010000c0c20800' });
  const { os } = (() => {
    const session = new Session({ driver, driverName: 'test.sys' });
    session.play(() => session.load());
    return session;
  })();
  const words = (...values: number[]) => {
    const at = os.allocateObject(4 * values.length, Shadow.PLAIN);
    values.forEach((value, index) => os.raw.write32(virtual(at + 4 * index), value));
    return at;
  };
  const call = (name: string, ...inputs: number[]) => CALLS.get(name)!(os, inputs);
  const path = words(0, 0);

  function bind(count: number, table: number) {
    const info = words(0x20, 0, 1, 9, 7600, count, table, 0);
    return call('WdfVersionBind', path, path, info) as { Result: number; ComponentGlobals: number };
  }

  test.each([
    { name: 'a miniport', config: [0x14, 0, 0, 2, 0x54455354], status: 0, displaced: 0 },
    { name: 'one to be told of the unload', config: [0x14, 0, 4, 2, 0], status: 0, displaced: 1 },
    { name: 'one of KMDF 1.1', config: [0x10, 0, 0, 2], status: 0, displaced: 0 },
    { name: 'another size', config: [0x18, 0, 0, 2, 0, 0], status: 0xc0000004 },
    { name: 'an unknown flag', config: [0x14, 0, 0, 0x42, 0], status: 0xc000000d },
  ])('$name', ({ config, status, displaced }) => {
    const { ComponentGlobals } = bind(0, words(0));
    const handle = words(0);
    const inputs = [ComponentGlobals, path, path, 0, words(...config), handle];
    expect(call('WdfDriverCreate', ...inputs)).toBe(status);
    const read = (offset: number) => os.raw.read32(virtual(ComponentGlobals + offset));
    expect(read(0)).toBe(os.raw.read32(handle));
    if (status !== 0) return;
    expect([read(4), read(8), read(0x2c) & 0xff]).toEqual([2, config[4] ?? 0, displaced]);
    // STATUS_DRIVER_INTERNAL_ERROR
    expect(call('WdfDriverCreate', ...inputs)).toBe(0xc000_0183);
    expect(call('WdfVersionUnbind', path, path, ComponentGlobals)).toBe(0);
  });

  // fxlibrarycommon.cpp: a copy of the table up to KMDF 1.13, and a pointer to it from 1.15 on.
  test('the table is copied, or led to', () => {
    const copied = words(0, 0, 0xcccc_cccc);
    expect(bind(2, copied).Result).toBe(0);
    const [first, second, third] = [0, 4, 8].map((at) => os.raw.read32(virtual(copied + at)));
    expect([first !== 0, second !== first, third]).toEqual([true, true, 0xcccc_cccc]);
    const led = words(0, 0xcccc_cccc);
    expect(bind(444, led).Result).toBe(0);
    expect(os.raw.read32(virtual(os.raw.read32(led) + 4))).toBe(second);
    expect(os.raw.read32(virtual(led + 4))).toBe(0xcccc_cccc);
    expect(bind(100_000, led)).toEqual({ Result: 0xc000_000d, ComponentGlobals: 0 });
  });

  test('takes over no driver', () => {
    const { ComponentGlobals } = bind(0, words(0));
    const config = words(0x14, 0, 0, 0, 0);
    expect(() => call('WdfDriverCreate', ComponentGlobals, path, path, 0, config, 0)).toThrow(
      'dispatch routines',
    );
  });
});
