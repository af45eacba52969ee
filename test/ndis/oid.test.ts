/** Object identifiers, typed from ntddndis.h. */
import * as oids from '../../ndis/oid';

const CASES: readonly (readonly [name: string, value: number])[] = [
  ['OID_GEN_SUPPORTED_LIST', 0x0001_0101],
  ['OID_GEN_HARDWARE_STATUS', 0x0001_0102],
  ['OID_GEN_MAXIMUM_LOOKAHEAD', 0x0001_0105],
  ['OID_GEN_MAXIMUM_FRAME_SIZE', 0x0001_0106],
  ['OID_GEN_LINK_SPEED', 0x0001_0107],
  ['OID_GEN_VENDOR_ID', 0x0001_010c],
  ['OID_GEN_CURRENT_PACKET_FILTER', 0x0001_010e],
  ['OID_GEN_CURRENT_LOOKAHEAD', 0x0001_010f],
  ['OID_GEN_MAC_OPTIONS', 0x0001_0113],
  ['OID_GEN_MEDIA_CONNECT_STATUS', 0x0001_0114],
  ['OID_GEN_MAXIMUM_SEND_PACKETS', 0x0001_0115],
  ['OID_GEN_PHYSICAL_MEDIUM', 0x0001_0202],
  ['OID_GEN_VLAN_ID', 0x0001_021c],
  ['OID_GEN_XMIT_OK', 0x0002_0101],
  ['OID_GEN_RCV_NO_BUFFER', 0x0002_0105],
  ['OID_GEN_RCV_CRC_ERROR', 0x0002_020d],
  ['OID_802_3_PERMANENT_ADDRESS', 0x0101_0101],
  ['OID_802_3_CURRENT_ADDRESS', 0x0101_0102],
  ['OID_802_3_MULTICAST_LIST', 0x0101_0103],
  ['OID_802_3_MAXIMUM_LIST_SIZE', 0x0101_0104],
  ['OID_802_3_RCV_ERROR_ALIGNMENT', 0x0102_0101],
  ['OID_802_3_XMIT_LATE_COLLISIONS', 0x0102_0207],
  ['OID_TCP_TASK_OFFLOAD', 0xfc01_0201],
  ['OID_PNP_CAPABILITIES', 0xfd01_0100],
  ['OID_PNP_SET_POWER', 0xfd01_0101],
  ['OID_PNP_QUERY_POWER', 0xfd01_0102],
  ['OID_PNP_ENABLE_WAKE_UP', 0xfd01_0106],
  ['OID_PNP_WAKE_UP_OK', 0xfd02_0200],
];

test.each(CASES)('%s is 0x%x', (name, value) => {
  expect((oids as unknown as Record<string, number>)[name]).toBe(value);
  expect(oids.oidName(value)).toBe(name);
  expect(oids.oidName(value | 0)).toBe(name);
});

test('no two constants share a value', () => {
  const values = Object.values(oids).filter((value) => typeof value === 'number');
  expect(new Set(values).size).toBe(values.length);
});

test.each([0, 0xff01_0101, 0x0301_0101])("0x%x is a vendor's or another medium's", (value) => {
  expect(oids.oidName(value)).toBeUndefined();
});
