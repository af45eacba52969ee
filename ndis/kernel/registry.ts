/** What the registry holds for an adapter: its parameters, by keyword. Keywords ignore case. */

export type RegistryValue =
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'multi-string'; readonly value: readonly string[] }
  | { readonly type: 'binary'; readonly value: Uint8Array };

/** A value and its place, as plain data. */
export interface RegistryEntry {
  /** The keys on the way to it, parted by backslashes; empty for the key itself. */
  readonly key: string;
  readonly name: string;
  readonly value: RegistryValue;
}

/** One key: values by name, and the keys beneath it. */
export class RegistryKey {
  readonly #values = new Map<string, RegistryValue>();
  readonly #keys = new Map<string, { readonly name: string; readonly key: RegistryKey }>();

  get(keyword: string): RegistryValue | undefined {
    return this.#values.get(keyword.toLowerCase());
  }

  set(keyword: string, value: RegistryValue): void {
    this.#values.set(keyword.toLowerCase(), value);
  }

  /** Sets values here and in the keys beneath, which are made as they are needed. */
  write(entries: readonly RegistryEntry[]): void {
    for (const { key, name, value } of entries) {
      const names = key.split('\\').filter((one) => one !== '');
      names.reduce((at: RegistryKey, one) => at.createKey(one), this).set(name, value);
    }
  }

  delete(keyword: string): void {
    this.#values.delete(keyword.toLowerCase());
  }

  /** The key beneath this one of that name; undefined if there is none. */
  key(name: string): RegistryKey | undefined {
    return this.#keys.get(name.toLowerCase())?.key;
  }

  /** The key of that name and the name itself, by number from 0 in order of creation. */
  keyAt(index: number): { readonly name: string; readonly key: RegistryKey } | undefined {
    return [...this.#keys.values()][index];
  }

  /** Puts a key that there is already under a name here. */
  attachKey(name: string, key: RegistryKey): void {
    this.#keys.set(name.toLowerCase(), { name, key });
  }

  /** The key of that name, made if there is none. */
  createKey(name: string): RegistryKey {
    const lower = name.toLowerCase();
    let entry = this.#keys.get(lower);
    if (entry === undefined) {
      entry = { name, key: new RegistryKey() };
      this.#keys.set(lower, entry);
    }
    return entry.key;
  }
}
