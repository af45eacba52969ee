/** Enumerations and flags, typed from ndis.h, ntddndis.h, netpnp.h and netevent.h. */
import * as constants from '../../ndis/constants';

type Name = keyof typeof constants;

const CASES: readonly (readonly [Name, number])[] = [
  ['NdisMedium802_3', 0],
  ['NdisMediumFddi', 2],
  ['NdisMedium1394', 13],
  ['NdisPhysicalMediumUnspecified', 0],
  ['NdisPhysicalMediumWirelessWan', 8],
  ['NdisHardwareStatusReady', 0],
  ['NdisHardwareStatusNotReady', 4],
  ['NdisMediaStateConnected', 0],
  ['NdisMediaStateDisconnected', 1],
  ['NdisDeviceStateD0', 1],
  ['NdisDeviceStateD3', 4],
  ['NdisDevicePnPEventSurpriseRemoved', 2],
  ['NdisDevicePnPEventPowerProfileChanged', 5],
  ['NdisParameterInteger', 0],
  ['NdisParameterBinary', 4],
  ['NdisInterfaceIsa', 1],
  ['NdisInterfacePci', 5],
  ['NdisInterfacePcMcia', 8],
  ['NdisInterruptLevelSensitive', 0],
  ['NdisInterruptLatched', 1],
  ['NDIS_DMA_32BITS', 1],
  ['Width16Bits', 1],
  ['TypeC', 3],
  ['NDIS_ATTRIBUTE_BUS_MASTER', 0x0008],
  ['NDIS_ATTRIBUTE_DESERIALIZE', 0x0020],
  ['NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK', 0x0080],
  ['NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS', 0x0200],
  ['NDIS_PACKET_TYPE_DIRECTED', 0x0001],
  ['NDIS_PACKET_TYPE_BROADCAST', 0x0008],
  ['NDIS_PACKET_TYPE_PROMISCUOUS', 0x0020],
  ['NDIS_PACKET_TYPE_MAC_FRAME', 0x8000],
  ['NDIS_MAC_OPTION_NO_LOOPBACK', 0x0008],
  ['NDIS_MAC_OPTION_8021P_PRIORITY', 0x0040],
  ['NDIS_MAC_OPTION_8021Q_VLAN', 0x0200],
  ['NDIS_MEMORY_CONTIGUOUS', 1],
  ['NDIS_MEMORY_NONCACHED', 2],
  ['NDIS_ERROR_CODE_RESOURCE_CONFLICT', 0xc000_1388],
  ['NDIS_ERROR_CODE_OUT_OF_RESOURCES', 0xc000_1389],
  ['NDIS_ERROR_CODE_TIMEOUT', 0x8000_138f],
  ['NDIS_ERROR_CODE_RECEIVE_SPACE_SMALL', 0x4000_1395],
  ['NDIS_ERROR_CODE_ADAPTER_DISABLED', 0x8000_1396],
];

test.each(CASES)('%s is 0x%x', (name, value) => {
  expect(constants[name]).toBe(value);
});

const FLAG_GROUPS = ['NDIS_ATTRIBUTE_', 'NDIS_PACKET_TYPE_', 'NDIS_MAC_OPTION_'];

test.each(FLAG_GROUPS)('each %s flag is one bit of its own', (prefix) => {
  const flags = Object.entries(constants)
    .filter(([name]) => name.startsWith(prefix))
    .map(([, value]) => value);
  expect(new Set(flags).size).toBe(flags.length);
  for (const flag of flags) expect(flag & (flag - 1)).toBe(0);
});
