/** Status codes, typed from ndis.h and ntstatus.h. */
import * as status from '../../ndis/status';

const { statusByName, statusName } = status;

const CASES: readonly (readonly [name: string, value: number])[] = [
  ['NDIS_STATUS_SUCCESS', 0x0000_0000],
  ['NDIS_STATUS_PENDING', 0x0000_0103],
  ['NDIS_STATUS_NOT_RECOGNIZED', 0x0001_0001],
  ['NDIS_STATUS_NOT_COPIED', 0x0001_0002],
  ['NDIS_STATUS_NOT_ACCEPTED', 0x0001_0003],
  ['NDIS_STATUS_RESET_START', 0x4001_0004],
  ['NDIS_STATUS_RESET_END', 0x4001_0005],
  ['NDIS_STATUS_MEDIA_CONNECT', 0x4001_000b],
  ['NDIS_STATUS_MEDIA_DISCONNECT', 0x4001_000c],
  ['NDIS_STATUS_LINK_SPEED_CHANGE', 0x4001_0013],
  ['NDIS_STATUS_NOT_RESETTABLE', 0x8001_0001],
  ['NDIS_STATUS_SOFT_ERRORS', 0x8001_0003],
  ['NDIS_STATUS_HARD_ERRORS', 0x8001_0004],
  ['NDIS_STATUS_BUFFER_OVERFLOW', 0x8000_0005],
  ['NDIS_STATUS_FAILURE', 0xc000_0001],
  ['NDIS_STATUS_RESOURCES', 0xc000_009a],
  ['NDIS_STATUS_NOT_SUPPORTED', 0xc000_00bb],
  ['NDIS_STATUS_INVALID_DEVICE_REQUEST', 0xc000_0010],
  ['NDIS_STATUS_NETWORK_UNREACHABLE', 0xc000_023c],
  ['NDIS_STATUS_CLOSING', 0xc001_0002],
  ['NDIS_STATUS_BAD_VERSION', 0xc001_0004],
  ['NDIS_STATUS_BAD_CHARACTERISTICS', 0xc001_0005],
  ['NDIS_STATUS_ADAPTER_NOT_FOUND', 0xc001_0006],
  ['NDIS_STATUS_OPEN_FAILED', 0xc001_0007],
  ['NDIS_STATUS_DEVICE_FAILED', 0xc001_0008],
  ['NDIS_STATUS_MULTICAST_FULL', 0xc001_0009],
  ['NDIS_STATUS_REQUEST_ABORTED', 0xc001_000c],
  ['NDIS_STATUS_RESET_IN_PROGRESS', 0xc001_000d],
  ['NDIS_STATUS_INVALID_PACKET', 0xc001_000f],
  ['NDIS_STATUS_ADAPTER_NOT_READY', 0xc001_0011],
  ['NDIS_STATUS_INVALID_LENGTH', 0xc001_0014],
  ['NDIS_STATUS_INVALID_DATA', 0xc001_0015],
  ['NDIS_STATUS_BUFFER_TOO_SHORT', 0xc001_0016],
  ['NDIS_STATUS_INVALID_OID', 0xc001_0017],
  ['NDIS_STATUS_ADAPTER_REMOVED', 0xc001_0018],
  ['NDIS_STATUS_UNSUPPORTED_MEDIA', 0xc001_0019],
  ['NDIS_STATUS_FILE_NOT_FOUND', 0xc001_001b],
  ['NDIS_STATUS_ALREADY_MAPPED', 0xc001_001d],
  ['NDIS_STATUS_RESOURCE_CONFLICT', 0xc001_001e],
  ['NDIS_STATUS_NO_CABLE', 0xc001_001f],
  ['NDIS_STATUS_TOKEN_RING_OPEN_ERROR', 0xc001_1000],
];

test.each(CASES)('%s is 0x%x', (name, value) => {
  expect((status as unknown as Record<string, number>)[name]).toBe(value);
  expect(statusByName(name)).toBe(value);
  expect(statusName(value)).toBe(name);
});

test('every constant is found by its own name and is unsigned', () => {
  for (const [name, value] of Object.entries(status)) {
    if (typeof value !== 'number') continue;
    expect(statusByName(name)).toBe(value);
    expect(value).toBe(value >>> 0);
    expect(statusName(value)).toBeDefined();
  }
});

test('a value reads alike signed and unsigned', () => {
  expect(statusName(0xc001_0004 | 0)).toBe('NDIS_STATUS_BAD_VERSION');
});

test('of two names for one value the newer is given', () => {
  expect(statusByName('NDIS_STATUS_WW_INDICATION')).toBe(0x4001_0012);
  expect(statusName(0x4001_0012)).toBe('NDIS_STATUS_MEDIA_SPECIFIC_INDICATION');
});

test.each([0xdead_beef, 0x4023_0001, 1])('%p has no name in NDIS 5.1', (value) => {
  expect(statusName(value)).toBeUndefined();
});

test.each(['', 'STATUS_SUCCESS', 'NDIS_STATUS_PAUSED', 'toString'])('%p is no status', (name) => {
  expect(statusByName(name)).toBeUndefined();
});
