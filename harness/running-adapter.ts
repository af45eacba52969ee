/** An adapter that runs, with the protocol of the harness that is bound to it. */
import type { Adapter } from '../ndis/wrapper/adapter';
import type { TestProtocol } from './test-protocol';

/** As long as NDIS waits for a request. */
const SENDS_TIMEOUT_NS = 12e9;

export interface RunningAdapter {
  readonly adapter: Adapter;
  readonly protocol: TestProtocol | undefined;
}

/** Ends a scenario in whose course the driver gave its device up (NdisMRemoveMiniport). */
export class DeviceGivenUp extends Error {}

/** A protocol's binding closes when its sends are over (NDIS 5: NdisCloseAdapter). */
export function awaitSends({ os, pendingSends, sendQueue }: Adapter): void {
  const isOver = () => pendingSends.size + sendQueue.length === 0;
  if (!isOver()) os.scheduler.wait(SENDS_TIMEOUT_NS, isOver);
}
