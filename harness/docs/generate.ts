/** The reference pages under docs/, from the tables in the source; only docs/guides/ and mutants.md are not. */
import { resultJsonSchema, sweepJsonSchema } from '../report';
import { configurationPages } from './configuration-page';
import { deviceIndex, devicePages } from './device-pages';
import { exportIndex, exportPages } from './export-pages';
import { guideIndex } from './guides';
import { heading, link, list, markdownTable, page } from './markdown';
import { profilesPage } from './profiles-page';
import { withCounts } from './readme';
import { ruleIndex, rulePages } from './rule-pages';

/** The README's path from docs/. */
export const README = '../README.md';

/** Every page by its path under docs/, and the README. */
export function generateDocs(readme: string): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', index()],
    [README, withCounts(readme)],
    ['profiles.md', profilesPage()],
    ...rulePages(),
    ...exportPages(),
    ...devicePages(),
    ...configurationPages(),
    ['result.schema.json', `${JSON.stringify(resultJsonSchema(), null, 2)}\n`],
    ['sweep.schema.json', `${JSON.stringify(sweepJsonSchema(), null, 2)}\n`],
  ]);
}

function index(): string {
  return page([
    heading(1, 'Reference'),
    heading(2, 'Guides'),
    list([...guideIndex(), link('Profiles: strict and windows', 'profiles.md')]),
    heading(2, 'Rules'),
    'What can be wrong with a driver, by category.',
    markdownTable(['Category', 'Rules'], ruleIndex()),
    heading(2, 'Kernel interface'),
    'What a driver can call, by topic.',
    markdownTable(['Topic', 'Functions', 'Modelled'], exportIndex()),
    heading(2, 'Devices'),
    list(deviceIndex()),
    heading(2, 'Configuration'),
    `${link('INFs and registry values', 'configuration.md')}: \`ndislab run --inf\` and \`--set\`.`,
    heading(2, 'Results'),
    `${link('result.schema.json', 'result.schema.json')}: what \`ndislab run --format json\` prints.`,
    `${link('sweep.schema.json', 'sweep.schema.json')}: what \`ndislab sweep --format json\` prints.`,
  ]);
}
