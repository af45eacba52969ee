/**
 * TypeScript files of the user's own, through ts-node: transpiled and not type-checked, so that a
 * file needs neither a project nor installed types, wherever it lies. What they import as `ndislab`
 * is this very package.
 */
import { existsSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import { join, relative, sep } from 'node:path';
import type * as TsNode from 'ts-node';
import type { Diagnostic } from 'typescript';
import { createCallSite } from '../call-site';
import { CODE_ROOT, IS_COMPILED, PACKAGE_ROOT } from '../package-root';
import { UsageError } from '../result';
import { guardImports, guardInterface } from './unknown-names';

/** What a driver may import by name; the same names as in package.json's exports. */
const ENTRIES: Readonly<Record<string, string>> = {
  ndislab: join(CODE_ROOT, 'harness'),
  'ndislab/ndis': join(CODE_ROOT, 'ndis'),
  'ndislab/hardware': join(CODE_ROOT, 'hardware'),
};

const EXTENSIONS = ['.ts', '.cts', '.mts'];

interface ModuleInternals {
  _cache: Record<string, NodeModule>;
  _resolveFilename(request: string, ...rest: unknown[]): string;
  _extensions: Record<string, (module: NodeModule & ModuleCompiler, file: string) => void>;
}

interface ModuleCompiler {
  _compile(code: string, file: string): void;
}

let service: TsNode.Service | undefined;

/** Makes `require` take TypeScript files and `ndislab`. To call it again does nothing. */
export function installTypeScript(): void {
  if (service !== undefined) return;
  // Loaded when it is needed: the compiler alone takes half a second.
  const { create } = require('ts-node') as typeof TsNode;
  const transpiler = create({
    transpileOnly: true,
    skipProject: true,
    compilerOptions: { module: 'commonjs', moduleResolution: 'bundler', target: 'es2022' },
  });
  service = transpiler;
  const internals = Module as unknown as ModuleInternals;
  for (const extension of EXTENSIONS) {
    internals._extensions[extension] = (module, file) => {
      module._compile(transpiler.compile(readFileSync(file, 'utf8'), file), file);
    };
  }
  const resolve = internals._resolveFilename;
  internals._resolveFilename = (request, ...rest) => {
    if (Object.hasOwn(ENTRIES, request)) return guardedEntry(internals, request);
    return compiledTwin(resolve(request, ...rest));
  };
  guardInterface();
}

/** Puts an entry among the loaded modules under its own name, which is given back. */
function guardedEntry(internals: ModuleInternals, entry: string): string {
  if (internals._cache[entry] === undefined) {
    const module = new Module(entry);
    module.exports = guardImports(entry, require(ENTRIES[entry]) as object);
    module.loaded = true;
    internals._cache[entry] = module;
  }
  return entry;
}

/** In a checkout, the compiled file of one of our sources, so that no part of us is loaded twice. */
function compiledTwin(file: string): string {
  if (!IS_COMPILED || !file.startsWith(PACKAGE_ROOT + sep) || !file.endsWith('.ts')) return file;
  const path = relative(PACKAGE_ROOT, file);
  const [folder] = path.split(sep);
  if (folder !== 'hardware' && folder !== 'ndis' && folder !== 'harness') return file;
  const twin = join(CODE_ROOT, path.replace(/\.ts$/, '.js'));
  return existsSync(twin) ? twin : file;
}

/** What a file of the user's exports. @throws UsageError if it does not compile or fails to load. */
export function requireUserFile(file: string): Record<string, unknown> {
  installTypeScript();
  try {
    return require(file) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(describeLoadError(file, error));
  }
}

function describeLoadError(file: string, error: unknown): string {
  if (isCompileError(error)) {
    const { diagnostics } = error;
    if (diagnostics !== undefined && diagnostics.length > 0) return describeDiagnostic(diagnostics);
    return oneLine(error.diagnosticText);
  }
  if (!(error instanceof Error)) return `${shown(file)} threw ${String(error)} while it was loaded`;
  if (error instanceof SyntaxError) {
    // Node puts the place on the first line of the stack: "file:line".
    const place = /^(.+):(\d+)\n/.exec(error.stack ?? '');
    const at = place === null ? shown(file) : `${shown(place[1])}:${place[2]}`;
    return `${at}: ${oneLine(error.message)}`;
  }
  if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND')
    return `${shown(file)}: ${oneLine(error.message.split('\n')[0])}`;
  const place = createCallSite()(error) ?? shown(file);
  return `${place}: ${error.name} while it was loaded: ${oneLine(error.message)}`;
}

function isCompileError(
  error: unknown,
): error is TsNode.TSError & { diagnostics?: readonly Diagnostic[] } {
  return error instanceof Error && error.name === 'TSError';
}

function describeDiagnostic(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  const text = first.messageText;
  const message = oneLine(typeof text === 'string' ? text : text.messageText);
  const more = diagnostics.length === 1 ? '' : ` (and ${diagnostics.length - 1} more)`;
  if (first.file === undefined || first.start === undefined) return message + more;
  const { line } = first.file.getLineAndCharacterOfPosition(first.start);
  return `${shown(first.file.fileName)}:${line + 1}: ${message}${more}`;
}

function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return (path.startsWith('..') ? file : path).split(sep).join('/');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
