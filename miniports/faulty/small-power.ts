/**
 * The small miniport as one that knows of power: NDIS tells it of sleep instead of halting it. Asleep
 * it leaves its NIC alone. (OID_PNP_CAPABILITIES, OID_PNP_SET_POWER)
 */
import {
  BOOLEAN,
  layout,
  NDIS_PNP_CAPABILITIES,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_SUCCESS,
  NdisDeviceStateD0,
  OID_PNP_CAPABILITIES,
  OID_PNP_ENABLE_WAKE_UP,
  OID_PNP_QUERY_POWER,
  OID_PNP_SET_POWER,
  virtual,
  type Ndis,
  type NdisStatus,
} from '../../ndis';
import { ADAPTER, type Adapter } from './small-adapter';
import { RIGHT as RIGHT_STEPS, type Steps } from './small-miniport';
import { INTERRUPT_LSC, Register, resetNic, writeRegister } from './small-registers';
import { queryInformation, setInformation } from './small-requests';

const POWER = layout('POWER', undefined, { IsAsleep: BOOLEAN });

export const isAsleep = (ndis: Ndis): boolean => ndis.global(POWER).IsAsleep;

const RIGHT = {
  /** What OID_PNP_QUERY_POWER comes to. */
  queryPower: (): NdisStatus => NDIS_STATUS_SUCCESS,
  /** Before sleep. */
  sleep(ndis: Ndis, adapter: Adapter): NdisStatus {
    resetNic(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
  /** After it: the NIC has lost all that it was told. */
  wake: (ndis: Ndis, adapter: Adapter): void =>
    writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC),
  /** MinMagicPacketWakeUp. */
  magicPacketState: 0,
  /** Whether MiniportHalt leaves a sleeping NIC alone. */
  sparesSleepingNic: true,
};

/** The steps of a miniport that is aware of power, with those of its own that are told. */
export function powerManaged(own: Partial<typeof RIGHT> = {}): Partial<Steps> {
  const steps = { ...RIGHT, ...own };
  return {
    queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount) {
      if (Oid === OID_PNP_QUERY_POWER) return steps.queryPower();
      if (Oid !== OID_PNP_CAPABILITIES)
        return queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount);
      const needed = NDIS_PNP_CAPABILITIES.bytes;
      if (byteCount < needed)
        return { Result: NDIS_STATUS_INVALID_LENGTH, BytesWritten: 0, BytesNeeded: needed };
      ndis.NdisZeroMemory(InformationBuffer, needed);
      ndis.memory.write32(virtual(InformationBuffer + 4), steps.magicPacketState);
      return { Result: NDIS_STATUS_SUCCESS, BytesWritten: needed, BytesNeeded: 0 };
    },
    setInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount) {
      const adapter = ADAPTER.at(ndis.memory, MiniportAdapterContext);
      const isPower = Oid === OID_PNP_SET_POWER || Oid === OID_PNP_ENABLE_WAKE_UP;
      if (!isPower || byteCount < 4)
        return Oid === OID_PNP_ENABLE_WAKE_UP
          ? { Result: NDIS_STATUS_INVALID_LENGTH, BytesRead: 0, BytesNeeded: 4 }
          : setInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount);
      const Result =
        Oid === OID_PNP_SET_POWER
          ? setPower(ndis, adapter, ndis.memory.read32(InformationBuffer))
          : NDIS_STATUS_SUCCESS;
      return { Result, BytesRead: 4, BytesNeeded: 0 };
    },
    serviceInterrupt: (ndis, adapter) =>
      !isAsleep(ndis) && RIGHT_STEPS.serviceInterrupt(ndis, adapter),
    quiet(ndis, adapter) {
      const isSpared = steps.sparesSleepingNic && isAsleep(ndis);
      if (!isSpared) resetNic(ndis, adapter);
    },
    initialize(ndis) {
      ndis.global(POWER).IsAsleep = false;
      return NDIS_STATUS_SUCCESS;
    },
  };

  function setPower(ndis: Ndis, adapter: Adapter, state: number): NdisStatus {
    const power = ndis.global(POWER);
    const shallSleep = state !== NdisDeviceStateD0;
    if (shallSleep === power.IsAsleep) return NDIS_STATUS_SUCCESS;
    if (shallSleep) {
      const status = steps.sleep(ndis, adapter);
      power.IsAsleep = status === NDIS_STATUS_SUCCESS;
      return status;
    }
    power.IsAsleep = false;
    steps.wake(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  }
}
