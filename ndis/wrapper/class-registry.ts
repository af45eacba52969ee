/**
 * The software keys of the network adapters, in the registry under Control\Class, one by number for
 * each ("Registry Trees and Keys for Devices and Drivers"): what the INF wrote there, the names of
 * the adapter, and in Linkage what it exports to protocols. Of what Setup writes beside these nothing
 * is known: to ask for it is inconclusive.
 */
import { RegistryKey, type RegistryValue } from '../kernel/registry';
import type { FoundKey } from '../kernel/system-registry';
import type { OperatingSystem } from '../operating-system';
import type { Adapter } from './adapter';

/** The class of network adapters (devguid.h). */
export const NET_CLASS = '{4D36E972-E325-11CE-BFC1-08002BE10318}';
const PATH =
  /^\\registry\\machine\\system\\(?:currentcontrolset|controlset001)\\control\\class\\(\{[^\\]*)(.*)$/i;
/** PCI has 32 devices; adapters without hardware are numbered after them. */
const DEVICE_COUNT = 32;

/** The key of an adapter as NDIS and the driver have it, and what is not in there. */
class SoftwareKey extends RegistryKey {
  readonly #adapter: Adapter;

  constructor(adapter: Adapter) {
    super();
    this.#adapter = adapter;
    const { name } = adapter;
    const instanceId = name.slice(name.lastIndexOf('\\') + 1);
    super.set('NetCfgInstanceId', { type: 'string', value: instanceId });
    const linkage = this.createKey('Linkage');
    linkage.set('Export', { type: 'multi-string', value: [name] });
    linkage.set('RootDevice', { type: 'multi-string', value: [instanceId] });
  }

  override get(keyword: string): RegistryValue | undefined {
    return this.#adapter.parameters.get(keyword) ?? super.get(keyword);
  }

  override set(keyword: string, value: RegistryValue): void {
    this.#adapter.parameters.set(keyword, value);
  }

  override key(name: string): RegistryKey | undefined {
    return super.key(name) ?? this.#adapter.parameters.key(name);
  }
}

/** The number under which an adapter has its key: what IoGetDeviceProperty tells of it, too. */
export function softwareKeyNumber({ os, location, handle }: Adapter): string {
  const virtuals = [...os.adapters.values()].filter((one) => one.location === undefined);
  const index =
    location?.device ?? DEVICE_COUNT + virtuals.findIndex((one) => one.handle === handle);
  return String(index).padStart(4, '0');
}

/** A key under Control\Class; undefined for another path. */
export function findClassKey(
  os: OperatingSystem,
  path: string,
): FoundKey | 'absent' | 'unknown' | undefined {
  const [, guid, rest] = PATH.exec(path) ?? [];
  if (guid === undefined) return undefined;
  if (guid.toUpperCase() !== NET_CLASS) return 'unknown';
  const netClass = new RegistryKey();
  for (const adapter of os.adapters.values())
    netClass.attachKey(softwareKeyNumber(adapter), new SoftwareKey(adapter));
  const names = rest.split('\\').filter((name) => name !== '');
  const key = names.reduce<RegistryKey | undefined>((at, name) => at?.key(name), netClass);
  if (key !== undefined) return { key, isWhole: false, hasAllKeys: names.length === 0 };
  return names.length === 1 && /^\d{4}$/.test(names[0]) ? 'absent' : 'unknown';
}
