/**
 * What a driver may not do with the rings and the control registers of an 82540EM, by the words of
 * the manual. 8254x SDM 13.4.22, 13.4.25-13.4.29, 13.4.33, 13.4.36-13.4.40.
 */
import type { MisuseKind } from '../nic';
import { DESCRIPTOR_BYTES, DESCRIPTOR_SHIFT } from './descriptors';
import type { I82540em } from './device';
import { R, RCTL, type RegisterName, REGISTERS, TCTL } from './registers';

/** RDLEN and TDLEN are multiples of the largest cache line (13.4.27, 13.4.38). */
const RING_UNIT_BYTES = 128;

/** One of the two rings, by its registers. */
interface Ring {
  readonly control: RegisterName;
  readonly length: RegisterName;
  readonly head: RegisterName;
  readonly tail: RegisterName;
  /** EN of the control register. */
  readonly enable: number;
}

export const RECEIVE: Ring = {
  control: 'RCTL',
  length: 'RDLEN',
  head: 'RDH',
  tail: 'RDT',
  enable: RCTL.EN,
};
export const TRANSMIT: Ring = {
  control: 'TCTL',
  length: 'TDLEN',
  head: 'TDH',
  tail: 'TDT',
  enable: TCTL.EN,
};

/** RDBAL or TDBAL was written. */
export function checkRingStart(device: I82540em, name: RegisterName, value: number): void {
  if (value % DESCRIPTOR_BYTES === 0) return;
  const what = `set ${name} to ${hex(value)}, which is not a multiple of ${DESCRIPTOR_BYTES}`;
  misused(device, 'alignment', name, what);
}

/** RDLEN or TDLEN was written. */
export function checkRingBytes(device: I82540em, name: RegisterName, value: number): void {
  if (value % RING_UNIT_BYTES === 0) return;
  const what = `set ${name} to ${value}, which is not a multiple of ${RING_UNIT_BYTES}`;
  misused(device, 'alignment', name, what);
}

/** RCTL or TCTL was written: its reserved bits are to be 0, and what it enables must be a ring. */
export function checkControl(device: I82540em, ring: Ring, value: number, before: number): void {
  const { control, enable } = ring;
  const reserved = (value & ~REGISTERS.writeMasks[R[control]]) >>> 0;
  if (reserved !== 0)
    misused(
      device,
      'reserved-bit',
      control,
      `set bits ${hex(reserved)} of ${control}, which are reserved and to be written as 0`,
    );
  if ((value & enable) === 0 || (before & enable) !== 0) return;
  const { regs } = device;
  if (regs[R[ring.head]] !== regs[R[ring.tail]]) checkInRing(device, ring);
}

/** RDH or TDH was written: that is for the time between a reset and EN. */
export function checkHead(device: I82540em, ring: Ring, before: number): void {
  const { regs } = device;
  const { control, head } = ring;
  if ((regs[R[control]] & ring.enable) === 0 || regs[R[head]] === before) return;
  const what = `set ${head} from ${before} to ${regs[R[head]]} with ${control}.EN set`;
  misused(device, 'ring', head, `${what}, when the device owns it`);
}

/** RDT or TDT was written: what is handed over must be the driver's. */
export function checkTail(device: I82540em, ring: Ring, before: number): void {
  const { regs } = device;
  if ((regs[R[ring.control]] & ring.enable) === 0) return;
  const head = regs[R[ring.head]];
  const tail = regs[R[ring.tail]];
  if (tail === head && tail === before) return;
  if (!checkInRing(device, ring)) return;
  const count = regs[R[ring.length]] >>> DESCRIPTOR_SHIFT;
  if (before >= count || head >= count) return;
  const heldCount = (before - head + count) % count;
  const addedCount = (tail - before + count) % count;
  if (heldCount + addedCount < count) return;
  const what = `moved ${ring.tail} from ${before} to ${tail}, past ${ring.head} at ${head}`;
  misused(device, 'ring', ring.tail, `${what}: the descriptors between are the device's already`);
}

/** Whether the tail names a descriptor of the ring. */
function checkInRing(device: I82540em, ring: Ring): boolean {
  const { regs } = device;
  const count = regs[R[ring.length]] >>> DESCRIPTOR_SHIFT;
  const tail = regs[R[ring.tail]];
  if (tail < count) return true;
  const what = `set ${ring.tail} to ${tail}, which is outside its ring of ${count} descriptors`;
  misused(device, 'ring', ring.tail, what);
  return false;
}

function misused(device: I82540em, kind: MisuseKind, register: RegisterName, what: string): void {
  device.misused(kind, what, REGISTERS.rowOf[R[register]].section);
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}
