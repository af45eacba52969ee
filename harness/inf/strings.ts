/**
 * The tokens of an INF, as `%this%`, and what they stand for. Source: INF Strings Section; an
 * English Windows reads them.
 */
import type { InfFile } from './syntax';

type Sections = InfFile['sections'];

/** MAKELANGID: the primary language in the lower 10 bits, the sublanguage above. */
const LANG_ENGLISH = 0x09;
const ENGLISH_US = 0x0409;
const PRIMARY_LANGUAGE_MASK = 0x3ff;

/** Replaces the tokens of a text; one that is not defined stays as it is, and %% is a percent. */
export type Expand = (text: string) => string;

/** The tokens of a file. */
export function tokensOf(sections: Sections): Expand {
  const strings = new Map<string, string>();
  for (const { key, fields } of stringsSection(sections)?.entries ?? [])
    if (key !== undefined) strings.set(key.toLowerCase(), fields[0]);
  return (text) =>
    text.replace(/%([^%]*)%/g, (token: string, name: string) =>
      name === '' ? '%' : (strings.get(name.toLowerCase()) ?? token),
    );
}

/** The one section that is used: of the language, of it without sublanguage, of its family, any. */
function stringsSection(sections: Sections) {
  const family: string[] = [];
  for (const name of sections.keys()) {
    const language = Number.parseInt(/^strings\.([0-9a-f]{4})$/.exec(name)?.[1] ?? '', 16);
    if ((language & PRIMARY_LANGUAGE_MASK) === LANG_ENGLISH) family.push(name);
  }
  const name = [nameOf(ENGLISH_US), nameOf(LANG_ENGLISH), ...family].find((one) =>
    sections.has(one),
  );
  return sections.get(name ?? 'strings');
}

function nameOf(language: number): string {
  return `strings.${language.toString(16).padStart(4, '0')}`;
}
