/**
 * Whether a ProtocolBindAdapter that is over came to what it should. (NDIS 5: ProtocolBindAdapter,
 * NdisOpenAdapter, NdisIMInitializeDeviceInstanceEx)
 */
import { hex } from '../finding';
import { ProtocolBindAdapter } from '../handlers';
import { NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS, statusName } from '../status';
import type { EndedBind } from './bind-operation';
import type { Protocol } from './protocol';

const boundary = ProtocolBindAdapter.name;

export function judgeBinding(protocol: Protocol, operation: EndedBind): void {
  if (operation.status === NDIS_STATUS_SUCCESS) judgeOpen(protocol, operation);
  else judgeInstance(protocol, operation);
}

/** Rule I03: a bind that has opened its adapter succeeds when it is open, and not before. */
function judgeOpen({ bindings }: Protocol, { adapter, openStatus }: EndedBind): void {
  if (openStatus === undefined || openStatus === NDIS_STATUS_SUCCESS) return;
  if (bindings.some((binding) => binding.adapter === adapter)) return;
  const came =
    openStatus === NDIS_STATUS_PENDING
      ? 'is still pending'
      : `came to ${statusName(openStatus) ?? hex(openStatus)}`;
  adapter.os.report('intermediate/open-completion-mishandled', {
    what: `${boundary} succeeded, and its NdisOpenAdapter ${came}.`,
    boundary,
  });
}

/** Rule I05: a bind that fails for want of its virtual device does not keep what lies below it. */
function judgeInstance(
  { bindings }: Protocol,
  { adapter, status, instanceStatus }: EndedBind,
): void {
  if (instanceStatus === undefined || instanceStatus === NDIS_STATUS_SUCCESS) return;
  const left = bindings.find((binding) => binding.adapter === adapter);
  if (left === undefined) return;
  const { os } = adapter;
  const resource = os.ledger.find('binding', left.handle);
  os.report('intermediate/failed-instance-left-binding', {
    what: `${boundary} gave ${statusName(status) ?? hex(status)}, as its virtual device could not be initialized, and did not close the binding.`,
    boundary,
    resource,
  });
  if (resource !== undefined) resource.isLost = true;
  left.detach();
}
