/**
 * What the registry holds for an adapter after its INF has installed it. Sources: INF DDInstall
 * Section, DDInstall Section in a Network INF File, Specifying Configuration Parameters for the
 * Advanced Properties Page.
 */
import type { RegistryEntry } from '../../ndis/kernel/registry';
import { InfError } from './inf-error';
import { InstanceKey, readNumber } from './instance-key';
import type { Model } from './models';
import type { Entry, InfFile, Section } from './syntax';

/** Gives an INF that another includes, the same for the same name; undefined if there is none. */
export type FindInf = (name: string) => InfFile | undefined;

/** What Setup looks for on x86, the first that there is. */
const INSTALL_DECORATIONS = ['.ntx86', '.nt', ''];
/** Far deeper than sections need each other: "Needs entries cannot be nested". */
const NEEDS_DEPTH_MAX = 16;
const PARAMS = 'ndi\\params\\';

/** A section that is being installed, and the file that it is in. */
interface Place {
  readonly file: InfFile;
  readonly section: Section;
}

/** The sections that need this one, one by the other, and those that need not be done again. */
interface Progress {
  readonly under: readonly Section[];
  readonly done: Set<Section>;
}

/** The values of a model's key. @throws InfError if a section that is named is not there. */
export function installModel(
  file: InfFile,
  model: Model,
  findInf: FindInf,
): readonly RegistryEntry[] {
  const place = { file, section: installSection(file, model) };
  const key = new InstanceKey();
  describe(key, place, model);
  install(key, place, findInf, { under: [], done: new Set() });
  writeDefaults(key);
  return key.entries;
}

function installSection({ path, sections }: InfFile, { install: name, line }: Model): Section {
  for (const decoration of INSTALL_DECORATIONS) {
    const section = sections.get(`${name.toLowerCase()}${decoration}`);
    if (section !== undefined) return section;
  }
  throw new InfError(path, line, `no section [${name}], which says how this device is installed`);
}

/** What the class installer writes of a component. */
function describe(key: InstanceKey, { file, section }: Place, model: Model): void {
  const { path, sections, expand } = file;
  const text = (name: string, value: string | undefined) => {
    if (value !== undefined) key.set('', name, { type: 'string', value });
  };
  text('DriverDesc', model.description);
  const provider = valueOf(sections.get('version')?.entries ?? [], 'provider');
  text('ProviderName', provider && expand(provider.fields[0]));
  text('ComponentId', model.ids[0]?.toLowerCase());
  text('MatchingDeviceId', model.ids[0]?.toLowerCase());
  text('InfSection', model.install);
  text('InfSectionExt', section.name.slice(model.install.length) || undefined);
  const busType = valueOf(section.entries, 'bustype');
  text('BusType', busType && expand(busType.fields[0]));
  const characteristics = valueOf(section.entries, 'characteristics');
  if (characteristics === undefined) return;
  const { line, fields } = characteristics;
  const fail = (message: string) => new InfError(path, line, message);
  const value = readNumber(expand(fields[0]), 'Characteristics', fail);
  key.set('', 'Characteristics', { type: 'integer', value });
}

/** Does what a DDInstall section says, after what it needs of others. */
function install(
  key: InstanceKey,
  { file, section }: Place,
  findInf: FindInf,
  { under, done }: Progress,
): void {
  const { path, sections, expand } = file;
  const included = named(section, 'include', expand).map(({ name }) => findInf(name));
  // Windows' own INFs are not here; what they add is no keyword of a miniport.
  const isComplete = !included.includes(undefined);
  const files = [...included.filter((one) => one !== undefined), file];
  for (const { name, line } of named(section, 'needs', expand)) {
    const found = files.find((one) => one.sections.has(name.toLowerCase()));
    const needed = found?.sections.get(name.toLowerCase());
    const isCircle = needed !== undefined && [section, ...under].includes(needed);
    if (found === undefined || needed === undefined || isCircle) {
      if (!isComplete) continue;
      const what = isCircle
        ? `Needs goes in a circle: [${name}] needs itself`
        : `no section [${name}], which Needs names`;
      throw new InfError(path, line, what);
    }
    if (done.has(needed)) continue;
    if (under.length === NEEDS_DEPTH_MAX)
      throw new InfError(path, line, `Needs goes deeper than ${NEEDS_DEPTH_MAX} sections`);
    done.add(needed);
    install(key, { file: found, section: needed }, findInf, { under: [...under, section], done });
  }
  for (const { name, line } of named(section, 'addreg', expand)) {
    const added = sections.get(name.toLowerCase());
    if (added === undefined)
      throw new InfError(path, line, `no section [${name}], which AddReg names`);
    key.addRegistry(file, added);
  }
}

/**
 * The parameters of the Advanced page: one that is required has its default until the user sets
 * another value; one that is optional is not there.
 */
function writeDefaults(key: InstanceKey): void {
  for (const { key: path, name, value } of key.entries) {
    const lower = path.toLowerCase();
    if (!lower.startsWith(PARAMS) || name.toLowerCase() !== 'default') continue;
    const keyword = path.slice(PARAMS.length);
    const optional = key.get(path, 'Optional');
    const isOptional = optional !== undefined && Number(optional.value) !== 0;
    if (isOptional || keyword.includes('\\') || key.get('', keyword) !== undefined) continue;
    key.set('', keyword, value);
  }
}

function valueOf(entries: readonly Entry[], wanted: string): Entry | undefined {
  return entries.find(({ key }) => key?.toLowerCase() === wanted);
}

/** The names that a directive lists, in all its lines. */
function named({ entries }: Section, directive: string, expand: InfFile['expand']) {
  return entries
    .filter(({ key }) => key?.toLowerCase() === directive)
    .flatMap(({ line, fields }) =>
      fields.map((field) => ({ name: expand(field), line })).filter(({ name }) => name !== ''),
    );
}
