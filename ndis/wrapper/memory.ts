/** Pool memory of a driver: NdisAllocateMemory(WithTag) and NdisFreeMemory. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { NDIS_MEMORY_CONTIGUOUS } from '../constants';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import { RESOURCE_KINDS } from '../resource-kinds';
import { PASSIVE_LEVEL, type Releases } from '../row';
import { runsNdis51 } from './driver';

/** More than XP's nonpaged pool gives in one piece on a machine of this size. */
const ALLOCATION_BYTES_MAX = 0x80_0000;

/** Takes nonpaged memory; NULL if there is none. Contents are what was there before. */
export function allocateMemory(
  os: OperatingSystem,
  byteCount: number,
  alignment?: number,
): VirtualAddress {
  if (byteCount > ALLOCATION_BYTES_MAX) return NULL;
  return os.pool.allocate(byteCount, Shadow.PLAIN, alignment) ?? NULL;
}

/** An allocation of no bytes. Driver Verifier ends the system at it. */
export function checkLength(os: OperatingSystem, byteCount: number): void {
  if (byteCount > 0) return;
  os.report('resource/memory-zero-bytes', { what: `${os.currentCall} was asked for 0 bytes.` });
}

/**
 * Plain nonpaged memory without a tag, from a driver that says it is one of NDIS 5.1, whose reference
 * asks for a tag (ff550762, MemoryFlags).
 */
export function checkTag(os: OperatingSystem, hasTag: boolean): void {
  if (hasTag || !runsNdis51(os)) return;
  os.report('resource/memory-untagged', {
    what: `A miniport of NDIS 5.1 called ${os.currentCall} for nonpaged memory without a tag.`,
  });
}

/** What NdisFreeMemory and the macros over it release; the row adds its key. */
export const releasesMemory = {
  kind: 'tagged-memory',
  alsoKinds: ['untagged-memory', 'returned-string'],
  twice: 'memory/double-free',
  unknown: {
    rules: ['memory/interior-free', 'resource/bad-handle'],
    choose: (os, key) => (isInsideBlock(os, key) ? 'memory/interior-free' : 'resource/bad-handle'),
  },
} as const satisfies Omit<Releases, 'key'>;

/** Whether `address` lies in a live block of the driver's, past its beginning. */
function isInsideBlock(os: OperatingSystem, address: number): boolean {
  const block = os.pool.blockAround(virtual(address));
  if (block === undefined || address <= block.address) return false;
  const { kind, alsoKinds } = releasesMemory;
  return [kind, ...alsoKinds].some((one) => os.ledger.find(one, block.address) !== undefined);
}

/**
 * Compares what NdisFreeMemory was given with the allocation that it has just released. NDIS 5
 * (ff551990): MemoryFlags is 0 for memory of NdisAllocateMemoryWithTag and else as it was allocated
 * with; Length counts only if MemoryFlags is not 0. Contiguous memory is freed at PASSIVE_LEVEL.
 */
export function checkFreeArguments(
  os: OperatingSystem,
  address: VirtualAddress,
  Length: number,
  MemoryFlags: number,
): void {
  const tagged = os.ledger.findReleased('tagged-memory', address);
  const untagged = os.ledger.findReleased('untagged-memory', address);
  // An address can have had both lives; the later one ends now.
  const isTagged = (tagged?.sequence ?? -1) > (untagged?.sequence ?? -1);
  const resource = isTagged ? tagged : untagged;
  const [length, flags] = (resource?.remembered ?? [Length, 0]) as readonly number[];
  if (MemoryFlags !== flags)
    os.report('resource/memory-freed-with-other-arguments', {
      what: `NdisFreeMemory was given MemoryFlags = ${MemoryFlags} for memory of ${flags}.`,
      resource,
    });
  else if (flags !== 0 && Length !== length)
    os.report('resource/memory-freed-with-other-arguments', {
      what: `NdisFreeMemory was given Length = ${Length}; the memory was allocated with ${length}.`,
      resource,
    });
  if ((flags & NDIS_MEMORY_CONTIGUOUS) !== 0 && os.irql > PASSIVE_LEVEL)
    os.report('irql/wrong-irql', {
      what: `NdisFreeMemory freed contiguous memory at IRQL ${os.irql}; it may at IRQL 0.`,
      irql: String(os.irql),
    });
}

/** Gives memory back, and with it the timers in it. */
export function freeMemory(os: OperatingSystem, address: VirtualAddress): void {
  const byteCount = os.pool.blockAt(address)?.byteCount ?? 0;
  checkNothingToRun(os, address, byteCount);
  os.timers.forget(address, byteCount);
  os.pool.free(address);
}

/** Rules B16 and E04: what the kernel comes back to must not lie in memory that is freed. */
function checkNothingToRun(os: OperatingSystem, address: VirtualAddress, byteCount: number): void {
  for (const kind of ['timer', 'queued-work'] as const)
    for (const resource of os.ledger.within(kind, address, byteCount)) {
      const isTimer = kind === 'timer';
      os.report(
        isTimer ? 'interrupt/timer-freed-while-set' : 'interrupt/work-item-freed-before-run',
        {
          what: `The memory at ${hex(address)} was freed with ${RESOURCE_KINDS[kind].noun} in it.`,
          resource,
        },
      );
      // What is left of it has been told.
      resource.isLost = true;
    }
}
