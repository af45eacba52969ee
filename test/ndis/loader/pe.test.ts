/** Reading driver files: a good one as objdump shows it, and every way to be a bad one. */
import { Random } from '../../../hardware/random';
import { ImageFormatError, parseImage } from '../../../ndis/loader/pe';
import { FIXED, builtDriver, machineDriver, sign } from '../../support/machine-driver';

/** What `objdump -p -h mini.sys` prints. */
test('reads mini.sys', () => {
  const mini = parseImage(builtDriver('mini').image);
  expect(mini.bytes).toHaveLength(0x680);
  expect(mini).toMatchObject({ preferredBase: 0x10000, entry: 0x300, headerBytes: 0x280 });
  const places = mini.sections.map(({ name, start, byteCount }) => [name, start, byteCount]);
  expect(places).toEqual([
    ['.text', 0x280, 0x64],
    ['INIT', 0x300, 0xc8],
    ['.edata', 0x400, 0x31],
    ['.idata', 0x480, 0x13c],
    ['.reloc', 0x600, 0x28],
  ]);
  expect(mini.sections.filter((one) => one.isExecutable).map((one) => one.name)).toEqual([
    '.text',
    'INIT',
  ]);
  expect(mini.sections.filter((one) => one.isWritable).map((one) => one.name)).toEqual(['.idata']);
  expect(mini.sections.filter((one) => one.isDiscardable).map((one) => one.name)).toEqual([
    'INIT',
    '.reloc',
  ]);
  expect([...mini.relocations]).toEqual([
    ...[0x2bd, 0x320, 0x339, 0x348, 0x350, 0x358, 0x360, 0x368, 0x370, 0x378, 0x380],
    ...[0x388, 0x395, 0x3aa, 0x3b1, 0x3bb],
  ]);
  expect(mini.imports).toEqual([
    { module: 'ndis.sys', name: 'NdisInitializeWrapper', slot: 0x4dc },
    { module: 'ndis.sys', name: 'NdisMRegisterMiniport', slot: 0x4e0 },
    { module: 'ndis.sys', name: 'NdisMRegisterUnloadHandler', slot: 0x4e4 },
    { module: 'ndis.sys', name: 'NdisTerminateWrapper', slot: 0x4e8 },
    { module: 'ndis.sys', name: 'NdisWriteErrorLogEntry', slot: 0x4ec },
    { module: 'ntoskrnl.exe', name: 'memset', slot: 0x4f4 },
  ]);
  // push ebx; mov ebx, 0xC0000001
  expect([...mini.bytes.subarray(0x300, 0x306)]).toEqual([0x53, 0xbb, 1, 0, 0, 0xc0]);
});

test('reads imports by ordinal', () => {
  const { image } = machineDriver({ code: 'c20800', imports: ['HAL.dll!#17'] });
  expect(parseImage(image).imports).toEqual([
    { module: 'hal.dll', name: '#17', slot: FIXED.SLOTS },
  ]);
});

test.each([0x20, 0x80, 0x200])('takes sections aligned to %i', (alignment) => {
  const { image } = machineDriver({ code: 'c20800' });
  new DataView(image.buffer).setUint32(FIXED.OPTIONAL + 32, alignment, true);
  expect(parseImage(sign(image, FIXED.CHECKSUM)).entry).toBe(FIXED.CODE);
});

interface Malformed {
  readonly name: string;
  /** What is written: offset, bytes, value. The checksum is set right afterwards. */
  readonly poke: readonly (readonly [offset: number, width: 2 | 4, value: number])[];
  readonly want: RegExp;
}

const section = (index: number) => FIXED.SECTIONS + 40 * index;
const directory = (index: number) => FIXED.OPTIONAL + 96 + 8 * index;

