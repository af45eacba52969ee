/** The registry parameters of an adapter. */
import { NULL } from '../../hardware/address';
import { readUnicodeString, storeUnicodeString } from '../kernel/string';
import {
  closeKey,
  findNetworkAddress,
  findParameter,
  handOutBytes,
  handOutParameter,
  openKey,
  readParameter,
} from '../wrapper/configuration';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../status';
import { exported, incomplete, input, Irql, optional, output } from '../row';
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
  type NdisHandle,
} from '../types';

const NO_HANDLE = 0 as NdisHandle;

export const NdisOpenConfiguration = exported({
  name: 'NdisOpenConfiguration',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('ConfigurationHandle', NDIS_HANDLE),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff553676',
  summary: 'Opens the registry parameters of the adapter that is being initialized.',
  acquires: { kind: 'configuration-handle', key: 'ConfigurationHandle' },
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body(os, WrapperConfigurationContext) {
    const adapter = os.configurationContexts.get(WrapperConfigurationContext)!;
    return {
      Status: NDIS_STATUS_SUCCESS,
      ConfigurationHandle: openKey(os, adapter.parameters, adapter),
    };
  },
});

export const NdisOpenConfigurationKeyByIndex = exported({
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
  acquires: { kind: 'configuration-handle', key: 'KeyHandle' },
  fails: ['NDIS_STATUS_FAILURE'],
  body(os, ConfigurationHandle, Index, KeyName) {
    const { key, adapter } = os.configurations.get(ConfigurationHandle)!;
    const found = key.keyAt(Index);
    // A name that the caller's buffer cannot take is a key that could not be opened.
    if (found === undefined || !storeUnicodeString(os.memory, KeyName, found.name))
      return { Status: NDIS_STATUS_FAILURE, KeyHandle: NO_HANDLE };
    return { Status: NDIS_STATUS_SUCCESS, KeyHandle: openKey(os, found.key, adapter) };
  },
});

export const NdisOpenConfigurationKeyByName = exported({
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
  acquires: { kind: 'configuration-handle', key: 'SubKeyHandle' },
  fails: ['NDIS_STATUS_FAILURE'],
  body(os, ConfigurationHandle, SubKeyName) {
    const { key, adapter } = os.configurations.get(ConfigurationHandle)!;
    const found = key.key(readUnicodeString(os.memory, SubKeyName));
    if (found === undefined) return { Status: NDIS_STATUS_FAILURE, SubKeyHandle: NO_HANDLE };
    return { Status: NDIS_STATUS_SUCCESS, SubKeyHandle: openKey(os, found, adapter) };
  },
});

export const NdisOpenProtocolConfiguration = exported({
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
  acquires: { kind: 'configuration-handle', key: 'ConfigurationHandle' },
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body(os, ProtocolSection) {
    const key = os.protocolSections.get(readUnicodeString(os.memory, ProtocolSection));
    if (key === undefined)
      return { Status: NDIS_STATUS_FAILURE, ConfigurationHandle: 0 as NdisHandle };
    return { Status: NDIS_STATUS_SUCCESS, ConfigurationHandle: openKey(os, key, undefined) };
  },
});

export const NdisCloseConfiguration = exported({
  name: 'NdisCloseConfiguration',
  returns: VOID,
  args: [input('ConfigurationHandle', handle('configuration-handle'))],
  irql: Irql.PASSIVE,
  page: 'ff550907',
  summary: 'Closes registry parameters and frees all that was read through the handle.',
  releases: { kind: 'configuration-handle', key: 'ConfigurationHandle' },
  body: (os, ConfigurationHandle) => closeKey(os, ConfigurationHandle),
});

export const NdisReadConfiguration = exported({
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
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body(os, ConfigurationHandle, Keyword, ParameterType) {
    const configuration = os.configurations.get(ConfigurationHandle)!;
    const keyword = readUnicodeString(os.memory, Keyword);
    const value = findParameter(configuration, keyword, ParameterType);
    if (value === undefined) return { Status: NDIS_STATUS_FAILURE, ParameterValue: NULL };
    const ParameterValue = handOutParameter(os, configuration, value);
    if (ParameterValue === undefined)
      return { Status: NDIS_STATUS_RESOURCES, ParameterValue: NULL };
    return { Status: NDIS_STATUS_SUCCESS, ParameterValue };
  },
});

export const NdisWriteConfiguration = exported({
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
  // NDIS_STATUS_NOT_SUPPORTED only says that ParameterType is none.
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body(os, ConfigurationHandle, Keyword, ParameterValue) {
    const { key } = os.configurations.get(ConfigurationHandle)!;
    const keyword = readUnicodeString(os.memory, Keyword);
    const value = readParameter(os.memory, ParameterValue);
    if (value === undefined) return { Status: NDIS_STATUS_NOT_SUPPORTED };
    key.set(keyword, value);
    return { Status: NDIS_STATUS_SUCCESS };
  },
});

export const NdisReadNetworkAddress = exported({
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
  fails: ['NDIS_STATUS_FAILURE'],
  body(os, ConfigurationHandle) {
    const configuration = os.configurations.get(ConfigurationHandle)!;
    const address = findNetworkAddress(configuration);
    const NetworkAddress = address && handOutBytes(os, configuration, address);
    if (address === undefined || NetworkAddress === undefined)
      return { Status: NDIS_STATUS_FAILURE, NetworkAddress: NULL, NetworkAddressLength: 0 };
    return {
      Status: NDIS_STATUS_SUCCESS,
      NetworkAddress,
      NetworkAddressLength: address.length,
    };
  },
});

// The machine has a PCI bus alone: there is no EISA configuration to be read.
export const NdisReadEisaSlotInformation = exported({
  name: 'NdisReadEisaSlotInformation',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    output('SlotNumber', UINT),
    input('EisaData', pointer('NDIS_EISA_FUNCTION_INFORMATION')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff554540',
  summary: 'Reads the configuration of an EISA adapter.',
  body: () => ({ Status: NDIS_STATUS_FAILURE, SlotNumber: 0 }),
});

// As above.
export const NdisReadEisaSlotInformationEx = exported({
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
  page: 'ff554544',
  summary: 'Reads the configuration of an EISA adapter with several functions.',
  body: () => ({
    ...{ Status: NDIS_STATUS_FAILURE, SlotNumber: 0 },
    ...{ EisaData: NULL, NumberOfFunctions: 0 },
  }),
});

// As above: Windows XP runs on no machine with a Micro Channel.
export const NdisReadMcaPosInformation = exported({
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
  body: () => ({ Status: NDIS_STATUS_FAILURE, ChannelNumber: 0 }),
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
