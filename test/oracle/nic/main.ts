/**
 * Compares our network cards with QEMU's on random programs:
 * `ts-node --transpile-only test/oracle/nic/main.ts [--device NAME] [--programs N] [--seed N]
 * [--length N] [--record DIR] [--replay] [--self-test] [--listing FILE]`.
 *
 * Exit status 1 if anything is unexplained, 2 where there is no QEMU, 3 if QEMU fails.
 */
import { runCommand } from './command';

runCommand(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`)).then((code) => {
  process.exitCode = code;
});
