/** Call managers. */
import { Irql, incomplete, input, optional } from '../row';
import { CONTEXT, NDIS_HANDLE, NDIS_STATUS, PVOID, UINT, VOID, handle, pointer } from '../types';

// IRQL: the DDK's reference says PASSIVE_LEVEL and below DISPATCH_LEVEL; the laxer holds.
export const NdisCmRegisterAddressFamily = incomplete({
  name: 'NdisCmRegisterAddressFamily',
  returns: NDIS_STATUS,
  args: [
    input('NdisBindingHandle', handle('binding')),
    input('AddressFamily', pointer('CO_ADDRESS_FAMILY')),
    input('CmCharacteristics', pointer('NDIS_CALL_MANAGER_CHARACTERISTICS')),
    input('SizeOfCmCharacteristics', UINT),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'ff551006',
  summary: 'Offers an address family to clients.',
});

export const NdisCmOpenAddressFamilyComplete = incomplete({
  name: 'NdisCmOpenAddressFamilyComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisAfHandle', NDIS_HANDLE),
    input('CallMgrAfContext', CONTEXT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmopenaddressfamilycomplete',
  summary: 'Ends an opening of an address family that was pending.',
});

export const NdisCmCloseAddressFamilyComplete = incomplete({
  name: 'NdisCmCloseAddressFamilyComplete',
  returns: VOID,
  args: [input('Status', NDIS_STATUS), input('NdisAfHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmcloseaddressfamilycomplete',
  summary: 'Ends a closing of an address family that was pending.',
});

export const NdisCmRegisterSapComplete = incomplete({
  name: 'NdisCmRegisterSapComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisSapHandle', NDIS_HANDLE),
    input('CallMgrSapContext', CONTEXT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmregistersapcomplete',
  summary: 'Ends a registration of a service access point that was pending.',
});

export const NdisCmDeregisterSapComplete = incomplete({
  name: 'NdisCmDeregisterSapComplete',
  returns: VOID,
  args: [input('Status', NDIS_STATUS), input('NdisSapHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmderegistersapcomplete',
  summary: 'Ends a deregistration of a service access point that was pending.',
});

export const NdisCmActivateVc = incomplete({
  name: 'NdisCmActivateVc',
  returns: NDIS_STATUS,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmactivatevc',
  summary: 'Makes the miniport ready for data on a virtual connection.',
});

export const NdisCmDeactivateVc = incomplete({
  name: 'NdisCmDeactivateVc',
  returns: NDIS_STATUS,
  args: [input('NdisVcHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdeactivatevc',
  summary: 'Ends the data on a virtual connection.',
});

export const NdisCmMakeCallComplete = incomplete({
  name: 'NdisCmMakeCallComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    optional('NdisPartyHandle', NDIS_HANDLE),
    optional('CallMgrPartyContext', CONTEXT),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmmakecallcomplete',
  summary: 'Ends a placing of a call that was pending.',
});

export const NdisCmCloseCallComplete = incomplete({
  name: 'NdisCmCloseCallComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    optional('NdisPartyHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmclosecallcomplete',
  summary: 'Ends an ending of a call that was pending.',
});

export const NdisCmModifyCallQoSComplete = incomplete({
  name: 'NdisCmModifyCallQoSComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmmodifycallqoscomplete',
  summary: 'Ends a change of the quality of service that was pending.',
});

export const NdisCmAddPartyComplete = incomplete({
  name: 'NdisCmAddPartyComplete',
  returns: VOID,
  args: [
    input('Status', NDIS_STATUS),
    input('NdisPartyHandle', NDIS_HANDLE),
    optional('CallMgrPartyContext', CONTEXT),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmaddpartycomplete',
  summary: 'Ends an adding of a party that was pending.',
});

export const NdisCmDropPartyComplete = incomplete({
  name: 'NdisCmDropPartyComplete',
  returns: VOID,
  args: [input('Status', NDIS_STATUS), input('NdisPartyHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdroppartycomplete',
  summary: 'Ends a taking off of a party that was pending.',
});

export const NdisCmDispatchIncomingCall = incomplete({
  name: 'NdisCmDispatchIncomingCall',
  returns: NDIS_STATUS,
  args: [
    input('NdisSapHandle', NDIS_HANDLE),
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdispatchincomingcall',
  summary: 'Tells a client of a call that comes in.',
});

export const NdisCmDispatchCallConnected = incomplete({
  name: 'NdisCmDispatchCallConnected',
  returns: VOID,
  args: [input('NdisVcHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdispatchcallconnected',
  summary: 'Tells a client that data may flow on a call that came in.',
});

export const NdisCmDispatchIncomingCallQoSChange = incomplete({
  name: 'NdisCmDispatchIncomingCallQoSChange',
  returns: VOID,
  args: [
    input('NdisVcHandle', NDIS_HANDLE),
    input('CallParameters', pointer('CO_CALL_PARAMETERS')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdispatchincomingcallqoschange',
  summary: 'Tells a client that the remote party asks for another quality of service.',
});

export const NdisCmDispatchIncomingCloseCall = incomplete({
  name: 'NdisCmDispatchIncomingCloseCall',
  returns: VOID,
  args: [
    input('CloseStatus', NDIS_STATUS),
    input('NdisVcHandle', NDIS_HANDLE),
    optional('Buffer', PVOID),
    input('Size', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdispatchincomingclosecall',
  summary: 'Tells a client that the remote party or the network ends a call.',
});

export const NdisCmDispatchIncomingDropParty = incomplete({
  name: 'NdisCmDispatchIncomingDropParty',
  returns: VOID,
  args: [
    input('DropStatus', NDIS_STATUS),
    input('NdisPartyHandle', NDIS_HANDLE),
    optional('Buffer', PVOID),
    input('Size', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscmdispatchincomingdropparty',
  summary: 'Tells a client that a party leaves a multipoint call.',
});
