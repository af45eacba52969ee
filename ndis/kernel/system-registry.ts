/**
 * The registry of the machine, as far as it is known: the keys of the services that are loaded, as
 * an INF file's AddService makes them, and the description of the processor. What Windows keeps
 * elsewhere is not modelled, and to ask for it is inconclusive.
 */
import { RegistryKey } from './registry';

/** A key that was found, and whether all that it holds is known. */
export interface FoundKey {
  readonly key: RegistryKey;
  readonly isWhole: boolean;
  /** Whether all keys beneath it are known; as `isWhole` if not told. */
  readonly hasAllKeys?: boolean;
}

const SERVICES = '\\registry\\machine\\system\\currentcontrolset\\services';
const PROCESSOR = '\\registry\\machine\\hardware\\description\\system\\centralprocessor\\0';
/** The set that CurrentControlSet links to. */
const CONTROL_SET = /^\\registry\\machine\\system\\controlset001(?=\\|$)/;

/** INF AddService: a driver of the kernel, started on demand, errors of which are logged. */
const SERVICE_KERNEL_DRIVER = 1;
const SERVICE_DEMAND_START = 3;
const SERVICE_ERROR_NORMAL = 1;

function serviceKey(name: string): RegistryKey {
  const key = new RegistryKey();
  key.set('Type', { type: 'integer', value: SERVICE_KERNEL_DRIVER });
  key.set('Start', { type: 'integer', value: SERVICE_DEMAND_START });
  key.set('ErrorControl', { type: 'integer', value: SERVICE_ERROR_NORMAL });
  key.set('ImagePath', { type: 'string', value: `system32\\DRIVERS\\${name}.sys` });
  return key;
}

/** What CPUID says, and the clock of kernel/costs.ts. */
function processorKey(): RegistryKey {
  const key = new RegistryKey();
  key.set('Identifier', { type: 'string', value: 'x86 Family 6 Model 1 Stepping 9' });
  key.set('VendorIdentifier', { type: 'string', value: 'GenuineIntel' });
  key.set('~MHz', { type: 'integer', value: 1000 });
  return key;
}

export class SystemRegistry {
  readonly #keys = new Map<string, RegistryKey>();

  /**
   * The key at an absolute path; `absent` where there is none, and `unknown` where Windows may have
   * one that is not modelled.
   *
   * @param services - the names of the services that are loaded.
   */
  find(path: string, services: readonly string[]): FoundKey | 'absent' | 'unknown' {
    const lower = path
      .toLowerCase()
      .replace(/\\+$/, '')
      .replace(CONTROL_SET, '\\registry\\machine\\system\\currentcontrolset');
    if (lower === '') return 'unknown';
    if (lower === PROCESSOR) return { key: this.#keyOf(lower, processorKey), isWhole: false };
    if (
      SERVICES === lower ||
      SERVICES.startsWith(`${lower}\\`) ||
      PROCESSOR.startsWith(`${lower}\\`)
    )
      return { key: new RegistryKey(), isWhole: false };
    if (!lower.startsWith(`${SERVICES}\\`)) return 'unknown';
    const [name, ...rest] = lower.slice(SERVICES.length + 1).split('\\');
    const service = services.find((one) => one.toLowerCase() === name);
    if (service === undefined) return 'absent';
    const key = this.#keyOf(`${SERVICES}\\${name}`, () => serviceKey(service));
    const found = rest.reduce<RegistryKey | undefined>((at, one) => at?.key(one), key);
    return found === undefined ? 'absent' : { key: found, isWhole: true };
  }

  #keyOf(path: string, make: () => RegistryKey): RegistryKey {
    let key = this.#keys.get(path);
    if (key === undefined) {
      key = make();
      this.#keys.set(path, key);
    }
    return key;
  }
}
