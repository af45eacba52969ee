/** What there is to say of a finding in machine code: names of places, and the code around it. */
import type { Evidence, Finding } from '../../ndis/finding';
import { readMachineDriver, type MachineDriver } from '../../ndis/loader';
import { listingAt } from './listing';
import { symbolsOf, type Symbols } from './symbols';

const SITE = /^(.+)\.sys\+0x([0-9A-F]+)$/i;

/** A function that adds to findings about `driver` what its image tells of them. */
export function createExplainer(driver: MachineDriver): (finding: Finding) => Finding {
  let known: Symbols | undefined;
  const symbols = () => (known ??= symbolsOf(driver));
  const moduleName = driver.name.replace(/\.[a-z]+$/i, '').toLowerCase();
  const offsetOf = (site: string | undefined): number | undefined => {
    const match = SITE.exec(site ?? '');
    return match?.[1].toLowerCase() === moduleName ? Number.parseInt(match[2], 16) : undefined;
  };
  const named = (site: string): string => {
    const offset = offsetOf(site);
    const name = offset === undefined ? undefined : symbols().nameOf(offset);
    return name === undefined ? site : `${site} ${name}`;
  };
  return (finding) => {
    const { evidence } = finding;
    const { resource, callers } = evidence;
    const offset = offsetOf(evidence.at) ?? offsetOf(resource?.acquiredAt);
    if (offset === undefined) return finding;
    const isReturn = evidence.call !== undefined || evidence.at === resource?.acquiredAt;
    const place = isReturn ? 'return' : 'instruction';
    const symbol = symbols().nameOf(offset);
    const listing = listingAt(readMachineDriver(driver), symbols(), offset, place);
    const explained: Evidence = {
      ...evidence,
      ...(symbol === undefined ? {} : { symbol }),
      ...(callers === undefined ? {} : { callers: callers.map(named) }),
      ...(listing.length === 0 ? {} : { listing }),
    };
    if (resource?.acquiredThrough === undefined) return { ...finding, evidence: explained };
    const acquiredThrough = resource.acquiredThrough.map(named);
    return { ...finding, evidence: { ...explained, resource: { ...resource, acquiredThrough } } };
  };
}
