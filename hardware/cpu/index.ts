/** The processor: see cpu.ts. */
export { Cpu, type CpuPorts, type HostFunction } from './cpu';
export { Decoder, type DecodeOutcome } from './decode';
export type { CallOptions, CpuState, Frame as StoppedCall } from './frame';
export { Eflags } from './flags';
export { Instruction, EAX, EBP, EBX, ECX, EDI, EDX, ESI, ESP } from './instruction';
export type { BrokenConvention, Stop } from './stops';
