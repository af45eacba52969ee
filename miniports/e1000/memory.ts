/** Copying memory in line, which the macro NdisMoveMemory of ndis.h comes to in C. */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';

export function copyBytes({ memory }: Ndis, to: number, from: number, byteCount: number): void {
  for (let index = 0; index < byteCount; index++)
    memory.write8(virtual(to + index), memory.read8(virtual(from + index)));
}
