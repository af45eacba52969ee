/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import {
  NDIS_CONFIGURATION_PARAMETER,
  NDIS_CONFIGURATION_PARAMETER_STRING,
  NDIS_CONFIGURATION_PARAMETER_BINARY,
  BINARY_DATA,
} from '../../../ndis/structures/configuration';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NDIS_CONFIGURATION_PARAMETER,
    bytes: 0x0c,
    offsets: {
      ParameterType: 0x00,
      IntegerData: 0x04,
    },
  },
  {
    layout: NDIS_CONFIGURATION_PARAMETER_STRING,
    bytes: 0x0c,
    offsets: {
      ParameterType: 0x00,
      StringData: 0x04,
    },
  },
  {
    layout: NDIS_CONFIGURATION_PARAMETER_BINARY,
    bytes: 0x0c,
    offsets: {
      ParameterType: 0x00,
      BinaryData: 0x04,
    },
  },
  {
    layout: BINARY_DATA,
    bytes: 0x08,
    offsets: {
      Length: 0x00,
      Buffer: 0x04,
    },
  },
]);
