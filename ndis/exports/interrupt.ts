/** Interrupts of an adapter. */
import {
  deregisterInterrupt,
  registerInterrupt,
  synchronizeWithInterrupt,
} from '../wrapper/interrupt';
import { exported, input, Irql } from '../row';
import { BOOLEAN, NDIS_STATUS, PVOID, UINT, VOID, enumeration, handle, pointer } from '../types';

export const NdisMRegisterInterrupt = exported({
  name: 'NdisMRegisterInterrupt',
  returns: NDIS_STATUS,
  args: [
    input('Interrupt', pointer('NDIS_MINIPORT_INTERRUPT')),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('InterruptVector', UINT),
    input('InterruptLevel', UINT),
    input('RequestIsr', BOOLEAN),
    input('SharedInterrupt', BOOLEAN),
    input('InterruptMode', enumeration('NDIS_INTERRUPT_MODE')),
  ],
  irql: Irql.PASSIVE,
  breaks: ['interrupt/shared-line-without-isr'],
  page: 'ff553596',
  needsAttributes: true,
  summary: "Connects the adapter's interrupt; interrupts can come from then on.",
  acquires: { kind: 'interrupt', key: 'Interrupt', adapter: 'MiniportAdapterHandle' },
  fails: ['NDIS_STATUS_RESOURCE_CONFLICT', 'NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: (os, Interrupt, MiniportAdapterHandle, _Vector, Level, RequestIsr, SharedInterrupt) =>
    registerInterrupt(
      os.adapter(MiniportAdapterHandle),
      Interrupt,
      Level,
      RequestIsr,
      SharedInterrupt,
    ),
});

export const NdisMDeregisterInterrupt = exported({
  name: 'NdisMDeregisterInterrupt',
  returns: VOID,
  args: [input('Interrupt', pointer('NDIS_MINIPORT_INTERRUPT'))],
  irql: Irql.PASSIVE,
  page: 'ff553501',
  onlyIn: {
    handlers: ['MiniportInitialize', 'MiniportHalt'],
    rule: 'interrupt/deregistered-outside-initialize-or-halt',
  },
  summary: "Disconnects the adapter's interrupt, after what runs for it has ended.",
  releases: { kind: 'interrupt', key: 'Interrupt' },
  breaks: ['resource/released-out-of-order'],
  body: (os, Interrupt) => deregisterInterrupt(os, Interrupt),
});

export const NdisMSynchronizeWithInterrupt = exported({
  name: 'NdisMSynchronizeWithInterrupt',
  returns: BOOLEAN,
  args: [
    input('Interrupt', pointer('NDIS_MINIPORT_INTERRUPT')),
    input('SynchronizeFunction', PVOID),
    input('SynchronizeContext', PVOID),
  ],
  irql: Irql.UP_TO_DEVICE,
  breaks: ['interrupt/synchronized-after-deregistration'],
  page: 'ff553649',
  summary: "Runs a function at the interrupt's IRQL, so that the ISR cannot run meanwhile.",
  body: (os, Interrupt, SynchronizeFunction, SynchronizeContext) =>
    synchronizeWithInterrupt(os, Interrupt, SynchronizeFunction, SynchronizeContext),
});
