import { runScenario } from '../harness/run';
import { SCENARIOS } from '../harness/scenarios';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
const dir = process.env.P9DIR ?? 'miniports/faulty';
const want = process.env.P9 ?? '';
const files = readdirSync(join(__dirname, '..', dir)).filter((f) => f.endsWith('.ts') && !f.startsWith('small-') && (want === '' || want.split(',').includes(f.replace('.ts', ''))));
test.each(files)('%s', (file) => {
  const driver = require(join(__dirname, '..', dir, file));
  if (driver.isolated) return;
  const out: string[] = [file];
  for (const scenario of Object.values(SCENARIOS)) {
    const started = Date.now();
    const result = runScenario({ driver, driverName: file, scenario });
    const rules = new Set<string>(); const msgs = new Set<string>(); const stops = new Set<string>();
    for (const run of result.runs) { for (const f of run.findings) { rules.add(f.rule); msgs.add(f.boundary + ': ' + f.rule + ': ' + f.message.slice(0, 150) + (run.fault ? ' [' + run.fault + ']' : '')); } if (run.stopped) stops.add(JSON.stringify(run.stopped)); }
    const exp = [...(driver.expected?.[scenario.name] ?? [])].sort().join(' ');
    const got = [...rules].sort().join(' ');
    out.push(`  ${exp === got ? 'ok ' : 'BAD'} ${scenario.name} runs=${result.runs.length} ${Date.now() - started}ms: ${got} ${[...stops].join(' ')}`);
    if (exp !== got || process.env.V) out.push(...[...msgs].slice(0, 8).map((m) => '      ' + m));
  }
  process.stderr.write(out.join('\n') + '\n');
});
