/** Which keywords of the registry the driver under test looks for. */
import type { RegistryKey } from '../ndis/kernel/registry';
import type { OperatingSystem } from '../ndis/operating-system';

/** By keyword, whether it was there when it was looked for last. Fills as the run goes on. */
export function recordKeywords(
  os: OperatingSystem,
  parameters: RegistryKey,
): ReadonlyMap<string, boolean> {
  const keywords = new Map<string, boolean>();
  const get = parameters.get.bind(parameters);
  parameters.get = (keyword) => {
    const value = get(keyword);
    const image = os.frame?.image;
    if (image !== undefined && image.isBystander !== true)
      keywords.set(keyword, value !== undefined);
    return value;
  };
  return keywords;
}
