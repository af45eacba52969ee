/** Faults as the command line gives them: `NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1`. */
import type { Fault } from '../../ndis/faults';
import type { AnyRow } from '../../ndis/row';
import { statusByName } from '../../ndis/status';
import {
  DISTURBANCES,
  isDisturbanceName,
  type DisturbanceForm,
  type DisturbanceName,
} from '../disturbance/forms';
import { UsageError } from '../result';
import { suggestion } from '../nearest';
import { ROWS } from '../rows';
import { shellWord } from '../shell-word';

/**
 * Reads `EXPORT[=STATUS][#OCCURRENCE]`. The status may lack its NDIS_STATUS_; without one it is the
 * first that the function can fail with, and without an occurrence it is the first call. In place
 * of a status may stand what to spoil in the arguments, as `MajorNdisVersion:9`, so that NDIS itself
 * refuses them. What no call returns is in disturbance/forms.ts: device=gone#120.
 *
 * @throws UsageError that says what would be right.
 */
export function parseFault(text: string): Fault {
  const match = /^([^=#]+)(?:=([^#]*))?(?:#(.*))?$/.exec(text.trim());
  if (match === null)
    throw new UsageError(
      `--fail ${shellWord(text)}: a fault is written EXPORT[=STATUS][#OCCURRENCE]`,
    );
  const [, call, failure, occurrence] = match;
  if (isDisturbanceName(call)) return readDisturbance(text, call, failure, occurrence);
  const row = findRow(text, call);
  return {
    call: row.name,
    failure: readFailure(text, row, failure),
    occurrence: readOccurrence(text, occurrence),
  };
}

/** Reads all faults of a command line; the same call may fail in one way only. */
export function parseFaults(texts: readonly string[]): readonly Fault[] {
  const faults = texts.map(parseFault);
  const seen = new Set<string>();
  for (const { call, occurrence } of faults) {
    const key = `${call}#${occurrence}`;
    if (seen.has(key)) throw new UsageError(`--fail names ${key} twice; one call fails in one way`);
    seen.add(key);
  }
  return faults;
}

/** A fault that no call returns, as `device=gone#120`. */
function readDisturbance(
  text: string,
  call: DisturbanceName,
  failure: string | undefined,
  occurrence: string | undefined,
): Fault {
  const { ways, atPoint, counts }: DisturbanceForm = DISTURBANCES[call];
  if (failure === undefined || !DISTURBANCES[call].pattern.test(failure))
    throw new UsageError(`--fail ${text}: ${call} takes ${ways}`);
  if (!atPoint && counts === undefined && occurrence !== undefined && occurrence !== '1')
    throw new UsageError(`--fail ${text}: ${call}=${failure} is there from the start, at no point`);
  return { call, failure, occurrence: readOccurrence(text, occurrence) };
}

function findRow(text: string, call: string): AnyRow {
  if (!Object.hasOwn(ROWS, call)) {
    const hint =
      suggestion(call, [...Object.keys(ROWS), ...Object.keys(DISTURBANCES)]) ||
      '; ndislab list exports names them all';
    throw new UsageError(`--fail ${text}: there is no export ${call}${hint}`);
  }
  const row = ROWS[call];
  if (!row.complete)
    throw new UsageError(`--fail ${text}: ${call} is not modelled, so it cannot be made to fail`);
  if (row.fails.length === 0) throw new UsageError(`--fail ${text}: ${call} cannot fail`);
  return row;
}

/** What may stand behind the `=`, in words. */
export function waysToFail({ fails, spoils }: AnyRow): string {
  const spoiled = spoils === undefined ? [] : [`or a spoiled field, as ${spoils.names[0]}:0`];
  return [...fails, ...spoiled].join(', ');
}

function readFailure(text: string, row: AnyRow, failure: string | undefined): string {
  if (failure === undefined) return row.fails[0];
  const full = [failure, `NDIS_STATUS_${failure}`].map((name) => name.toUpperCase());
  const found = row.fails.find((one) => full.includes(one));
  if (found !== undefined) return found;
  if (failure.includes(':') && row.spoils !== undefined)
    return readSpoil(text, row.spoils.names, failure);
  const ways = `${row.name} can fail with ${waysToFail(row)}`;
  if (full.some((name) => statusByName(name) !== undefined))
    throw new UsageError(`--fail ${text}: it is not documented to fail so; ${ways}`);
  throw new UsageError(
    `--fail ${text}: there is no status ${failure || 'without a name'}; ${ways}`,
  );
}

/** A field that the call passes in a structure, and the number to put there. */
function readSpoil(text: string, names: readonly string[], spoil: string): string {
  const [field, value] = spoil.split(/:(.*)/s);
  if (!names.includes(field))
    throw new UsageError(
      `--fail ${text}: there is no field ${shellWord(field)} to spoil${suggestion(field, names)}`,
    );
  if (/^\d{1,10}$/.test(value)) return spoil;
  throw new UsageError(
    `--fail ${text}: a field is spoiled with a whole number, not ${shellWord(value)}`,
  );
}

function readOccurrence(text: string, occurrence: string | undefined): number {
  if (occurrence === undefined) return 1;
  const value = /^\d{1,9}$/.test(occurrence) ? Number(occurrence) : 0;
  if (value >= 1) return value;
  throw new UsageError(
    `--fail ${text}: the occurrence after # is a whole number from 1, not ${occurrence || 'nothing'}`,
  );
}
