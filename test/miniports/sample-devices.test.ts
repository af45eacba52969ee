/** A sample is played on what it drives, if nobody says otherwise. */
import { parseDevices } from '../../harness/device-spec';
import { SAMPLES } from '../../miniports';
import { deviceOf } from '../../miniports/sample-devices';

test('what samples drive', () => {
  expect(deviceOf('rtl8139')).toBe('rtl8139');
  expect(deviceOf('ne2000')).toBe('rtl8029');
  expect(deviceOf('e1000')).toBe('82540em');
  expect(deviceOf('./mine.ts')).toBe('82540em');
  expect(deviceOf('constructor')).toBe('82540em');
  expect(deviceOf()).toBe('82540em');
});

test('each is a device that there is', () => {
  for (const { device } of SAMPLES) expect(() => parseDevices(device)).not.toThrow();
});
