/** `ndislab list`: what there is to name on the command line. */
import { RULE_NAMES, RULES } from '../../ndis/rules';
import { SAMPLES } from '../../miniports';
import { DEVICES } from '../devices';
import { suggestion } from '../nearest';
import { painter, table } from '../report/style';
import { UsageError } from '../result';
import { ROWS } from '../rows';
import { REPLAY, SCENARIOS, soak } from '../scenarios';
import { shellWord } from '../shell-word';
import { waysToFail } from './fault';
import { LISTED } from './listed';
import type { Terminal } from './terminal';

interface Listing {
  readonly head: readonly string[];
  rows(): string[][];
}

const LISTINGS: Readonly<Record<(typeof LISTED)[number], Listing>> = {
  drivers: {
    head: ['Driver', 'Device', 'Faults in it'],
    rows: () =>
      SAMPLES.map(({ name, device, expected }) => {
        const rules = new Set(Object.values(expected).flat());
        return [name, device, rules.size === 0 ? 'none' : [...rules].join(', ')];
      }),
  },
  devices: {
    head: ['Device', 'PCI ID', 'Title'],
    rows: () => Object.entries(DEVICES).map(([name, { id, title }]) => [name, id, title]),
  },
  scenarios: {
    head: ['Scenario', 'What it does'],
    rows: () =>
      [...Object.values(SCENARIOS), soak, REPLAY].map(({ name, summary }) => [name, summary]),
  },
  rules: {
    head: ['Rule', 'What is wrong'],
    rows: () => RULE_NAMES.map((name) => [name, RULES[name].title]),
  },
  exports: {
    head: ['Export', 'Modelled', 'Can be made to fail with'],
    rows: () =>
      Object.values(ROWS).map((row) => [
        row.name,
        row.complete ? 'yes' : 'no',
        waysToFail(row).replaceAll('NDIS_STATUS_', ''),
      ]),
  },
};

/** @throws UsageError if there is no such list. */
export function listCommand(what: string, terminal: Terminal): void {
  const listed = LISTED.find((one) => one === what);
  if (listed === undefined)
    throw new UsageError(`there is no list of ${shellWord(what)}${suggestion(what, LISTED)}`);
  const { head, rows } = LISTINGS[listed];
  terminal.out(`${table(painter(terminal.isColoured), head, rows())}\n`);
}
