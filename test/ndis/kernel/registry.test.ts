import { RegistryKey } from '../../../ndis/kernel/registry';

test('a value is found in any case, and the last one set', () => {
  const key = new RegistryKey();
  expect(key.get('NetworkAddress')).toBeUndefined();
  key.set('NetworkAddress', { type: 'string', value: '020000000001' });
  key.set('NETWORKADDRESS', { type: 'integer', value: 5 });
  expect(key.get('networkaddress')).toEqual({ type: 'integer', value: 5 });
});

test('entries are written where they belong', () => {
  const key = new RegistryKey();
  key.write([
    { key: '', name: 'X', value: { type: 'integer', value: 1 } },
    { key: 'Ndi\\params', name: 'X', value: { type: 'integer', value: 2 } },
    { key: 'ndi\\\\Interfaces\\', name: '', value: { type: 'integer', value: 3 } },
  ]);
  const ndi = key.key('Ndi')!;
  const values = [key.get('x'), ndi.key('params')?.get('X'), ndi.key('interfaces')?.get('')];
  expect(values.map((one) => one?.value)).toEqual([1, 2, 3]);
});

test('keys lie beneath keys, in order of creation and in any case', () => {
  const key = new RegistryKey();
  const linkage = key.createKey('Linkage');
  key.createKey('Ndi');
  expect(key.createKey('LINKAGE')).toBe(linkage);
  expect(key.key('linkage')).toBe(linkage);
  expect(key.key('nothing')).toBeUndefined();
  expect([0, 1, 2].map((index) => key.keyAt(index)?.name)).toEqual(['Linkage', 'Ndi', undefined]);
});
