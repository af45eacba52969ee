import { deviceFor, idsOfDevice, modelFor } from '../../../harness/inf/hardware-id';
import type { Model } from '../../../harness/inf/models';

function model(...ids: string[]): Model {
  return { line: 1, description: ids.join(), install: 'Inst', ids };
}

test('the IDs of a device', () => {
  expect(idsOfDevice('82540em,revision=0x0A+rtl8139')).toEqual({
    plain: 'PCI\\VEN_8086&DEV_100E',
    hardware: [
      'PCI\\VEN_8086&DEV_100E&SUBSYS_001E8086&REV_0A',
      'PCI\\VEN_8086&DEV_100E&SUBSYS_001E8086',
      'PCI\\VEN_8086&DEV_100E&REV_0A',
      'PCI\\VEN_8086&DEV_100E',
      'PCI\\VEN_8086&DEV_100E&CC_020000',
      'PCI\\VEN_8086&DEV_100E&CC_0200',
    ],
    compatible: [
      'PCI\\VEN_8086&DEV_100E&REV_0A',
      'PCI\\VEN_8086&DEV_100E',
      'PCI\\VEN_8086&CC_020000',
      'PCI\\VEN_8086&CC_0200',
      'PCI\\VEN_8086',
      'PCI\\CC_020000',
      'PCI\\CC_0200',
    ],
  });
});

const PLAIN = 'PCI\\VEN_8086&DEV_100E';
const SUBSYSTEM = `${PLAIN}&SUBSYS_001E8086`;

test.each([
  { name: 'the only one', ids: [[PLAIN]], want: 0 },
  { name: 'the most particular', ids: [[PLAIN], [SUBSYSTEM], [`${PLAIN}&REV_02`]], want: 1 },
  { name: 'the first of two alike', ids: [['X'], [PLAIN], [PLAIN]], want: 1 },
  { name: 'a hardware ID before a compatible one', ids: [['X', SUBSYSTEM], [PLAIN]], want: 1 },
  { name: 'an ID before a class', ids: [['PCI\\CC_0200'], ['X', PLAIN]], want: 1 },
  { name: 'a class, for want of better', ids: [['X'], ['PCI\\CC_020000']], want: 1 },
  { name: 'the chip on another card', ids: [['X'], [`${PLAIN}&SUBSYS_00000000`]], want: 1 },
  { name: 'none', ids: [['PCI\\VEN_8086&DEV_100F'], [`${PLAIN}F`], []], want: undefined },
])('the model for a device: $name', ({ ids, want }) => {
  const models = ids.map((one) => model(...one));
  const fit = modelFor(models, idsOfDevice('82540em'));
  expect(fit && models.indexOf(fit.model)).toBe(want);
});

test.each([
  { ids: ['X', 'PCI\\VEN_10EC&DEV_8139'], want: 'rtl8139' },
  { ids: ['PCI\\VEN_1022&DEV_2000'], want: 'am79c970a' },
  { ids: ['PCI\\VEN_1022&DEV_2000&REV_40'], want: 'am79c973' },
  { ids: ['PCI\\VEN_10EC&DEV_8029', 'PCI\\VEN_8086&DEV_1229'], want: 'rtl8029' },
  { ids: ['PCI\\VEN_8086&DEV_1229&REV_04'], want: 'i82557,revision=0x04' },
  { ids: ['PCI\\VEN_8086&DEV_1229&REV_F0'], want: 'i82557', isOnlyNear: true },
  { ids: ['PCI\\VEN_8086&DEV_100E&SUBSYS_12345678'], want: '82540em', isOnlyNear: true },
  { ids: ['PCI\\VEN_14E4&DEV_1645', 'USB\\VID_0BDA&PID_8150'], want: undefined },
  { ids: [], want: undefined },
])('the device for $ids is $want', ({ ids, want, isOnlyNear = false }) => {
  const fit = deviceFor(ids.map((id) => model(id)));
  expect(fit?.device).toBe(want);
  expect(fit?.rank === Infinity).toBe(isOnlyNear);
});
