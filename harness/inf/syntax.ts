/**
 * The syntax of an INF: sections of entries, each a key and fields parted by commas. Sources:
 * General Syntax Rules for INF Files; where those are silent, what SetupAPI does by Wine's
 * conformance tests, which pass on Windows (dlls/setupapi/tests/parser.c: section_names, key_names).
 */
import { InfError } from './inf-error';
import { tokensOf, type Expand } from './strings';

/** One entry, after its continuations; tokens as `%this%` are not yet replaced. */
export interface Entry {
  /** Where it begins, from 1. */
  readonly line: number;
  /** What stands before its `=`; undefined without one. */
  readonly key: string | undefined;
  readonly fields: readonly string[];
}

/** All sections of one name are one. */
export interface Section {
  /** As it is written where it is first. */
  readonly name: string;
  readonly line: number;
  readonly entries: Entry[];
}

/** A file: its sections by their names in lower case. */
export interface InfFile {
  /** As the user named it. */
  readonly path: string;
  readonly sections: ReadonlyMap<string, Section>;
  readonly expand: Expand;
}

/** "INF Size Limits", without the terminating NULL. */
const FIELD_CHARACTERS_MAX = 4095;
const SECTION_NAME_CHARACTERS_MAX = 255;
/** A token, in which a semicolon begins no comment. */
const TOKEN = /%[^%,="\s][^%,="]*%/y;
const BACKSLASHES = /\\+/y;
/** Backslashes and spaces up to the end: the entry goes on in the next line. */
const CONTINUATION = /[\s\\]*(?:;.*)?$/y;
/** What neither ends a field nor begins something else. */
const PLAIN = /[^",;=%\\]+/y;

/** Reads the text of an INF. @throws InfError that names the first line that is wrong. */
export function parseInf(text: string, path: string): InfFile {
  return new Parser(text, path).parse();
}

class Parser {
  readonly #path: string;
  readonly #lines: readonly string[];
  readonly #sections = new Map<string, Section>();
  /** The index of the present line, and where in it. */
  #line = 0;
  #at = 0;

  constructor(text: string, path: string) {
    this.#path = path;
    // A CR alone is a space.
    this.#lines = text.split(/\r?\n/);
  }

  parse(): InfFile {
    let section: Section | undefined;
    for (; this.#line < this.#lines.length; this.#line++) {
      const line = this.#lines[this.#line];
      const first = line.trimStart()[0];
      if (first === undefined || first === ';') continue;
      if (first === '[') {
        section = this.#section(line);
        continue;
      }
      if (section === undefined)
        throw this.#error('an entry outside of any section; [Version] begins an INF');
      this.#at = 0;
      section.entries.push(this.#entry());
    }
    return { path: this.#path, sections: this.#sections, expand: tokensOf(this.#sections) };
  }

  #section(line: string): Section {
    const name = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (name === undefined) throw this.#error('a section without its closing bracket; [name]');
    if (name.length > SECTION_NAME_CHARACTERS_MAX)
      throw this.#error(
        `a section's name of ${name.length} characters; ` +
          `up to ${SECTION_NAME_CHARACTERS_MAX} are read`,
      );
    const key = name.toLowerCase();
    let section = this.#sections.get(key);
    if (section === undefined) {
      section = { name, line: this.#line + 1, entries: [] };
      this.#sections.set(key, section);
    }
    return section;
  }

  #entry(): Entry {
    const line = this.#line + 1;
    let key: string | undefined;
    const fields: string[] = [];
    for (;;) {
      const canBeKey = key === undefined && fields.length === 0;
      const { text, end } = this.#field(canBeKey);
      if (end === '=') key = text;
      else fields.push(text);
      if (end === undefined) return { line, key, fields };
    }
  }

  /** One field, and what ends it: undefined at the end of the entry. */
  #field(canBeKey: boolean): { readonly text: string; readonly end: '=' | ',' | undefined } {
    let text = '';
    /** What stands in quotes keeps its spaces. */
    let keptLength = 0;
    const trimmed = () => text.slice(0, keptLength) + text.slice(keptLength).trimEnd();
    const done = (end: '=' | ',' | undefined) => {
      const field = trimmed();
      if (field.length > FIELD_CHARACTERS_MAX)
        throw this.#error(
          `a field of ${field.length} characters; up to ${FIELD_CHARACTERS_MAX} are read`,
        );
      return { text: field, end };
    };
    for (;;) {
      const line = this.#lines[this.#line];
      if (text === '' && keptLength === 0) this.#skipSpaces(line);
      const char = line[this.#at];
      if (char === undefined || char === ';') return done(undefined);
      if (char === ',' || (char === '=' && canBeKey)) {
        this.#at++;
        return done(char);
      }
      if (char === '"') {
        text += this.#quoted(line);
        keptLength = text.length;
        continue;
      }
      if (char === '\\' && this.#match(CONTINUATION, line) !== undefined) {
        text = trimmed();
        if (!this.#continue()) return done(undefined);
        continue;
      }
      const token = char === '%' ? this.#match(TOKEN, line) : undefined;
      const taken = token ?? this.#match(PLAIN, line) ?? this.#match(BACKSLASHES, line) ?? char;
      text += taken;
      this.#at += taken.length;
    }
  }

  /** A string in quotes, of which two are one inside it. It ends with the line at the latest. */
  #quoted(line: string): string {
    const start = this.#at + 1;
    for (let from = start; ;) {
      const end = line.indexOf('"', from);
      if (end < 0 || line[end + 1] !== '"') {
        const last = end < 0 ? line.length : end;
        this.#at = last + 1;
        return line.slice(start, last).replaceAll('""', '"');
      }
      from = end + 2;
    }
  }

  /** On to the next line; false if there is none, or a section begins there. */
  #continue(): boolean {
    const next = this.#lines[this.#line + 1];
    if (next === undefined || /^\s*\[/.test(next)) return false;
    this.#line++;
    this.#at = 0;
    this.#skipSpaces(next);
    return true;
  }

  #skipSpaces(line: string): void {
    while (/\s/.test(line[this.#at] ?? '')) this.#at++;
  }

  #match(pattern: RegExp, line: string): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(line)?.[0];
  }

  #error(message: string): InfError {
    return new InfError(this.#path, this.#line + 1, message);
  }
}
