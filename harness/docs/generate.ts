/** The reference pages under docs/: everything there comes from the tables in the source. */
import { resultJsonSchema } from '../report';
import { deviceIndex, devicePages } from './device-pages';
import { exportIndex, exportPages } from './export-pages';
import { heading, link, list, markdownTable, page } from './markdown';
import { ruleIndex, rulePages } from './rule-pages';

/** Every page by its path under docs/. */
export function generateDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', index()],
    ...rulePages(),
    ...exportPages(),
    ...devicePages(),
    ['result.schema.json', `${JSON.stringify(resultJsonSchema(), null, 2)}\n`],
  ]);
}

function index(): string {
  return page([
    heading(1, 'Reference'),
    heading(2, 'Rules'),
    'What can be wrong with a driver, by category.',
    markdownTable(['Category', 'Rules', 'Checked today'], ruleIndex()),
    heading(2, 'Kernel interface'),
    'What a driver can call, by topic.',
    markdownTable(['Topic', 'Functions', 'Modelled'], exportIndex()),
    heading(2, 'Devices'),
    list(deviceIndex()),
    heading(2, 'Results'),
    `${link('result.schema.json', 'result.schema.json')}: what \`ndislab run --format json\` prints.`,
  ]);
}
