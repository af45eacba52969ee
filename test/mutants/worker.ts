/** A thread that plays mutants, one after the other, with everything loaded. Started by its path. */
import './compiled';
import { parentPort, workerData } from 'node:worker_threads';
import { MutantPlayer, type Finding } from './player';
import type { Mutant } from './mutants';

/** What is to be played: a mutant, or the sample as it is. */
export type Order = Pick<Mutant, 'sample'> & Partial<Pick<Mutant, 'file' | 'source'>>;

/** What became of it; `fault` if ndislab itself failed. */
export type Answer = { readonly found?: Finding } | { readonly fault: string };

const beats = new Int32Array(workerData as SharedArrayBuffer);
const players = new Map<string, MutantPlayer>();

function play({ sample, file, source }: Order): Answer {
  const beat = () => Atomics.add(beats, 0, 1);
  beat();
  let player = players.get(sample);
  if (player === undefined) {
    player = new MutantPlayer(sample, beat);
    players.set(sample, player);
  }
  try {
    const changed = file === undefined || source === undefined ? undefined : { file, source };
    return { found: player.play(changed) };
  } catch (error) {
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort!.on('message', (order: Order) => parentPort!.postMessage(play(order)));
parentPort!.postMessage('ready');
