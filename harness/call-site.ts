/** Where in a driver's source a call comes from, so that a finding can point at the line. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds hardware/, ndis/ and harness/: the checkout, or dist of the package. */
const ROOT = join(__dirname, '..') + sep;
const OWN_FOLDERS = ['hardware', 'ndis', 'harness'].map((folder) => join(ROOT, folder) + sep);

/** Frames to look at: a driver's own lie below those of the gate and of the export's body. */
const FRAMES_MAX = 64;

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

/** The frame's place in the source: by the map beside a compiled file, or by who maps stacks here. */
function mapped(frame: NodeJS.CallSite): { file: string; line: number } {
  const file = fileOf(frame);
  const line = frame.getLineNumber() ?? 0;
  const entry = mapBeside(file)?.findEntry(line - 1, (frame.getColumnNumber() ?? 1) - 1);
  if (entry !== undefined && 'originalSource' in entry)
    return { file: resolve(dirname(file), entry.originalSource), line: entry.originalLine + 1 };
  // ts-node and Jest, which compile in memory, format stacks by their own maps.
  const format = Error.prepareStackTrace;
  const text = format === undefined ? '' : String(format(new Error(), [frame])).trim();
  const match = /\((.+):(\d+):\d+\)$/.exec(text) ?? /at (.+):(\d+):\d+$/.exec(text);
  if (match === null) return { file, line };
  return {
    file: match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1],
    line: Number(match[2]),
  };
}

function mapBeside(file: string): SourceMap | undefined {
  const path = `${file}.map`;
  if (!existsSync(path)) return undefined;
  return new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
}
