/**
 * A sweep as SARIF 2.1.0 (OASIS), for services that show findings beside the source: a rule for each
 * that was broken, and partial fingerprints by which a finding is known from one commit to the next.
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, Location, Log, ReportingDescriptor, Result } from 'sarif';
import { RULES } from '../../ndis/rules';
import type { RuleName } from '../../ndis/rules';
import type { SweepFinding, SweepResult } from '../sweep/result';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** The form of a fingerprint: what it is made of may change with a later one (SARIF 3.27.17). */
const FINGERPRINT = 'ndislab/v1';

/** @param version - of ndislab. */
export function sarifSweep(result: SweepResult, version: string): string {
  const { driver, findings, profile, seed, device } = result;
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ndislab', version, rules: rules.map(ruleOf) } },
        invocations: [{ executionSuccessful: true }],
        results: findings.map((finding) => resultOf(finding, rules, driver)),
        columnKind: 'utf16CodeUnits',
        properties: { device, profile, seed, runs: result.runs, verdict: result.verdict },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(name: RuleName): ReportingDescriptor {
  const { title, advice, document } = RULES[name];
  return {
    id: name,
    shortDescription: { text: title },
    fullDescription: { text: `${title} ${advice}` },
    help: { text: `${advice} See ${document.page}.` },
    ...(document.url === undefined ? {} : { helpUri: document.url }),
    defaultConfiguration: { level: 'error' },
    properties: { category: name.split('/')[0] },
  };
}

function resultOf(finding: SweepFinding, rules: readonly RuleName[], driver: string): Result {
  const { rule, fingerprint, message, boundary, faults, replay, accepted } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: 'error',
    message: { text: message },
    locations: [locationOf(finding, driver)],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: 'external', justification: accepted.reason }] }),
    properties: { boundary, faults, replay },
  };
}

/**
 * The handler and the line of the driver; where no line is known, the driver's file alone: GitHub
 * refuses all of a log in which one result has no physical location.
 */
function locationOf({ at, boundary }: SweepFinding, driver: string): Location {
  const [, path, line] = /^(.+):(\d+)$/s.exec(at ?? '') ?? [undefined, driver];
  const region = line === undefined ? {} : { region: { startLine: Number(line) } };
  return {
    physicalLocation: { artifactLocation: artifactOf(path), ...region },
    logicalLocations: [{ name: boundary, kind: 'function' }],
  };
}

/** A path of the host as a URI: relative to a base only if it is relative (SARIF 3.4.3). */
function artifactOf(path: string): ArtifactLocation {
  if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
  const segments = path.replaceAll('\\', '/').split('/');
  return { uri: segments.map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
