/**
 * What the bus driver does to the NIC under test when its miniport has been told to sleep, and
 * before it is told to wake. (PCI 2.2, 6.2; PCI-PM 1.1, 3.2.4, 5.4; OID_PNP_SET_POWER)
 */
import { Header, PowerManagement, Pmc, Pmcsr, type PowerState } from '../hardware/pci';
import { NIC_LOCATION, type Board } from './board';

/** The doublewords of the header that software writes: what the system saves and restores. */
const SAVED: readonly number[] = [
  Header.CACHE_LINE_SIZE,
  ...[0, 1, 2, 3, 4, 5].map((index) => Header.BASE_ADDRESS_0 + 4 * index),
  Header.INTERRUPT_LINE,
];

/** A NIC that sleeps: how to wake it. */
export interface SleepingNic {
  /**
   * Back to D0, with its addresses.
   *
   * @param isCold - its power was off meanwhile: nothing of it is as it was.
   */
  awaken(isCold: boolean): void;
}

/** The states in which the NIC can sleep; D3 is one of them, as its power can be taken away. */
export function sleepStates(board: Board): readonly (1 | 2 | 3)[] {
  const offset = capabilityOffset(board);
  const pmc = offset === undefined ? 0 : read(board, offset + PowerManagement.PMC, 2);
  const hasD1 = (pmc & Pmc.D1_SUPPORT) !== 0;
  const hasD2 = (pmc & Pmc.D2_SUPPORT) !== 0;
  return [...(hasD1 ? [1 as const] : []), ...(hasD2 ? [2 as const] : []), 3];
}

/** Takes the NIC to a sleeping state, in which it may signal PME# if `mayWake`. */
export function putToSleep(board: Board, state: PowerState, mayWake: boolean): SleepingNic {
  const saved = SAVED.map((offset) => read(board, offset, 4));
  const command = read(board, Header.COMMAND, 2);
  const offset = capabilityOffset(board);
  const setPmcsr = (value: number) => {
    if (offset !== undefined) write(board, offset + PowerManagement.PMCSR, 2, value);
  };
  setPmcsr(Pmcsr.PME_STATUS);
  setPmcsr(state | (mayWake ? Pmcsr.PME_EN : 0));
  return {
    awaken(isCold): void {
      setPmcsr(Pmcsr.PME_STATUS);
      if (isCold) {
        board.bus.reset();
        board.bus.assignResources();
      }
      SAVED.forEach((at, index) => write(board, at, 4, saved[index]));
      write(board, Header.COMMAND, 2, command);
    },
  };
}

function capabilityOffset(board: Board): number | undefined {
  return board.nic.powerManagement?.offset;
}

function read({ bus }: Board, offset: number, width: 2 | 4): number {
  return bus.readConfig(NIC_LOCATION.device, NIC_LOCATION.function, offset, width);
}

function write({ bus }: Board, offset: number, width: 2 | 4, value: number): void {
  bus.writeConfig(NIC_LOCATION.device, NIC_LOCATION.function, offset, width, value);
}
