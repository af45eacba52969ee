/** The PCI bus and what a device tells it about itself. */
export {
  PciBus,
  type InterruptRoute,
  type PciBusOptions,
  type PciFunctionState,
  type PciResources,
  type WindowTap,
} from './bus';
export { ALL_ONES } from './decoder';
export type { BarRange } from './configuration-space';
export type { BarSpec, PciFunction, PowerManagementSpec, PowerState } from './function';
export { Command, Header, Pmc, Pmcsr, PowerManagement, Status } from './registers';
export type { AddressWindow } from './resources';
export type { PciLocation } from './slot';
