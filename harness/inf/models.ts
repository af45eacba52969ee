/**
 * The devices that an INF installs on 32-bit Windows XP. Source: INF Manufacturer Section, INF
 * Models Section, INF Version Section.
 */
import { InfError } from './inf-error';
import type { Entry, InfFile, Section } from './syntax';

/** A device: what it is called, how it is installed, and by which IDs it is known. */
export interface Model {
  readonly line: number;
  readonly description: string;
  /** The name of its DDInstall section, without decoration. */
  readonly install: string;
  /** The hardware ID first, then compatible IDs; in upper case. */
  readonly ids: readonly string[];
}

const SIGNATURES = ['$WINDOWS NT$', '$CHICAGO$', '$WINDOWS 95$'];
const XP = { major: 5, minor: 1 } as const;
const VER_NT_WORKSTATION = 1;
/** nt[Architecture][.[OSMajorVersion][.[OSMinorVersion][.[ProductType][.SuiteMask]]]] */
const DECORATION = /^nt([a-z]\w*)?(?:\.(\w*))?(?:\.(\w*))?(?:\.(\w*))?(?:\.(\w*))?$/i;

/** The models of a file, in its order. @throws InfError if it is no INF that installs devices. */
export function modelsOf(file: InfFile): readonly Model[] {
  checkVersion(file);
  const manufacturers = file.sections.get('manufacturer');
  if (manufacturers === undefined)
    throw new InfError(file.path, undefined, 'no [Manufacturer], which lists what it installs');
  const sections = new Set(manufacturers.entries.flatMap((entry) => modelsSection(file, entry)));
  return [...sections].flatMap(({ entries }) =>
    entries.flatMap((entry) => readModel(entry, file.expand)),
  );
}

function checkVersion({ path, sections, expand }: InfFile): void {
  const version = sections.get('version');
  if (version === undefined)
    throw new InfError(path, undefined, 'no [Version], by which an INF is known');
  const signature = version.entries.find(({ key }) => key?.toLowerCase() === 'signature');
  const value = expand(signature?.fields[0] ?? '');
  if (!SIGNATURES.includes(value.toUpperCase()))
    throw new InfError(
      path,
      signature?.line ?? version.line,
      `[Version] has the Signature "${value}"; it is "$Windows NT$" or "$Chicago$"`,
    );
}

/** The section that XP takes for a manufacturer, if there is one. */
function modelsSection({ path, sections, expand }: InfFile, { line, fields }: Entry): Section[] {
  const [name, ...decorations] = fields.map(expand);
  if (name === '') return [];
  let best: string | undefined;
  let bestRank: readonly number[] = [];
  for (const decoration of decorations) {
    const rank = rankOf(decoration);
    if (rank === undefined || !isHigher(rank, bestRank)) continue;
    best = decoration;
    bestRank = rank;
  }
  const wanted = best === undefined ? name : `${name}.${best}`;
  const section = sections.get(wanted.toLowerCase());
  // With decorations for other systems only, the plain section is one that need not be there.
  if (section === undefined && (best !== undefined || decorations.length === 0))
    throw new InfError(path, line, `no section [${wanted}], which lists what it installs on XP`);
  return section === undefined ? [] : [section];
}

/** How near a decoration is to XP on x86; undefined if it is for other systems. */
function rankOf(decoration: string): readonly number[] | undefined {
  const parts = DECORATION.exec(decoration);
  if (parts === null) return undefined;
  const [, architecture = '', ...numbers] = parts;
  if (architecture !== '' && architecture.toLowerCase() !== 'x86') return undefined;
  const [major, minor, product, suite] = numbers.map((text) => (text ? Number(text) : undefined));
  const isLater =
    major !== undefined && (major > XP.major || (major === XP.major && (minor ?? 0) > XP.minor));
  // No suite: what is modelled is Windows XP Professional.
  if (isLater || (product ?? VER_NT_WORKSTATION) !== VER_NT_WORKSTATION || (suite ?? 0) !== 0)
    return undefined;
  return [major ?? 0, minor ?? 0, product ?? 0, architecture === '' ? 0 : 1];
}

function isHigher(rank: readonly number[], than: readonly number[]): boolean {
  const differing = rank.findIndex((part, index) => part !== than[index]);
  return differing >= 0 && rank[differing] > (than[differing] ?? -1);
}

function readModel({ line, key, fields }: Entry, expand: InfFile['expand']): Model[] {
  const [install = '', ...ids] = fields.map(expand);
  if (key === undefined || install === '') return [];
  const known = ids.filter((id) => id !== '').map((id) => id.toUpperCase());
  return [{ line, description: expand(key), install, ids: known }];
}
