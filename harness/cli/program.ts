/** The command line: its commands, their options, and what becomes of an error. */
import { Command, CommanderError } from 'commander';
import { DEFAULT_DEVICE } from '../devices';
import { HarnessFault } from '../isolation/harness-fault';
import { UsageError } from '../result';
import { FAULT_KINDS } from '../sweep/kinds';
import type * as Explain from './explain';
import type * as List from './list';
import { LISTED } from './listed';
import type * as Merge from './merge';
import type * as Run from './run';
import type * as Samples from './samples';
import type * as Sweep from './sweep';
import { SWEEP_FORMATS } from './sweep-formats';
import type { ReportFlags } from './sweep-report';
import { Exit, type ExitCode, type Terminal } from './terminal';
import { version } from './version';

const COVERAGE_HELP =
  'write which basic blocks of a .sys were executed, in the form of drcov, which Lighthouse reads';
const REPORT_TO = 'please report it at the project, with these lines';

/** Runs a command line without the program's name. Never throws: an error is an exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = Exit.CLEAN;
  const program = createProgram(terminal, (code) => (exit = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    return explainError(error, terminal);
  }
}

/** Each command is loaded when it is given: all together take longer to load than a short run. */
function createProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('ndislab')
    .description('A laboratory for NDIS 5.1 miniport drivers.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      // Errors are told in one line, below.
      writeErr: () => undefined,
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 clean, 1 findings, 2 usage, 3 fault of ndislab, 4 inconclusive.',
    );
  addRun(program, terminal, done);
  addSweep(program, terminal, done);
  program
    .command('samples')
    .description('play the scenarios on every sample driver; they must show what they declare')
    .option('--scenario <name>', 'this scenario alone')
    .option('--every-scenario', 'the faulty ones too under each: they must show no other fault')
    .action(async (flags: Samples.SamplesFlags) =>
      done(await (require('./samples') as typeof Samples).samplesCommand(flags, terminal)),
    );
  program
    .command('list')
    .description('list what can be named on the command line')
    .argument('<what>', LISTED.join(', '))
    .action((what: string) => (require('./list') as typeof List).listCommand(what, terminal));
  program
    .command('explain')
    .description('say all that is known of a rule, or of a function that drivers call')
    .argument('<name>', 'as registration/wrapper-not-terminated or NdisMRegisterMiniport')
    .action((name: string) =>
      (require('./explain') as typeof Explain).explainCommand(name, terminal),
    );
  return program;
}

function addRun(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('run')
    .description('play a scenario on a driver and report what was found')
    .argument('<driver>', "a sample's name, or the path of a file that exports DriverEntry")
    .option(
      '--device <names>',
      'the NICs on the board: NAME[,mac=][,link=][,revision=][,eeprom=][,busmaster=off][+NAME...] ' +
        `(default: what --inf or the sample is for, else "${DEFAULT_DEVICE}")`,
    )
    .option(
      '--lower <driver>',
      'what drives the NIC below a protocol or intermediate driver; it is not judged ' +
        '(default: the sample that the driver names, or that is for the NIC)',
    )
    .option('--inf <file>', "the driver's INF: its registry values, and its device")
    .option(
      '--set <keyword=value>',
      "a registry value that the driver reads, in place of the INF's (repeatable)",
      (one: string, all: readonly string[] = []) => [...all, one],
    )
    .option('--scenario <name|file>', 'what is done to the driver (default: "life")')
    .option('--in <file>', 'play the frames of a pcap or pcapng capture: scenario replay')
    .option(
      '--fail <export[=status][#occurrence]>',
      'let a call fail, once; the scenario is then one run, with these faults (repeatable)',
      (one: string, all: readonly string[] = []) => [...all, one],
    )
    .option('--profile <name>', 'strict: every breach is reported; windows: as XP does', 'strict')
    .option('--seed <number>', 'for everything that is random', '1')
    .option('--format <name>', 'pretty or json', 'pretty')
    .option('--junit <file>', 'write a JUnit report as well')
    .option(
      '--trace <file>',
      'write what happened, for ui.perfetto.dev; as lines of JSON if named .jsonl or .ndjson',
    )
    .option('--pcap <file>', 'write the frames on the wire, for Wireshark')
    .option('--coverage <file>', COVERAGE_HELP)
    .action(async (driver: string, flags: Run.RunFlags) =>
      done(await (require('./run') as typeof Run).runCommand(driver, flags, terminal)),
    );
}

