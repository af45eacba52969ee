/** Where in a driver's source a call comes from, so that a finding can point at the line. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallSite } from '../ndis/kernel/kernel';
import { CODE_ROOT, PACKAGE_ROOT } from './package-root';

/** Ours, as they run and as the stacks of exceptions show them where sources are mapped. */
const OWN_FOLDERS = [CODE_ROOT, PACKAGE_ROOT].flatMap((root) =>
  ['hardware', 'ndis', 'harness'].map((folder) => join(root, folder) + sep),
);

/**
 * Frames to look at first, and at most: a driver's own lie below those of the gate and of the export's
 * body, few of them as a rule, and each costs.
 */
const FRAMES_FIRST = 12;
const FRAMES_MAX = 64;

export interface CallSiteOptions {
  /** Files that are neither ours nor the driver's, as a scenario of the user's own. */
  readonly notIn?: readonly string[];
  /** What paths are given relative to; the current directory if not told. */
  readonly relativeTo?: string;
}

interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * A function that gives the innermost frame of the driver on the stack, or of an exception, as
 * `miniports/e1000/initialize.ts:123`: the source's line where a source map is known for the file.
 * It gives `undefined` when no driver is on the stack.
 */
export function createCallSite(options: CallSiteOptions = {}): CallSite {
  const { notIn = [], relativeTo = process.cwd() } = options;
  const known = new Map<string, string>();
  const isDriver = (file: string) => isDriverFile(file) && !notIn.includes(file);
  const knownFiles = new Map<string, boolean>();
  const isOfDriver = (frame: NodeJS.CallSite) => {
    const name = frame.getFileName() ?? '';
    let answer = knownFiles.get(name);
    if (answer === undefined) knownFiles.set(name, (answer = isDriver(fileOf(name))));
    return answer;
  };
  const shown = ({ file, line }: Place) =>
    `${relative(relativeTo, file).split(sep).join('/')}:${line}`;
  return (error) => {
    if (error !== undefined) {
      const place = placesOf(error.stack ?? '').find(({ file }) => isDriver(file));
      return place === undefined ? undefined : shown(mapped(place));
    }
    let frames = framesAbove(FRAMES_FIRST);
    let index = frames.findIndex(isOfDriver);
    if (index < 0 && frames.length === FRAMES_FIRST) {
      frames = framesAbove(FRAMES_MAX);
      index = frames.findIndex(isOfDriver);
    }
    if (index < 0) return undefined;
    const frame = frames[index];
    const key = `${frame.getFileName()}:${frame.getLineNumber()}:${frame.getColumnNumber()}`;
    let site = known.get(key);
    if (site === undefined) {
      site = shown(mapped(shownPlaceOf(frame, index)));
      known.set(key, site);
    }
    return site;
  };
}

/** The stack above the caller, without the cost of formatting it. */
function framesAbove(count: number): readonly NodeJS.CallSite[] {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_error, frames) => frames;
  const frames = captureStack(count, framesAbove) as readonly NodeJS.CallSite[];
  Error.prepareStackTrace = prepareStackTrace;
  return frames;
}

/**
 * The place of a frame, by its index in the stack above the caller, as stacks show it: ts-node and
 * Jest, which compile in memory, map it.
 */
function shownPlaceOf(frame: NodeJS.CallSite, index: number): Place {
  const lines = String(captureStack(FRAMES_MAX, shownPlaceOf))
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  const [place] = placesOf(lines[index] ?? '');
  return (
    place ?? {
      file: fileOf(frame.getFileName() ?? ''),
      line: frame.getLineNumber() ?? 1,
      column: frame.getColumnNumber() ?? 1,
    }
  );
}

function captureStack(count: number, above: (...args: never[]) => unknown): unknown {
  const { stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  Error.stackTraceLimit = count;
  Error.captureStackTrace(holder, above);
  Error.stackTraceLimit = stackTraceLimit;
  return holder.stack;
}

function fileOf(name: string): string {
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

function isDriverFile(file: string): boolean {
  if (file === '' || file.startsWith('node:')) return false;
  if (OWN_FOLDERS.some((folder) => file.startsWith(folder))) return false;
  // The package may itself lie in node_modules, and its samples are drivers.
  const path = file.startsWith(PACKAGE_ROOT + sep) ? file.slice(PACKAGE_ROOT.length) : file;
  return !path.includes(`${sep}node_modules${sep}`);
}

/** The places that the lines of a stack name, innermost first. */
function placesOf(stack: string): readonly Place[] {
  return stack.split('\n').flatMap((text) => {
    const match =
      /^\s+at .*?\((.+):(\d+):(\d+)\)$/.exec(text) ?? /^\s+at (.+):(\d+):(\d+)$/.exec(text);
    if (match === null) return [];
    return [{ file: fileOf(match[1]), line: Number(match[2]), column: Number(match[3]) }];
  });
}

/** The place in the source of a compiled file that has its map beside it; any other as it is. */
function mapped(place: Place): Place {
  const path = `${place.file}.map`;
  if (!existsSync(path)) return place;
  const map = new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
  const entry = map.findEntry(place.line - 1, place.column - 1);
  if (!('originalSource' in entry)) return place;
  return {
    file: resolve(dirname(place.file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}
