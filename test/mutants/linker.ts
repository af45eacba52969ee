/** Loads a sample whose sources are given: the harness around it is the one that is loaded already. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import type { DriverModule } from '../../ndis';

const MINIPORTS = join(__dirname, '..', '..', 'miniports');

/** The sources of a sample, by file name, sorted. */
export function sourcesOf(sample: string): ReadonlyMap<string, string> {
  const folder = join(MINIPORTS, sample);
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return new Map(files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

type Load = (exports: object, require: (specifier: string) => unknown) => void;

/** A sample, of which one file at a time is exchanged. */
export class Linker {
  readonly #folder: string;
  readonly #files: ReadonlyMap<string, Load>;

  constructor(sample: string) {
    this.#folder = join(MINIPORTS, sample);
    const compiled = [...sourcesOf(sample)].map(
      ([file, source]) => [file, this.#compile(file, source)] as const,
    );
    this.#files = new Map(compiled);
  }

  #compile(file: string, source: string): Load {
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
    });
    const filename = join(this.#folder, file);
    return compileFunction(outputText, ['exports', 'require'], { filename }) as Load;
  }

  /** The driver, with `source` in the place of one file. @throws SyntaxError if that is none. */
  link(changed?: { readonly file: string; readonly source: string }): DriverModule {
    const instead = changed && this.#compile(changed.file, changed.source);
    const modules = new Map<string, object>();
    const load = (file: string): object => {
      const known = modules.get(file);
      if (known !== undefined) return known;
      const exports = {};
      modules.set(file, exports);
      const body = file === changed?.file ? instead! : this.#files.get(file)!;
      body(exports, (specifier) => this.#require(file, specifier, load));
      return exports;
    };
    return load('index.ts') as DriverModule;
  }

  #require(from: string, specifier: string, load: (file: string) => object): unknown {
    const own = `${specifier.replace(/^\.\//, '')}.ts`;
    if (this.#files.has(own)) return load(own);
    return require(join(dirname(join(this.#folder, from)), specifier));
  }
}
