/** The program as a user starts it, from dist, and folders with files of a user's own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PROGRAM = join(__dirname, '..', '..', 'dist', 'harness', 'cli', 'main.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ndislab` with these arguments. */
export function ndislab(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder outside of the checkout, that goes away with `remove`. */
export class UserFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'ndislab-test-'));

  write(name: string, text: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Runs `ndislab` in this folder. */
  run(...args: string[]): Promise<Outcome> {
    return ndislab(args, { cwd: this.path });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A driver that registers nothing and returns NDIS_STATUS_FAILURE: nothing is wrong with it. */
export const REFUSING_DRIVER = `
import { NDIS_STATUS_FAILURE, type Handler } from 'ndislab/ndis';
export const DriverEntry: Handler<'DriverEntry'> = () => NDIS_STATUS_FAILURE;
`;

/** A driver that takes the wrapper handle on its line 4 and never gives it back. */
export const LEAKING_DRIVER = `import { NDIS_STATUS_FAILURE, NULL, type Handler } from 'ndislab/ndis';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL, NULL);
  return NDIS_STATUS_FAILURE;
};
`;
