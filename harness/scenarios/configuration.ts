/**
 * What a driver may find when it starts: registry values that are missing, of another type or out of
 * all range, network addresses that are good and bad, and a list of media without its own. (NDIS 5.1:
 * NdisReadConfiguration, NdisReadNetworkAddress, MiniportInitialize)
 */
import type { Fault } from '../../ndis/faults';
import { judgeNetworkAddress } from '../configuration-judge';
import { REGISTRY_WAYS, type RegistryWay } from '../disturbance/forms';
import type { Scenario } from '../scenario';
import { awaitSends, exchange, LINK_UP_NS, openBinding } from './steps';

const NETWORK_ADDRESS = 'NetworkAddress';
/** Of a network address alone. */
const ADDRESS_WAYS: readonly RegistryWay[] = ['station', 'multicast', 'zeros', 'short'];

export const configuration: Scenario = {
  name: 'configuration',
  summary: 'Registry values that are missing or senseless, network addresses, and foreign media.',
  plan(rehearse) {
    const faults = [...rehearse.keywords()].flatMap(([keyword, isThere]) => [
      ...(isThere ? [of('missing', keyword)] : []),
      ...REGISTRY_WAYS.filter((way) => isFor(way, keyword)).map((way) => of(way, keyword)),
    ]);
    const media: Fault = { call: 'medium', failure: 'foreign', occurrence: 1 };
    return [{ faults: [] }, ...[media, ...faults].map((fault) => ({ faults: [fault] }))];
  },
  play(session) {
    const keywords = session.recordKeywords();
    if (session.load() && session.start()) {
      session.idle(LINK_UP_NS);
      openBinding(session);
      judgeNetworkAddress(session, keywords);
      exchange(session);
      if (session.protocol !== undefined) awaitSends(session);
      session.reset();
      session.idle(LINK_UP_NS);
    }
    session.halt();
    session.unload();
  },
};

function of(way: string, keyword: string): Fault {
  return { call: 'registry', failure: `${way}:${keyword}`, occurrence: 1 };
}

function isFor(way: RegistryWay, keyword: string): boolean {
  return !ADDRESS_WAYS.includes(way) || keyword === NETWORK_ADDRESS;
}
