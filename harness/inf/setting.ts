/** Values that a user sets on the command line, as `TransmitBuffers=128`. */
import type { RegistryEntry, RegistryValue } from '../../ndis/kernel/registry';
import { PREDEFINED } from '../../ndis/wrapper/configuration';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';

/**
 * The value that a setting gives. A number in 0x form is a REG_DWORD. Anything else is a REG_SZ, as
 * INFs and the Advanced page write it, unless it is a number and `before` is a REG_DWORD.
 *
 * @param before - what the INF gives for the keyword.
 * @throws UsageError if it is none.
 */
export function parseSetting(
  setting: string,
  before: (key: string, name: string) => RegistryValue | undefined,
): RegistryEntry {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
  if (path === undefined)
    throw new UsageError(
      `--set is KEYWORD=VALUE, as --set TransmitBuffers=128, not ${shellWord(setting)}`,
    );
  const at = path.lastIndexOf('\\');
  const key = path.slice(0, Math.max(at, 0));
  const name = path.slice(at + 1);
  if (key === '' && PREDEFINED.has(name.toLowerCase()))
    throw new UsageError(`--set ${name}: NDIS answers ${name} itself, whatever the registry says`);
  const isHex = /^0x[0-9a-f]+$/i.test(text);
  if (isHex && text.length > '0x'.length + 8)
    throw new UsageError(`--set ${path}: ${text} has more than the 32 bits of a REG_DWORD`);
  const isNumber = isHex || (before(key, name)?.type === 'integer' && isDecimal(text));
  const value: RegistryValue = isNumber
    ? { type: 'integer', value: Number(text) >>> 0 }
    : { type: 'string', value: text };
  return { key, name, value };
}

function isDecimal(text: string): boolean {
  return /^-?\d{1,10}$/.test(text) && Number(text) >= -0x8000_0000 && Number(text) <= 0xffff_ffff;
}
