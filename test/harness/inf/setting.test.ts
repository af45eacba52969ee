import { parseSetting } from '../../../harness/inf/setting';
import { UsageError } from '../../../harness/result';
import type { RegistryValue } from '../../../ndis/kernel/registry';

const text = (value: string): RegistryValue => ({ type: 'string', value });
const number = (value: number): RegistryValue => ({ type: 'integer', value });

test.each([
  { setting: 'TransmitBuffers=128', want: text('128') },
  { setting: 'TransmitBuffers=0x80', want: number(128) },
  { setting: 'X=0XFFFFFFFF', want: number(0xffffffff) },
  { setting: 'X=', want: text('') },
  { setting: 'X=a=b c', want: text('a=b c') },
  { setting: 'X=0x', want: text('0x') },
  { setting: 'X=0xno', want: text('0xno') },
  { setting: 'X=128', before: number(1), want: number(128) },
  { setting: 'X=-1', before: number(1), want: number(0xffffffff) },
  { setting: 'X=4294967296', before: number(1), want: text('4294967296') },
  { setting: 'X=on', before: number(1), want: text('on') },
  { setting: 'X=128', before: text('1'), want: text('128') },
])('$setting where there was $before', ({ setting, before, want }) => {
  expect(parseSetting(setting, () => before).value).toEqual(want);
});

test.each([
  { setting: '*SpeedDuplex=1', key: '', name: '*SpeedDuplex' },
  { setting: 'Ndi\\params\\X\\Default=1', key: 'Ndi\\params\\X', name: 'Default' },
  { setting: 'Sub\\NdisVersion=1', key: 'Sub', name: 'NdisVersion' },
])('the place of $setting', ({ setting, key, name }) => {
  expect(parseSetting(setting, () => undefined)).toMatchObject({ key, name });
});

test.each([
  { setting: 'TransmitBuffers', message: '--set is KEYWORD=VALUE, as --set TransmitBuffers=128' },
  { setting: '=5', message: '--set is KEYWORD=VALUE' },
  { setting: '', message: "not ''" },
  { setting: 'X=0x123456789', message: '--set X: 0x123456789 has more than the 32 bits' },
  { setting: 'ndisversion=5', message: '--set ndisversion: NDIS answers ndisversion itself' },
  { setting: 'Environment=1', message: 'NDIS answers Environment itself' },
  { setting: 'ProcessorType=0', message: 'NDIS answers ProcessorType itself' },
])('refused: $message', ({ setting, message }) => {
  expect(() => parseSetting(setting, () => undefined)).toThrow(UsageError);
  expect(() => parseSetting(setting, () => undefined)).toThrow(message);
});
