/** Connection-oriented clients. */
import { Irql, incomplete, input, optional, optionalOutput, output } from '../row';
import {
  CONTEXT,
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UINT,
  ULONG,
  VOID,
  handle,
  pointer,
} from '../types';

export const NdisClOpenAddressFamily = incomplete({
  name: 'NdisClOpenAddressFamily',
  returns: NDIS_STATUS,
  args: [
    input('NdisBindingHandle', handle('binding')),
    input('AddressFamily', pointer('CO_ADDRESS_FAMILY')),
    input('ProtocolAfContext', CONTEXT),
    input('ClCharacteristics', pointer('NDIS_CLIENT_CHARACTERISTICS')),
    input('SizeOfClCharacteristics', UINT),
    output('NdisAfHandle', NDIS_HANDLE),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'ff550895',
  summary: 'Opens an address family of a call manager.',
});

export const NdisClCloseAddressFamily = incomplete({
  name: 'NdisClCloseAddressFamily',
  returns: NDIS_STATUS,
  args: [input('NdisAfHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclcloseaddressfamily',
  summary: 'Closes an address family.',
});

export const NdisClRegisterSap = incomplete({
  name: 'NdisClRegisterSap',
  returns: NDIS_STATUS,
  args: [
    input('NdisAfHandle', NDIS_HANDLE),
    input('ProtocolSapContext', CONTEXT),
    input('Sap', pointer('CO_SAP')),
    output('NdisSapHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclregistersap',
  summary: 'Registers a service access point on which calls may come in.',
});

export const NdisClDeregisterSap = incomplete({
  name: 'NdisClDeregisterSap',
  returns: NDIS_STATUS,
  args: [input('NdisSapHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclderegistersap',
  summary: 'Takes a service access point back.',
});

export const NdisClMakeCall = incomplete({
  name: 'NdisClMakeCall',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
    optional('ProtocolPartyContext', CONTEXT),
    optionalOutput('NdisPartyHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclmakecall',
  summary: 'Places a call.',
});

export const NdisClCloseCall = incomplete({
  name: 'NdisClCloseCall',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    optional('NdisPartyHandle', NDIS_HANDLE),
    optional('Buffer', PVOID),
    input('Size', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclclosecall',
  summary: 'Ends a call; Size in bytes.',
});

export const NdisClModifyCallQoS = incomplete({
  name: 'NdisClModifyCallQoS',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclmodifycallqos',
  summary: 'Asks for another quality of service for a call.',
});

export const NdisClIncomingCallComplete = incomplete({
  name: 'NdisClIncomingCallComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisclincomingcallcomplete',
  summary: 'Accepts or refuses a call that came in.',
});

export const NdisClAddParty = incomplete({
  name: 'NdisClAddParty',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('ProtocolPartyContext', CONTEXT),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
    output('NdisPartyHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscladdparty',
  summary: 'Adds a party to a multipoint call.',
});

export const NdisClDropParty = incomplete({
  name: 'NdisClDropParty',
  returns: NDIS_STATUS,
  args: [input('NdisPartyHandle', NDIS_HANDLE), optional('Buffer', PVOID), input('Size', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscldropparty',
  summary: 'Takes a party off a multipoint call; Size in bytes.',
});

// In C the first argument is one UNICODE_STRING by value: these are its two halves.
export const NdisClGetProtocolVcContextFromTapiCallId = incomplete({
  name: 'NdisClGetProtocolVcContextFromTapiCallId',
  returns: NDIS_STATUS,
  args: [
    input('TapiCallIdLengths', ULONG),
    input('TapiCallIdBuffer', PVOID),
    output('ProtocolVcContext', NDIS_HANDLE),
  ],
  irql: Irql.DISPATCH,
  page: 'nf-ndis-ndisclgetprotocolvccontextfromtapicallid',
  summary: "Gives the client's context of a virtual connection by its telephony identifier.",
});
