/** The crew of a sweep as the command line has it: a process whose threads do what they are told. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { listenTo } from '../isolation/child-output';
import type { LostWork, CrewStart, Trouble, Work, WorkReport, WorkResult } from './protocol';

/** The crew's process is gone, with all work that was under way. */
export interface CrewLost {
  readonly kind: 'crew-lost';
}

export type Done = WorkResult | LostWork | Trouble | CrewLost;

export class Crew {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (done: Done) => void>();
  #lastId = 0;
  #isGone = false;

  /** @param onOutput - gets what the driver under test prints. */
  constructor(start: CrewStart, onOutput: ((text: string) => void) | undefined) {
    const child = fork(join(__dirname, 'crew-process.js'), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    this.#process = child;
    const stderr = listenTo(child, onOutput);
    child.on('message', ({ id, result }: WorkReport) => {
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
    child.on('error', () => this.#gone());
    child.on('close', () => {
      const { said, isOutOfMemory } = stderr();
      if (said !== '' && !isOutOfMemory) onOutput?.(said);
      this.#gone();
    });
    child.send(start);
  }

  /** Has work done by a thread. Never rejects. */
  order(work: Work): Promise<Done> {
    if (this.#isGone) return Promise.resolve({ kind: 'crew-lost' });
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, work });
    });
  }

  dismiss(): void {
    if (this.#process.connected) this.#process.disconnect();
  }

  #gone(): void {
    this.#isGone = true;
    for (const resolve of this.#waiting.values()) resolve({ kind: 'crew-lost' });
    this.#waiting.clear();
  }
}
