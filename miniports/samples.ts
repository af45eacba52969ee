/**
 * The drivers that ndislab brings, by the names they have on the command line. A faulty one exports
 * beside its DriverEntry what is to be found in it.
 */
import type { DriverModule } from '../ndis';
import type { RuleName } from '../ndis/rules';
import * as e1000 from './e1000';

/** The rules that a driver breaks, by scenario; a scenario that is not there finds nothing. */
export type ExpectedFindings = Readonly<Record<string, readonly RuleName[]>>;

/** What the file of a sample exports. */
export interface SampleModule extends DriverModule {
  readonly expected?: ExpectedFindings;
}

export interface Sample {
  readonly name: string;
  /** The file or folder under miniports/. */
  readonly path: string;
  /** The device that it drives, by its name on the command line. */
  readonly device: string;
  readonly driver: DriverModule;
  /** Empty for a good driver. */
  readonly expected: ExpectedFindings;
}

function sample(path: string, module: SampleModule, device = '82540em'): Sample {
  const { expected = {} } = module;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, path, device, driver: module, expected };
}

export const SAMPLES: readonly Sample[] = [sample('e1000', e1000)];
