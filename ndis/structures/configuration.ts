/**
 * What NdisReadConfiguration gives and NdisWriteConfiguration takes (DDK ndis.h:
 * NDIS_CONFIGURATION_PARAMETER), x86 layout. ParameterData is a union: ParameterType says which of
 * the three layouts holds.
 */
import { layout } from '../layout';
import { PVOID, ULONG, USHORT } from '../types';
import { UNICODE_STRING } from './string';

/** With NdisParameterInteger and NdisParameterHexInteger. */
export const NDIS_CONFIGURATION_PARAMETER = layout('NDIS_CONFIGURATION_PARAMETER', 0x0c, {
  ParameterType: ULONG,
  IntegerData: ULONG,
  Reserved8: ULONG,
});

/** With NdisParameterString and NdisParameterMultiString. */
export const NDIS_CONFIGURATION_PARAMETER_STRING = layout(
  'NDIS_CONFIGURATION_PARAMETER (StringData)',
  0x0c,
  { ParameterType: ULONG, StringData: UNICODE_STRING },
);

export const BINARY_DATA = layout('BINARY_DATA', 0x08, {
  Length: USHORT,
  Buffer: PVOID,
});

/** With NdisParameterBinary. */
export const NDIS_CONFIGURATION_PARAMETER_BINARY = layout(
  'NDIS_CONFIGURATION_PARAMETER (BinaryData)',
  0x0c,
  { ParameterType: ULONG, BinaryData: BINARY_DATA },
);
