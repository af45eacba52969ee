/**
 * Loads damaged driver images, runs random instructions, and plays hostile drivers on the network
 * cards: `npm run fuzz -- [N] [SEED]`, N of each. A driver may be refused, be found out, or run into
 * what is not modelled; anything else is a failure of ours, and so is one that takes too long. Case n of a seed is case 1 of seed + n - 1,
 * which the line that tells of a failure repeats. Exit status 1 if there is a failure.
 */
import { createCallSite } from '../../harness/call-site';
import { Session } from '../../harness/session';
import { createExplainer } from '../../harness/machine-code/explain';
import { Random } from '../../hardware/random';
import { ImageFormatError, type MachineDriver } from '../../ndis/loader';
import { hostileDevice } from './device';
import { FIXED, builtDriver, machineDriver, sign } from '../support/machine-driver';
import { Assembler } from '../support/cpu-oracle/assembler';

/** Where mini.sys has its checksum: behind an MZ stub of the usual size. */
const MINI_CHECKSUM = 0xd8;
const LIMITS = { virtualTimeNs: 60e9, calls: 20_000, instructions: 20_000 };
/** Much longer than any case takes, whatever else the machine does. */
const CASE_MS_MAX = 20_000;
const INTERESTING = [0, 1, 2, 4, 0x1f, 0x20, 0x7f, 0x80, 0xff, 0x1000, 0x7fff_ffff, 0xffff_ffff];
const OPCODES = [
  ...[0x50, 0x53, 0x5b, 0x89, 0x8b, 0xc7, 0x33, 0x83, 0x81, 0xf3, 0xab, 0xa5, 0xe8, 0xeb, 0x74],
  ...[0x75, 0xff, 0xc3, 0xc2, 0x0f, 0x64, 0x66, 0xf7, 0xd3, 0xcc, 0xfa, 0xfb, 0x9c, 0x9d, 0x60],
];

/** What becomes of the cases, by how they end. */
type Tally = Map<string, number>;

/** A driver's file with some bytes and words of it changed, cut off or made longer. */
function damagedImage(random: Random): MachineDriver {
  const isBuilt = random.below(2) === 0;
  const { image, name } = isBuilt ? builtDriver('mini') : randomCode(random);
  const damaged = new Uint8Array(
    random.below(8) === 0 ? random.below(2 * image.length) : image.length,
  );
  damaged.set(image.subarray(0, damaged.length));
  const view = new DataView(damaged.buffer);
  // Headers and tables more often than the rest.
  const area = random.below(2) === 0 ? damaged.length : Math.min(damaged.length, 0x280);
  for (let count = random.below(6); count > 0 && area >= 4; count--) {
    const at = random.below(area - 3);
    if (random.below(2) === 0) view.setUint8(at, random.below(256));
    else view.setUint32(at, INTERESTING[random.below(INTERESTING.length)], true);
  }
  const checksum = isBuilt ? MINI_CHECKSUM : FIXED.CHECKSUM;
  if (random.below(8) !== 0 && damaged.length >= checksum + 4) sign(damaged, checksum);
  return { image: damaged, name };
}

/** A driver whose DriverEntry is anything: bytes, common opcodes, calls of what it imports. */
function randomCode(random: Random): MachineDriver {
  const code = new Assembler(random, 0x1_0000 + FIXED.CODE, 0, 0);
  const relocations: number[] = [];
  while (code.bytes.length < FIXED.INIT - FIXED.CODE - 16) {
    const kind = random.below(8);
    if (kind === 0) {
      code.emit(0xff, 0x15);
      relocations.push(FIXED.CODE + code.bytes.length);
      code.emit(...code.immediate(0x1_0000 + FIXED.SLOTS + 4 * random.below(IMPORTS.length), 4));
    } else if (kind === 1) code.set(random.below(8), code.value());
    else if (kind < 6) code.emit(code.pick(OPCODES), random.below(256));
    else code.emit(random.below(256));
  }
  const hex = Buffer.from(code.bytes).toString('hex');
  return machineDriver({ code: hex, imports: IMPORTS, relocations });
}

const IMPORTS = [
  'ndis.sys!NdisInitializeWrapper',
  'ndis.sys!NdisMRegisterMiniport',
  'ndis.sys!NdisTerminateWrapper',
  'ndis.sys!NdisAllocateMemoryWithTag',
  'ntoskrnl.exe!memset',
  'ntoskrnl.exe!KeInitializeSpinLock',
];

/** Loads, runs and unloads a driver; how that ended. @throws Error that is our failure. */
function play(driver: MachineDriver): string {
  let session: Session;
  try {
    session = new Session({ driver, limits: LIMITS, callSite: createCallSite() });
  } catch (error) {
    return refusal(error);
  }
  try {
    session.play(() => {
      session.load();
      session.unload();
    });
    const explain = createExplainer(driver);
    for (const finding of session.os.findings) explain(finding);
    return session.result(null, '').stopped?.kind ?? 'to its end';
  } catch (error) {
    session.dispose();
    return refusal(error);
  }
}

function refusal(error: unknown): string {
  if (error instanceof ImageFormatError) return 'refused';
  throw error;
}

/** `playCase` says how it ended. */
function fuzz(
  what: string,
  playCase: (random: Random) => string,
  count: number,
  seed: number,
): boolean {
  const tally: Tally = new Map();
  for (let index = 0; index < count; index++) {
    const startedMs = performance.now();
    try {
      const end = playCase(new Random(seed + index));
      tally.set(end, (tally.get(end) ?? 0) + 1);
      if (performance.now() - startedMs > CASE_MS_MAX) throw new Error('it took too long');
    } catch (error) {
      console.log(`${what}: FAILED: ${error instanceof Error ? error.stack : String(error)}`);
      console.log(`  replay: npm run fuzz -- 1 ${seed + index}`);
      return false;
    }
  }
  const ends = [...tally].sort(([, a], [, b]) => b - a);
  console.log(`${what}: ${count}: ${ends.map(([end, times]) => `${times} ${end}`).join(', ')}`);
  return true;
}

function main([countText = '1000', seedText = '1']: readonly string[]): number {
  const [count, seed] = [Number(countText), Number(seedText)];
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
    console.log('npm run fuzz -- [N] [SEED]: two whole numbers, of which N is at least 1');
    return 2;
  }
  const passed = [
    fuzz('damaged images', (random) => play(damagedImage(random)), count, seed),
    fuzz('random instructions', (random) => play(randomCode(random)), count, seed),
    fuzz('hostile drivers', hostileDevice, count, seed),
  ];
  return passed.every((one) => one) ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
