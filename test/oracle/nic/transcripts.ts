/** Recorded programs with QEMU's answers, a compressed listing for each device. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { digest } from './bytes';
import type { OracleDevice } from './device';
import { format, parse } from './listing';
import type { LiveRun } from './live';
import type { Answer } from './program';

/** Long bytes become digests, so that a file stays small. */
export function writeTranscripts(
  folder: string,
  device: OracleDevice,
  runs: readonly LiveRun[],
): void {
  mkdirSync(folder, { recursive: true });
  const ordered = [...runs].sort((a, b) => a.program.seed - b.program.seed);
  const text = ordered.map(({ program, answers }) =>
    format({ program, answers: answers.map(shortened) }),
  );
  writeFileSync(pathOf(folder, device), gzipSync(text.join('\n'), { level: 9 }));
}

export function readTranscripts(folder: string, device: OracleDevice): LiveRun[] {
  const transcripts = parse(gunzipSync(readFileSync(pathOf(folder, device))).toString());
  return transcripts.map(({ program, answers }) => ({ program, answers: answers! }));
}

function pathOf(folder: string, device: OracleDevice): string {
  return join(folder, `${device.name}.txt.gz`);
}

function shortened({ text, edges }: Answer): Answer {
  return { text: text.split(' ').map(digest).join(' '), edges };
}
