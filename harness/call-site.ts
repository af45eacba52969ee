/** Where in a driver's source a call comes from, so that a finding can point at the line. */
import { findSourceMap } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds hardware/, ndis/ and harness/: the checkout, or dist of the package. */
const ROOT = join(__dirname, '..') + sep;
const OWN_FOLDERS = ['hardware', 'ndis', 'harness'].map((folder) => join(ROOT, folder) + sep);

/** Frames to look at: a driver's own lie below those of the gate and of the export's body. */
const FRAMES_MAX = 64;

type Formatter = typeof Error.prepareStackTrace;

export interface CallSiteOptions {
  /** Files that are neither ours nor the driver's, as a scenario of the user's own. */
  readonly notIn?: readonly string[];
  /** What paths are given relative to; the current directory if not told. */
  readonly relativeTo?: string;
}

/**
 * A function that gives the innermost frame of the driver that is running, as
 * `miniports/e1000/initialize.ts:123`: the source's line where a source map is known for the file.
 * It gives `undefined` when no driver is on the stack.
 */
export function createCallSite(options: CallSiteOptions = {}): () => string | undefined {
  const { notIn = [], relativeTo = process.cwd() } = options;
  const known = new Map<string, string>();
  return () => {
    const frame = captureFrames().find((one) => isDriverFile(fileOf(one), notIn));
    if (frame === undefined) return undefined;
    const key = `${frame.getFileName()}:${frame.getLineNumber()}:${frame.getColumnNumber()}`;
    let site = known.get(key);
    if (site === undefined) {
      site = describe(frame, relativeTo);
      known.set(key, site);
    }
    return site;
  };
}

/** The stack as V8 knows it, before anybody has mapped or formatted it. */
function captureFrames(): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = (_error, frames) => frames;
  Error.stackTraceLimit = FRAMES_MAX;
  const holder: { stack?: unknown } = {};
  Error.captureStackTrace(holder, captureFrames);
  const frames = holder.stack as readonly NodeJS.CallSite[];
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  return frames;
}

function fileOf(frame: NodeJS.CallSite): string {
  const name = frame.getFileName() ?? '';
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

function isDriverFile(file: string, notIn: readonly string[]): boolean {
  if (file === '' || file.startsWith('node:') || notIn.includes(file)) return false;
  if (file.startsWith(ROOT)) return !OWN_FOLDERS.some((folder) => file.startsWith(folder));
  return !file.includes(`${sep}node_modules${sep}`);
}

function describe(frame: NodeJS.CallSite, relativeTo: string): string {
  const { file, line } = mapped(frame);
  const path = relative(relativeTo, file);
  return `${path.split(sep).join('/')}:${line}`;
}

/** The frame's place in the source: by Node's source maps, or by whoever formats stacks here. */
function mapped(frame: NodeJS.CallSite): { file: string; line: number } {
  const file = fileOf(frame);
  const line = frame.getLineNumber() ?? 0;
  const entry = findSourceMap(file)?.findEntry(line - 1, (frame.getColumnNumber() ?? 1) - 1);
  if (entry !== undefined && 'originalSource' in entry) {
    const source = entry.originalSource;
    return {
      file: source.startsWith('file:') ? fileURLToPath(source) : source,
      line: entry.originalLine + 1,
    };
  }
  const format: Formatter = Error.prepareStackTrace;
  const text = format === undefined ? undefined : String(format(new Error(), [frame]));
  const match = /\(?([^()\s]+):(\d+):\d+\)?$/.exec(text?.trim() ?? '');
  return match === null ? { file, line } : { file: match[1], line: Number(match[2]) };
}
