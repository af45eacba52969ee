/**
 * What is to be said of a driver that was given a registry value that it had no reason to trust, or a
 * network address. (NDIS 5.1: NdisReadConfiguration, NdisReadNetworkAddress)
 */
import type { Finding } from '../ndis/finding';
import { OID_802_3_CURRENT_ADDRESS, OID_802_3_PERMANENT_ADDRESS } from '../ndis/oid';
import { RESOURCE_KINDS } from '../ndis/resource-kinds';
import type { RuleName } from '../ndis/rules';
import { NDIS_STATUS_SUCCESS } from '../ndis/status';
import { askMiniport } from './oid-request';
import type { Session } from './session';

const NETWORK_ADDRESS = 'NetworkAddress';
const ADDRESS_BYTES = 6;
const LEAKS = new Set<RuleName>(Object.values(RESOURCE_KINDS).map(({ leak }) => leak));
/** Breaches that a value led the driver to, beside those of memory, hardware, DMA and packets. */
const LED_TO: readonly RuleName[] = [
  'registration/callback-never-returns',
  'resource/memory-zero-bytes',
];

/** After a run: whether a registry value that was put there made the driver go wrong. */
export function judgeConfiguration(session: Session): void {
  const { os, cleanRules } = session;
  const fault = os.faults?.injected.find(({ call }) => call === 'registry');
  if (fault === undefined || cleanRules === undefined) return;
  const [way, keyword] = fault.failure.split(':');
  if (way === 'station') return; // a good value: what goes wrong with it says so itself
  const led = os.findings.find((one) => isLedTo(one) && !cleanRules.has(one.rule));
  if (led === undefined) return;
  // What any address leads it to, it was not led to by a bad one.
  if (keyword === NETWORK_ADDRESS && session.addressedRules?.has(led.rule) === true) return;
  const { call, at } = led.evidence;
  os.report('resource/registry-value-not-checked', {
    what: `With the registry value ${keyword} ${WAYS[way]}, the driver breaks ${led.rule}, which it does not without.`,
    boundary: led.boundary,
    call,
    at,
  });
}

const WAYS: Readonly<Record<string, string>> = {
  missing: 'missing',
  zero: 'of 0',
  maximal: 'of 0x7FFFFFFF',
  negative: 'of -1',
  text: 'of a text that is no value',
  empty: 'of an empty text',
  long: 'of a text of 512 characters',
  multicast: 'of a multicast address',
  zeros: 'of twelve zeros',
  short: 'of three bytes',
};

/** Not a leak or a word too few: what touches what it must not. */
function isLedTo({ rule }: Finding): boolean {
  if (LED_TO.includes(rule)) return true;
  return /^(memory|hardware|dma|packet)\//.test(rule) && !LEAKS.has(rule) && !isOver(rule);
}

/** What is seen when a driver is done, whatever led it there. */
function isOver(rule: RuleName): boolean {
  return rule === 'hardware/not-quiescent' || rule === 'packet/never-completed';
}

/**
 * Of a driver that runs and has looked for a network address in the registry: it uses a valid one, and
 * the permanent or a default one in place of any other. (NdisReadNetworkAddress, Remarks)
 */
export function judgeNetworkAddress(
  session: Session,
  keywords: ReadonlyMap<string, boolean>,
): void {
  const { os, parameters } = session;
  const value = parameters.get(NETWORK_ADDRESS);
  if (value?.type !== 'string' || !keywords.has(NETWORK_ADDRESS)) return;
  // NdisReadNetworkAddress discards hyphens.
  const given = value.value.replaceAll('-', '').toUpperCase();
  const current = addressOf(session, OID_802_3_CURRENT_ADDRESS);
  const permanent = addressOf(session, OID_802_3_PERMANENT_ADDRESS);
  if (current === undefined || permanent === undefined) return;
  const boundary = 'MiniportInitialize';
  const isUsed = current === given;
  if (isStation(given)) {
    if (!isUsed)
      os.report('resource/network-address-not-used', {
        what: `The registry has the network address ${given}, and the adapter uses ${current}.`,
        boundary,
      });
  } else if (current !== permanent && (!isStation(current) || isMadeOf(given, current)))
    os.report('resource/network-address-not-checked', {
      what: `The registry has the network address ${given}, which no station can have, and the adapter uses ${current}.`,
      boundary,
    });
}

/** Six bytes, not all zero, and not of a group (IEEE 802-2001, 9.2). */
function isStation(text: string): boolean {
  return /^[0-9A-F]{12}$/.test(text) && !/^0+$/.test(text) && /^.[02468ACE]/.test(text);
}

/** Whether the second and the third byte are those that a registry value of hexadecimal digits has. */
function isMadeOf(given: string, address: string): boolean {
  const bytes = given.slice(2, 6);
  return /^[0-9A-F]{4}$/.test(bytes) && bytes !== '0000' && address.slice(2, 6) === bytes;
}

function addressOf({ adapter, protocol }: Session, oid: number): string | undefined {
  if (adapter === undefined) return undefined;
  const buffer = new Uint8Array(ADDRESS_BYTES);
  const answer = askMiniport(adapter, 'query', oid, buffer, protocol?.binding, 0);
  if (answer.status !== NDIS_STATUS_SUCCESS || answer.byteCount !== ADDRESS_BYTES) return undefined;
  const bytes = [...answer.bytes.slice(0, ADDRESS_BYTES)];
  return bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