function addSweep(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('sweep')
    .description('let everything fail that can fail, each once, and report what came of it')
    .argument('<driver>', "a sample's name, or the path of a file that exports DriverEntry")
    .option('--device <names>', 'the NICs on the board, as for run')
    .option('--lower <driver>', 'what drives the NIC below, as for run')
    .option('--inf <file>', "the driver's INF: its registry values, and its device")
    .option(
      '--set <keyword=value>',
      'a registry value, as for run (repeatable)',
      (one: string, all: readonly string[] = []) => [...all, one],
    )
    .option(
      '--only <kinds>',
      `faults of these kinds, joined by commas: ${Object.keys(FAULT_KINDS).join(', ')}`,
      (one: string, all: readonly string[] = []) => [...all, ...one.split(',')],
    )
    .option('--pairs', 'after each failed call, each second one as well')
    .option('--profile <name>', 'strict: every breach is reported; windows: as XP does', 'strict')
    .option('--seed <number>', 'for everything that is random', '1')
    .option('--threads <number>', 'how many to play at once (default: one per processor)')
    .option('--shard <i/n>', 'a part of the sweep; --format json is then for ndislab merge')
    .option('--journal <file>', 'write results there as they come, and keep them')
    .option('--resume', 'go on with an interrupted sweep');
  addReports(command).action(async (driver: string, flags: Sweep.SweepFlags) =>
    done(await (require('./sweep') as typeof Sweep).sweepCommand(driver, flags, terminal)),
  );
  const merge = program
    .command('merge')
    .description('join the results of the shards of a sweep')
    .argument('<files...>', 'what each ndislab sweep --shard I/N --format json has printed');
  addReports(merge).action((files: readonly string[], flags: ReportFlags) =>
    done((require('./merge') as typeof Merge).mergeCommand(files, flags, terminal)),
  );
}

function addReports(command: Command): Command {
  return command
    .option('--baseline <file>', 'bugs that are accepted, with a reason and an end date each')
    .option('--format <name>', SWEEP_FORMATS.join(', '), 'pretty')
    .option('--json <file>', 'write the JSON report as well')
    .option('--junit <file>', 'write a JUnit report as well')
    .option('--sarif <file>', 'write a SARIF 2.1.0 report as well')
    .option('--ctrf <file>', 'write a CTRF report as well')
    .option('--coverage <file>', COVERAGE_HELP);
}

function explainError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return Exit.CLEAN;
    if (error.code === 'commander.help')
      return usage(
        'say what to do: run, sweep, merge, samples, list or explain (--help)',
        terminal,
      );
    return usage(`${error.message.replace(/^error: /, '')}${commandHint(error)}`, terminal);
  }
  if (error instanceof UsageError) return usage(error.message, terminal);
  const stack = error instanceof HarnessFault ? error.message : String((error as Error).stack);
  const replay = error instanceof HarnessFault ? error.replay : undefined;
  terminal.err(`ndislab: a fault of ndislab itself, not of the driver; ${REPORT_TO}:\n`);
  if (replay !== undefined) terminal.err(`  replay: ${replay}\n`);
  terminal.err(`${stack.replace(/^/gm, '  ')}\n`);
  return Exit.HARNESS_FAULT;
}

/** What commander leaves unsaid. */
function commandHint({ code, message }: CommanderError): string {
  if (code === 'commander.missingArgument')
    return message.includes("'what'") ? `; there are ${LISTED.join(', ')}` : '; --help says more';
  if (message.includes('Did you mean')) return '';
  if (code === 'commander.unknownOption') return '; --help names those that there are';
  if (code !== 'commander.unknownCommand') return '';
  return '; there are run, sweep, merge, samples, list and explain, as in ndislab run path/to/driver.ts';
}

function usage(message: string, terminal: Terminal): ExitCode {
  terminal.err(`ndislab: ${message.replace(/\s+/g, ' ').trim()}\n`);
  return Exit.USAGE;
}
