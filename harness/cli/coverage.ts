/** The option --coverage: what is executed of a driver of machine code, for tools and for people. */
import { resolve } from 'node:path';
import { coverageOf, Coverage, type MarkedPlace } from '../code-coverage/coverage';
import { drcovFile } from '../code-coverage/drcov';
import { coveredImage, type CoveredImage } from '../code-coverage/image';
import { loadMachineDriver } from '../loader';
import { prettyCoverage } from '../report/coverage-pretty';
import type { Paint } from '../report/style';
import { checkWritable, writeWhole } from '../report/write-file';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import type { CoverageRecord } from '../sweep/outcome';

/** The coverage of a driver, as it grows. */
export class DriverCoverage {
  readonly #image: CoveredImage;
  readonly #coverage: Coverage;

  private constructor(image: CoveredImage, coverage: Coverage) {
    this.#image = image;
    this.#coverage = coverage;
  }

  /** @throws UsageError if the driver cannot be loaded, or is not of machine code. */
  static of(driverName: string): DriverCoverage {
    const driver = loadMachineDriver(driverName);
    if (driver === undefined)
      throw new UsageError(
        `--coverage is for drivers of machine code, .sys files; ${shellWord(driverName)} is TypeScript`,
      );
    return new DriverCoverage(coveredImage(driver), coverageOf(driver)!);
  }

  static from({ image, places }: CoverageRecord): DriverCoverage {
    const coverage = new Coverage(image.byteCount);
    coverage.add(places);
    return new DriverCoverage(image, coverage);
  }

  add(places: readonly MarkedPlace[]): void {
    this.#coverage.add(places);
  }

  get record(): CoverageRecord {
    return { image: this.#image, places: this.#coverage.places };
  }

  /** @throws UsageError if the file cannot be written. */
  write(path: string): void {
    writeWhole(path, drcovFile(this.#image, this.#coverage.blocks));
  }

  /** For a report. */
  block(paint: Paint): string {
    return prettyCoverage(this.#image, this.#coverage, paint);
  }
}

/** What --coverage asks for, if it is there. @throws UsageError if it cannot be had. */
export function readCoverage(driver: string, path: string | undefined): DriverCoverage | undefined {
  if (path === undefined) return undefined;
  checkWritable(path);
  if (resolve(path) === resolve(driver))
    throw new UsageError(`cannot write ${shellWord(path)}: it is the driver`);
  return DriverCoverage.of(driver);
}
