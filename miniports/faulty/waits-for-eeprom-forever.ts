/** Waits without limit for a word of the EEPROM, which is there at once: hardware/poll-without-limit. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { readRegister, writeRegister } from './small-registers';

/** 8254x SDM 13.4.4: a word takes 26 clocks of the EEPROM's 1 MHz. */
const EERD = 0x0014;
const EERD_START = 0x0000_0001;
const EERD_DONE = 0x0000_0010;
const WORD_US = 30;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    writeRegister(ndis, adapter, EERD, EERD_START);
    do ndis.NdisStallExecution(WORD_US);
    while ((readRegister(ndis, adapter, EERD) & EERD_DONE) === 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'hostile-device': ['hardware/poll-without-limit'],
};
