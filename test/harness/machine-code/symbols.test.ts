/** Names for places in an image: what it exports, its COFF symbols, the map file beside it. */
import { Symbols, symbolsOf } from '../../../harness/machine-code/symbols';
import type { MachineDriver } from '../../../ndis/loader';
import { FIXED, machineDriver, sign, withExport } from '../../support/machine-driver';

/** As link.exe of Visual C++ 7.1 writes it. */
const MICROSOFT_MAP = ` mini

 Timestamp is 3b7d8476 (Fri Aug 17 22:53:10 2001)

 Preferred load address is 00010000

 Start         Length     Name                   Class
 0001:00000000 00000400H .text                   CODE

  Address         Publics by Value              Rva+Base     Lib:Object

 0000:00000000       ___safe_se_handler_count   00000000     <absolute>
 0001:00000000       _DriverEntry@8             00010200 f   mini.obj
 0001:00000010       @Fast@4                    00010210 f   mini.obj
 0003:00000000       _Adapter                   00010800     mini.obj

 entry point at        0001:00000000
`;

/** As GNU ld 2.40 writes it. */
const GNU_MAP = `
                0x00010000                        __image_base__ = 0x10000
.text           0x00010200      0x400
 .text          0x00010200       0x34 mini.o
                0x00010200                DriverEntry@8
                0x00010210                @Fast@4
`;

function driver(parts: Partial<MachineDriver> = {}): MachineDriver {
  return { ...machineDriver({ code: 'c3' }), ...parts };
}

/** A file with a COFF symbol table behind it: DriverEntry, a long name, and one of no section. */
function withCoffSymbols(count: number): MachineDriver {
  const { image } = machineDriver({ code: 'c3' });
  const table = image.length;
  const file = new Uint8Array(table + 3 * 18 + 4 + 40);
  file.set(image);
  const view = new DataView(file.buffer);
  view.setUint32(FIXED.PE + 12, table, true);
  view.setUint32(FIXED.PE + 16, count, true);
  const symbol = (at: number, value: number, section: number) => {
    view.setUint32(at + 8, value, true);
    view.setInt16(at + 12, section, true);
    view.setUint8(at + 16, 2);
  };
  file.set(Buffer.from('_Short@4'), table);
  symbol(table, 0x10, 1);
  view.setUint32(table + 18 + 4, 4, true);
  symbol(table + 18, 0x20, 1);
  file.set(Buffer.from('absolute'), table + 36);
  symbol(table + 36, 0x30, -1);
  file.set(Buffer.from('_MiniportInitialize@24\0'), table + 54 + 4);
  return { image: sign(file, FIXED.CHECKSUM), name: 'test.sys' };
}

test.each([
  { name: 'link.exe', map: MICROSOFT_MAP },
  { name: 'GNU ld', map: GNU_MAP },
])('the map of $name', ({ map }) => {
  const symbols = symbolsOf(driver({ map }));
  const places = [0x1ff, 0x200, 0x20f, 0x210, 0x21a].map((offset) => symbols.nameOf(offset));
  expect(places).toEqual([undefined, 'DriverEntry', 'DriverEntry+0xF', 'Fast', 'Fast+0xA']);
});

test('the symbols of an image', () => {
  const symbols = symbolsOf(withCoffSymbols(3));
  expect([0x20f, 0x210, 0x224, 0x230].map((offset) => symbols.nameOf(offset))).toEqual([
    undefined,
    'Short',
    'MiniportInitialize+0x4',
    'MiniportInitialize+0x10',
  ]);
});

test('what an image exports', () => {
  expect(
    symbolsOf(withExport(machineDriver({ code: 'c3' }), 'Exported', 0x204)).nameOf(0x206),
  ).toBe('Exported+0x2');
});

test.each([
  { name: 'nothing', given: driver() },
  { name: 'a text that is no map', given: driver({ map: 'hello\n 0001:00000000 x 00010200 f\n' }) },
  { name: 'more symbols than the file holds', given: withCoffSymbols(1000) },
  { name: 'an absurd number of symbols', given: withCoffSymbols(0xffff_ffff) },
  {
    name: 'more exports than the image holds',
    given: withExport(machineDriver({ code: 'c3' }), '', 0x204, 0xffff_ffff),
  },
])('of $name there are no names', ({ given }) => {
  expect(symbolsOf(given).nameOf(0x210)).toBeUndefined();
});

test('a name far before a place says nothing of it', () => {
  const symbols = new Symbols([{ name: 'Last', offset: 0x1000 }]);
  expect(symbols.nameOf(0x4fff)).toBe('Last+0x3FFF');
  expect(symbols.nameOf(0x5000)).toBeUndefined();
});
