/** Imported first: what is imported after it from the four layers is what `npm run build` has made. */
import { existsSync } from 'node:fs';
import Module from 'node:module';
import { join, relative, sep } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const LAYERS = ['hardware', 'ndis', 'miniports', 'harness'];

interface Resolver {
  _resolveFilename(request: string, ...rest: unknown[]): string;
}

const resolver = Module as unknown as Resolver;
const resolve = resolver._resolveFilename;

resolver._resolveFilename = (request, ...rest) => {
  const file = resolve(request, ...rest);
  const path = relative(ROOT, file);
  if (!file.endsWith('.ts') || !LAYERS.includes(path.split(sep)[0])) return file;
  const compiled = join(ROOT, 'dist', path.replace(/\.ts$/, '.js'));
  return existsSync(compiled) ? compiled : file;
};
