/** The registry parameters of an adapter. */
import { Irql, incomplete, input, optional, output } from '../row';
import {
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UINT,
  ULONG,
  VOID,
  enumeration,
  handle,
  pointer,
} from '../types';

export const NdisOpenConfiguration = incomplete({
  name: 'NdisOpenConfiguration',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('ConfigurationHandle', NDIS_HANDLE),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisOpenConfiguration',
  summary: 'Opens the registry parameters of the adapter that is being initialized.',
});

export const NdisOpenConfigurationKeyByIndex = incomplete({
  name: 'NdisOpenConfigurationKeyByIndex',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('ConfigurationHandle', handle('configuration-handle')),
    input('Index', ULONG),
    input('KeyName', pointer('NDIS_STRING')),
    output('KeyHandle', NDIS_HANDLE),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-ndis-ndisopenconfigurationkeybyindex',
  summary: 'Opens the subkey at an index and gives its name.',
});

export const NdisOpenConfigurationKeyByName = incomplete({
  name: 'NdisOpenConfigurationKeyByName',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('ConfigurationHandle', handle('configuration-handle')),
    input('SubKeyName', pointer('NDIS_STRING')),
    output('SubKeyHandle', NDIS_HANDLE),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-ndis-ndisopenconfigurationkeybyname',
  summary: 'Opens the subkey of a name.',
});

export const NdisOpenProtocolConfiguration = incomplete({
  name: 'NdisOpenProtocolConfiguration',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('ConfigurationHandle', NDIS_HANDLE),
    input('ProtocolSection', pointer('NDIS_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisopenprotocolconfiguration',
  summary: 'Opens the registry parameters that a protocol keeps for a binding.',
});

export const NdisCloseConfiguration = incomplete({
  name: 'NdisCloseConfiguration',
  returns: VOID,
  args: [input('ConfigurationHandle', handle('configuration-handle'))],
  irql: Irql.PASSIVE,
  page: 'ff550907',
  summary: 'Closes registry parameters and frees all that was read through the handle.',
});

export const NdisReadConfiguration = incomplete({
  name: 'NdisReadConfiguration',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('ParameterValue', pointer('NDIS_CONFIGURATION_PARAMETER')),
    input('ConfigurationHandle', handle('configuration-handle')),
    input('Keyword', pointer('NDIS_STRING')),
    input('ParameterType', enumeration('NDIS_PARAMETER_TYPE')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff554534',
  summary: 'Reads a parameter; what it points to lives until the handle is closed.',
});

export const NdisWriteConfiguration = incomplete({
  name: 'NdisWriteConfiguration',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('ConfigurationHandle', handle('configuration-handle')),
    input('Keyword', pointer('NDIS_STRING')),
    input('ParameterValue', pointer('NDIS_CONFIGURATION_PARAMETER')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndiswriteconfiguration',
  summary: 'Writes a parameter.',
});

export const NdisReadNetworkAddress = incomplete({
  name: 'NdisReadNetworkAddress',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('NetworkAddress', PVOID),
    output('NetworkAddressLength', UINT),
    input('ConfigurationHandle', handle('configuration-handle')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisreadnetworkaddress',
  summary:
    "Reads the network address that a user has set in place of the adapter's own; length in bytes.",
});

export const NdisReadEisaSlotInformation = incomplete({
  name: 'NdisReadEisaSlotInformation',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    output('SlotNumber', UINT),
    input('EisaData', pointer('NDIS_EISA_FUNCTION_INFORMATION')),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisReadEisaSlotInformation',
  summary: 'Reads the configuration of an EISA adapter.',
});

export const NdisReadEisaSlotInformationEx = incomplete({
  name: 'NdisReadEisaSlotInformationEx',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    output('SlotNumber', UINT),
    output('EisaData', pointer('NDIS_EISA_FUNCTION_INFORMATION')),
    output('NumberOfFunctions', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisReadEisaSlotInformationEx',
  summary: 'Reads the configuration of an EISA adapter with several functions.',
});

export const NdisReadMcaPosInformation = incomplete({
  name: 'NdisReadMcaPosInformation',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    output('ChannelNumber', UINT),
    input('McaData', pointer('NDIS_MCA_POS_DATA')),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Reads the programmable option select data of a Micro Channel adapter.',
});

export const NdisOverrideBusNumber = incomplete({
  name: 'NdisOverrideBusNumber',
  returns: NDIS_STATUS,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    optional('MiniportAdapterHandle', handle('miniport-adapter')),
    input('BusNumber', ULONG),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Moves an adapter to another bus number than the registry gives.',
});
