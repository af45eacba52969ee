/** Runs programs on QEMU, several machines at a time and several cards in each. */
import { availableParallelism } from 'node:os';
import { MAC_ADDRESS, type OracleDevice } from './device';
import type { Answer, Program } from './program';
import { runOnQemu } from './qemu';
import { QtestMachine } from './qtest';

/** Cards in one machine: starting it takes longer than a program. */
const CARDS_MAX = 16;

/** A program, and what QEMU's card answered to it. */
export interface LiveRun {
  readonly program: Program;
  readonly answers: readonly Answer[];
}

/**
 * Gives each program a fresh card, and hands what QEMU answers to `take`, in any order.
 * @throws QemuMissing, or QemuFailure with the program named
 */
export async function runLive(
  device: OracleDevice,
  programs: readonly Program[],
  take: (run: LiveRun) => void,
): Promise<void> {
  const loads = device.variants.flatMap(({ qemu }) => {
    const own = programs.filter(({ variant }) => variant === qemu);
    const count = Math.ceil(own.length / CARDS_MAX);
    return Array.from({ length: count }, (_, at) =>
      own.slice(at * CARDS_MAX, (at + 1) * CARDS_MAX),
    );
  });
  const work = loads[Symbol.iterator]();
  const worker = async () => {
    for (const load of work) await runLoad(device, load, take);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** What QEMU answers to one program, in a machine of its own. */
export async function runOne(device: OracleDevice, program: Program): Promise<readonly Answer[]> {
  let answers: readonly Answer[] = [];
  await runLoad(device, [program], (run) => (answers = run.answers));
  return answers;
}

/** Runs programs of one variant, each on a card of its own, in one machine. */
async function runLoad(
  device: OracleDevice,
  programs: readonly Program[],
  take: (run: LiveRun) => void,
): Promise<void> {
  const card = programs[0].variant;
  const variant = device.variants.find(({ qemu }) => qemu === card)!;
  const machine = await QtestMachine.start({
    card,
    properties: variant.properties ?? '',
    macAddress: MAC_ADDRESS,
    cardCount: programs.length,
  });
  try {
    for (const [index, program] of programs.entries()) {
      try {
        take({ program, answers: await runOnQemu(machine, index, device, program) });
      } catch (error) {
        if (error instanceof Error) error.message += ` (${device.name}, seed ${program.seed})`;
        throw error;
      }
    }
  } finally {
    await machine.stop();
  }
}
