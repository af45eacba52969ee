/**
 * Keeps in one global variable whether it is started, and a MiniportInitialize that fails for one
 * adapter clears it for all: registration/adapters-not-independent.
 */
import { BOOLEAN, NDIS_STATUS_ADAPTER_NOT_READY, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

const DRIVER = layout('DRIVER', undefined, { IsStarted: BOOLEAN });

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.global(DRIVER).IsStarted = true;
    return RIGHT.initialize(ndis, adapter);
  },
  writeError(ndis, adapter, status) {
    ndis.global(DRIVER).IsStarted = false;
    RIGHT.writeError(ndis, adapter, status);
  },
  queryInformation: (ndis, ...question) =>
    ndis.global(DRIVER).IsStarted
      ? RIGHT.queryInformation(ndis, ...question)
      : NDIS_STATUS_ADAPTER_NOT_READY,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/adapters-not-independent'],
};
