import { InstanceKey } from '../../../harness/inf/instance-key';
import { parseInf } from '../../../harness/inf/syntax';

/** The key after the lines of a section of AddReg. */
function keyOf(...lines: string[]): InstanceKey {
  const file = parseInf(`[Reg]\n${lines.join('\n')}\n[Strings]\nDWORD = 0x10001`, 'a.inf');
  const key = new InstanceKey();
  key.addRegistry(file, file.sections.get('reg')!);
  return key;
}

test.each([
  { line: 'HKR,,X,0,"64"', type: 'string', value: '64' },
  { line: 'hkr,,X,,64', type: 'string', value: '64' },
  { line: 'HKR,,X', type: 'string', value: '' },
  { line: 'HKR,,X,0x00020000,"%%SystemRoot%%"', type: 'string', value: '%SystemRoot%' },
  { line: 'HKR,,X,0x10000,a,"b, c",', type: 'multi-string', value: ['a', 'b, c'] },
  { line: 'HKR,,X,0x00010001,64', type: 'integer', value: 64 },
  { line: 'HKR,,X,65537,0xFFFFFFFF', type: 'integer', value: 0xffffffff },
  { line: 'HKR,,X,%DWORD%,-1', type: 'integer', value: 0xffffffff },
  { line: 'HKR,,X,0x10001', type: 'integer', value: 0 },
  { line: 'HKR,,X,0x10001,78,56,34,12', type: 'integer', value: 0x12345678 },
  { line: 'HKR,,X,1,0,fF,0x1A,', type: 'binary', value: Uint8Array.of(0, 255, 26, 0) },
  { line: 'HKR,,X,0x00380001,1,2', type: 'binary', value: Uint8Array.of(1, 2) },
  { line: 'HKR,,X,0x20001', type: 'binary', value: Uint8Array.of() },
])('$line', ({ line, type, value }) => {
  expect(keyOf(line).get('', 'x')).toEqual({ type, value });
});

test('values lie in keys, and names keep their case', () => {
  const key = keyOf(
    'HKR,Ndi\\Params\\X,Default,,1',
    'HKR,Ndi,,,unnamed',
    'HKR,ndi\\params\\x,DEFAULT,,2',
  );
  expect(key.entries).toEqual([
    { key: 'ndi\\params\\x', name: 'DEFAULT', value: { type: 'string', value: '2' } },
    { key: 'Ndi', name: '', value: { type: 'string', value: 'unnamed' } },
  ]);
});

test('other roots, and entries with a key, are left alone', () => {
  expect(keyOf('HKLM,Software,X,,1', 'HKCR,,X,,1', 'HKR = 1', '').entries).toEqual([]);
});

test.each([
  { flags: 'NOCLOBBER on what there is', lines: ['HKR,,X,,1', 'HKR,,X,2,9'], want: '1' },
  { flags: 'NOCLOBBER on nothing', lines: ['HKR,,X,2,9'], want: '9' },
  { flags: 'OVERWRITEONLY on what there is', lines: ['HKR,,X,,1', 'HKR,,X,0x20,9'], want: '9' },
  { flags: 'OVERWRITEONLY on nothing', lines: ['HKR,,X,0x20,9'], want: undefined },
  { flags: 'KEYONLY', lines: ['HKR,,X,0x10,9'], want: undefined },
  { flags: 'KEYONLY_COMMON', lines: ['HKR,,X,0x2000,9'], want: undefined },
  { flags: 'DELVAL', lines: ['HKR,,X,,1', 'HKR,,x,4'], want: undefined },
  { flags: 'DELVAL of another', lines: ['HKR,,X,,1', 'HKR,,Y,4'], want: '1' },
  { flags: 'DELVAL of another key', lines: ['HKR,,X,,1', 'HKR,Sub,,4'], want: '1' },
  {
    flags: 'APPEND',
    lines: ['HKR,,X,0x10000,a,b', 'HKR,,X,0x10008,b,c'],
    want: ['a', 'b', 'c'],
  },
  { flags: 'APPEND to nothing', lines: ['HKR,,X,0x10008,b'], want: ['b'] },
])('$flags', ({ lines, want }) => {
  expect(keyOf(...lines).get('', 'X')?.value).toEqual(want);
});

test('DELVAL without a name takes the key and all beneath it', () => {
  const key = keyOf('HKR,A,x,,1', 'HKR,A\\B,x,,1', 'HKR,AB,x,,1', 'HKR,a,,4');
  expect(key.entries.map((entry) => entry.key)).toEqual(['AB']);
});

test.each([
  { line: 'HKR,,X,zero,1', message: '"zero" for flags, which is a number of 32 bits' },
  { line: 'HKR,,X,0x100000000,1', message: '"0x100000000" for flags' },
  { line: 'HKR,,X,0x30000,1', message: 'flags of 0x30000, which are no type of a value' },
  { line: 'HKR,,X,0x10001,many', message: '"many" for a DWORD, which is a number of 32 bits' },
  { line: 'HKR,,X,0x10001,4294967296', message: '"4294967296" for a DWORD' },
  { line: 'HKR,,X,0x10001,1,2', message: 'a DWORD of 2 bytes; it is one number, or 4 bytes' },
  { line: 'HKR,,X,1,100', message: '"100" for a byte, which is two hexadecimal digits' },
])('broken: $message', ({ line, message }) => {
  expect(() => keyOf('HKR,,A', line)).toThrow(`a.inf:3: ${message}`);
});
