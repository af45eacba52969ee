import { RegistryKey } from '../../../ndis/kernel/registry';

test('a value is found in any case, and the last one set', () => {
  const key = new RegistryKey();
  expect(key.get('NetworkAddress')).toBeUndefined();
  key.set('NetworkAddress', { type: 'string', value: '020000000001' });
  key.set('NETWORKADDRESS', { type: 'integer', value: 5 });
  expect(key.get('networkaddress')).toEqual({ type: 'integer', value: 5 });
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
