/**
 * Does with its NIC all that the manual just allows: it waits for the shortest time after a reset,
 * reads bytes, changes the ring only before it enables it, and hands over all of it but one.
 */
import { NDIS_STATUS_SUCCESS, virtual } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import {
  CTRL_RST,
  RCTL_BAM,
  RCTL_EN,
  readRegister,
  Register,
  writeRegister,
} from '../../../miniports/faulty/small-registers';
import { allocateRing, closeRing, startReceiver } from '../../../miniports/faulty/small-ring';

const DESCRIPTOR_COUNT = 8;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    writeRegister(ndis, adapter, Register.CTRL, CTRL_RST);
    ndis.NdisStallExecution(1);
    ndis.NdisReadRegisterUchar(virtual(adapter.Registers + Register.STATUS));
    writeRegister(ndis, adapter, Register.RDLEN, 128);
    writeRegister(ndis, adapter, Register.RDH, DESCRIPTOR_COUNT - 1);
    writeRegister(ndis, adapter, Register.RDT, DESCRIPTOR_COUNT);
    startReceiver(ndis, adapter);
    const control = readRegister(ndis, adapter, Register.RCTL);
    writeRegister(ndis, adapter, Register.RCTL, control & ~RCTL_BAM);
    // Where the head is as long as nothing was received, and where the tail is.
    writeRegister(ndis, adapter, Register.RDH, readRegister(ndis, adapter, Register.RDH));
    writeRegister(ndis, adapter, Register.RDT, readRegister(ndis, adapter, Register.RDT));
    writeRegister(ndis, adapter, Register.RCTL, control & ~RCTL_EN);
    writeRegister(ndis, adapter, Register.RCTL, control);
    return NDIS_STATUS_SUCCESS;
  },
  halt: closeRing,
});
