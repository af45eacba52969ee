/** The registry's keys by path; what is read of them is in the tests of ZwOpenKey. */
import { SystemRegistry } from '../../../ndis/kernel/system-registry';

const registry = new SystemRegistry();
const SERVICES = '\\Registry\\Machine\\System\\CurrentControlSet\\Services';

test('a service has one key, however it is written', () => {
  const find = (path: string) => registry.find(path, ['Nic']);
  const first = find(`${SERVICES}\\nic`);
  expect(first).toMatchObject({ isWhole: true });
  expect(find(`${SERVICES.toUpperCase()}\\NIC\\`)).toMatchObject({
    key: (first as { key: unknown }).key,
  });
  expect(find(`${SERVICES}\\Nic\\Parameters`)).toBe('absent');
  expect(registry.find(`${SERVICES}\\Nic`, [])).toBe('absent');
});

test.each(['', '\\Registry\\User', '\\Registry\\Machine\\SystemX', 'Services'])(
  'of "%s" nothing is known',
  (path) => {
    expect(registry.find(path, [])).toBe('unknown');
  },
);
