/**
 * Statistics. The device counts in registers that a read clears, and a reset too (8254x SDM 13.7),
 * so they are added up in the adapter: at each query, and before each reset.
 */
import type { Ndis } from '../../ndis/driver-interface';
import { type Adapter, State } from './adapter';
import { readRegister } from './hardware';
import { ALL_ONES, Register } from './registers';

/** Adds what the device has counted since the last time. Nothing while it does not run. */
export function collectStatistics(ndis: Ndis, adapter: Adapter): void {
  if (adapter.State !== State.RUNNING || adapter.IsRemoved) return;
  const read = (register: number): number => {
    const value = readRegister(ndis, adapter, register);
    // No counter gets so far between two queries: the device is gone.
    return value === ALL_ONES ? 0 : value;
  };
  const { Statistics: sum } = adapter;
  const excessive = read(Register.ECOL);
  const late = read(Register.LATECOL);
  const crc = read(Register.CRCERRS);
  const alignment = read(Register.ALGNERRC);
  sum.XmitOk += read(Register.GPTC);
  sum.XmitMulticast += read(Register.MPTC);
  sum.XmitBroadcast += read(Register.BPTC);
  sum.XmitError += excessive + late;
  sum.XmitMaxCollisions += excessive;
  sum.XmitLateCollisions += late;
  sum.XmitOneCollision += read(Register.SCC);
  sum.XmitMoreCollisions += read(Register.MCC);
  sum.XmitDeferred += read(Register.DC);
  sum.XmitTimesCrsLost += read(Register.TNCRS);
  sum.RcvGood += read(Register.GPRC);
  sum.RcvMulticast += read(Register.MPRC);
  sum.RcvBroadcast += read(Register.BPRC);
  sum.RcvCrcError += crc;
  sum.RcvAlignmentError += alignment;
  sum.RcvError += crc + alignment + read(Register.RXERRC) + read(Register.RLEC);
  sum.RcvNoBuffer += read(Register.MPC);
}
