/** What whoever builds a board or models a device needs of the machine. */
export * from './address';
export { Clock, type ClockEvent, type ClockPort } from './clock';
export { InterruptLine } from './interrupt-line';
export { MainMemoryPort } from './main-memory-port';
export { Memory, RawMemory, Shadow, type AccessHandler, type MemoryAccess } from './memory';
export * from './pci';
export type {
  BusMasterPort,
  InterruptPin,
  PmePort,
  IoSpacePort,
  MemorySpacePort,
  RegisterWindow,
  Width,
  WirePort,
  WireStation,
} from './ports';
export { Random } from './random';
export * from './wire';