const MALFORMED: readonly Malformed[] = [
  { name: 'no MZ', poke: [[0, 2, 0x4d5a]], want: /MZ/ },
  { name: 'a PE header beyond the file', poke: [[0x3c, 4, 0x7fff_fff0]], want: /outside the file/ },
  { name: 'a PE header at an odd place', poke: [[0x3c, 4, 0x41]], want: /not aligned/ },
  { name: 'no PE signature', poke: [[FIXED.PE, 4, 0x4550_4550]], want: /no PE signature/ },
  { name: 'another machine', poke: [[FIXED.PE + 4, 2, 0x1c0]], want: /no i386 image/ },
  { name: '64 bits', poke: [[FIXED.OPTIONAL, 2, 0x20b]], want: /64-bit/ },
  { name: 'a ROM image', poke: [[FIXED.OPTIONAL, 2, 0x107]], want: /no PE32/ },
  { name: 'a short optional header', poke: [[FIXED.PE + 20, 2, 40]], want: /too short/ },
  { name: 'an object file', poke: [[FIXED.PE + 22, 2, 0x100]], want: /not executable/ },
  { name: 'no relocations', poke: [[FIXED.PE + 22, 2, 0x103]], want: /no relocations left/ },
  { name: 'a program', poke: [[FIXED.OPTIONAL + 68, 2, 3]], want: /for user mode, and no driver/ },
  { name: 'of the firmware', poke: [[FIXED.OPTIONAL + 68, 2, 11]], want: /for subsystem 11/ },
  { name: 'a .NET image', poke: [[directory(14), 4, 0x800]], want: /\.NET/ },
  { name: 'a wild alignment', poke: [[FIXED.OPTIONAL + 32, 4, 0x30]], want: /SectionAlignment/ },
  { name: 'no alignment', poke: [[FIXED.OPTIONAL + 32, 4, 0]], want: /SectionAlignment/ },
  { name: 'a huge image', poke: [[FIXED.OPTIONAL + 56, 4, 0xffff_f000]], want: /no driver/ },
  { name: 'an empty image', poke: [[FIXED.OPTIONAL + 56, 4, 0]], want: /no driver/ },
  { name: 'huge headers', poke: [[FIXED.OPTIONAL + 60, 4, 0x8000_0000]], want: /SizeOfHeaders/ },
  { name: 'no sections', poke: [[FIXED.PE + 6, 2, 0]], want: /0 sections/ },
  { name: 'too many sections', poke: [[FIXED.PE + 6, 2, 0xffff]], want: /65535 sections/ },
  { name: 'a section beyond the file', poke: [[section(2) + 20, 4, 0xf00]], want: /is cut off/ },
  { name: 'a huge section', poke: [[section(2) + 8, 4, 0xffff_ff00]], want: /beyond the image/ },
  { name: 'overlapping sections', poke: [[section(1) + 12, 4, 0x5e0]], want: /INIT overlaps/ },
  { name: 'a section over the headers', poke: [[section(0) + 12, 4, 0]], want: /overlaps/ },
  { name: 'a section out of line', poke: [[section(3) + 12, 4, 0xe10]], want: /not aligned/ },
  { name: 'an entry in data', poke: [[FIXED.OPTIONAL + 16, 4, FIXED.DATA]], want: /entry point/ },
  { name: 'an entry beyond', poke: [[FIXED.OPTIONAL + 16, 4, 0xffff_0000]], want: /entry point/ },
  { name: 'relocations beyond', poke: [[directory(5), 4, 0xffc]], want: /relocation table/ },
  {
    name: 'a relocation block without an end',
    poke: [[FIXED.RELOCATIONS + 4, 4, 0]],
    want: /impossible size/,
  },
  {
    name: 'a relocation of a page beyond the image',
    poke: [[FIXED.RELOCATIONS, 4, 0xffff_f000]],
    want: /relocation lies beyond/,
  },
  {
    name: 'a relocation of another processor',
    poke: [[FIXED.RELOCATIONS + 8, 2, 0xa200]],
    want: /type 10/,
  },
  { name: 'imports beyond', poke: [[directory(1), 4, 0xfff_fff0]], want: /import table/ },
  {
    name: 'an import from a module without a name',
    poke: [[FIXED.IMPORTS + 12, 4, 0x1f0]],
    want: /name of an imported module/,
  },
  { name: 'a nameless import', poke: [[FIXED.IMPORTS, 4, 0x40]], want: /import from ndis\.sys/ },
  { name: 'slots in the headers', poke: [[FIXED.IMPORTS + 16, 4, 0x100]], want: /no section/ },
];

test.each(MALFORMED)('$name: one line that says so', ({ poke, want }) => {
  const { image } = machineDriver({
    code: 'c20800',
    imports: ['ndis.sys!NdisMSleep'],
    relocations: [0x300],
  });
  const view = new DataView(image.buffer);
  for (const [offset, width, value] of poke)
    if (width === 2) view.setUint16(offset, value, true);
    else view.setUint32(offset, value, true);
  sign(image, FIXED.CHECKSUM);
  const error = errorOf(image);
  expect(error).toBeInstanceOf(ImageFormatError);
  expect((error as Error).message).toMatch(want);
  expect((error as Error).message).not.toContain('\n');
  expect((error as ImageFormatError).offset).toEqual(expect.any(Number));
});

test('import tables that never end are given up', () => {
  const { image } = machineDriver({ code: 'c20800', imports: ['ndis.sys!NdisMSleep'] });
  const view = new DataView(image.buffer);
  // Every descriptor is the one before it again, as far as the image goes.
  for (let at = FIXED.IMPORTS + 20; at + 20 <= FIXED.END; at += 20)
    image.copyWithin(at, FIXED.IMPORTS, FIXED.IMPORTS + 20);
  view.setUint32(FIXED.IMPORTS, 0, true);
  expect(String(errorOf(sign(image, FIXED.CHECKSUM)))).toMatch(/ImageFormatError/);
});

test('a wrong checksum is told, with the right one', () => {
  const { image } = builtDriver('mini');
  image[0x290] ^= 1;
  expect(String(errorOf(image))).toMatch(
    /damaged or changed: its checksum is 0x3946 and should be 0x3947/,
  );
});

test('a file cut off anywhere is told', () => {
  const { image } = builtDriver('mini');
  for (let length = 0; length < image.length; length++)
    expect(errorOf(image.slice(0, length))).toBeInstanceOf(ImageFormatError);
});

test('a file too large to be a driver is not read', () => {
  expect(String(errorOf(new Uint8Array(0x100_0001)))).toMatch(/16777217 bytes is no driver/);
});

test('2000 damaged files: each is read or refused', () => {
  const random = new Random(7);
  const { image } = builtDriver('mini');
  let refused = 0;
  for (let round = 0; round < 2000; round++) {
    const damaged = image.slice();
    for (let count = 1 + random.below(8); count > 0; count--)
      damaged[random.below(damaged.length)] = random.below(256);
    if (round % 4 !== 0) sign(damaged, 0xd8);
    const error = errorOf(damaged);
    if (error === undefined) continue;
    expect(error).toBeInstanceOf(ImageFormatError);
    refused++;
  }
  // Damage to code or names is nothing that a reader could see.
  expect(refused).toBeGreaterThan(500);
  expect(refused).toBeLessThan(2000);
});

function errorOf(image: Uint8Array): unknown {
  try {
    parseImage(image);
    return undefined;
  } catch (error) {
    return error;
  }
}
