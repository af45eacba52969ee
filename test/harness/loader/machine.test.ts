/** Drivers of machine code by their path. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMachineFile, loadMachineFile } from '../../../harness/loader/machine';
import { UsageError } from '../../../harness/result';
import { FIXED, machineDriver, sign } from '../../support/machine-driver';

const MINI = join(__dirname, '../../../miniports/c/mini.sys');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndislab-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['miniports/c/mini.sys', true],
  ['C:\\WINDOWS\\RTL8139.SYS', true],
  ['mini.ts', false],
  ['sys', false],
])('%s is a driver of machine code: %p', (path, want) => {
  expect(isMachineFile(path)).toBe(want);
});

test('loads a driver', () => {
  const { image, name } = loadMachineFile(MINI);
  expect(name).toBe('mini.sys');
  expect([...image.subarray(0, 2)]).toEqual([0x4d, 0x5a]);
});

test.each([
  { name: 'empty', bytes: '', want: /^\S+ cannot be loaded: the file is empty/ },
  { name: 'text', bytes: 'hello', want: /^\S+ cannot be loaded: .*MZ/ },
])('a file that is $name is refused in one line', ({ name, bytes, want }) => {
  const path = join(folder, `${name}.sys`);
  writeFileSync(path, bytes);
  const error = errorOf(path);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as Error).message).toMatch(want);
  expect((error as Error).message).not.toContain('\n');
});

test.each([
  {
    name: 'of no network driver',
    imports: ['ntoskrnl.exe!IoCreateDevice'],
    want: / is no NDIS driver: it imports nothing from ndis\.sys$/,
  },
  {
    name: 'of a driver for NDIS 6',
    imports: ['ndis.sys!NdisMRegisterMiniportDriver'],
    want: / is a driver for NDIS 6, as it imports NdisMRegisterMiniportDriver; .* NDIS 5\.1/,
  },
  {
    name: 'of a user of packets only',
    imports: ['ndis.sys!NdisAllocatePacket'],
    want: / can register nothing with NDIS: it imports none of NdisMRegisterMiniport, /,
  },
  { name: 'of a miniport', imports: ['ndis.sys!NdisMRegisterMiniport'], want: undefined },
  { name: 'of a layered miniport', imports: ['ndis.sys!NdisIMRegisterLayeredMiniport'] },
  { name: 'of a protocol', imports: ['ndis.sys!NdisRegisterProtocol'] },
  { name: 'that imports by ordinal', imports: ['ndis.sys!#7'] },
  {
    name: 'that looks functions up',
    imports: ['ndis.sys!NdisInitializeWrapper', 'ntoskrnl.exe!MmGetSystemRoutineAddress'],
  },
])('an image $name is told by its imports', ({ name, imports, want }) => {
  const path = join(folder, `${name.replaceAll(' ', '-')}.sys`);
  writeFileSync(path, machineDriver({ code: 'c3', imports }).image);
  const error = errorOf(path);
  if (want === undefined) expect(error).toBeUndefined();
  else expect((error as UsageError).message).toMatch(want);
});

test('a packed image is told from one of no network driver', () => {
  const { image } = machineDriver({ code: 'c3', imports: ['ntoskrnl.exe!MmMapIoSpace'] });
  // SizeOfRawData of INIT, which is executable.
  new DataView(image.buffer).setUint32(FIXED.SECTIONS + 40 + 16, 0, true);
  const path = join(folder, 'packed.sys');
  writeFileSync(path, sign(image, FIXED.CHECKSUM));
  expect((errorOf(path) as Error).message).toMatch(/ is packed: .* section INIT, .* unpack it/);
});

test('a file of 3 GB is not read', () => {
  const path = join(folder, 'huge.sys');
  writeFileSync(path, '');
  truncateSync(path, 3e9);
  expect((errorOf(path) as Error).message).toMatch(/has 3000000000 bytes, and up to 16777216 are/);
});

test.each([
  ['no/such.sys', /^there is no file no\/such\.sys$/],
  [join(__dirname), /is a folder/],
])('%s is refused', (path, want) => {
  expect((errorOf(path) as Error).message).toMatch(want);
});

function errorOf(path: string): unknown {
  try {
    return void loadMachineFile(path);
  } catch (error) {
    return error;
  }
}
