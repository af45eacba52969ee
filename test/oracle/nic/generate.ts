/** The program of a device that a seed stands for: the same, byte for byte, on every host. */
import { Random } from '../../../hardware/random';
import { ProgramBuilder } from './builder';
import type { OracleDevice } from './device';
import type { Program } from './program';

export function generateProgram(device: OracleDevice, seed: number, length: number): Program {
  const random = new Random(seed);
  const variant = device.variants[seed % device.variants.length].qemu;
  const builder = new ProgramBuilder(variant);
  device.generate(builder, random, length);
  return { device: device.name, seed, variant, steps: builder.finish() };
}
