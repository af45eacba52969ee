/** The coverage of a driver's machine code for people: how much was reached, and what never was. */
import type { Coverage } from '../code-coverage/coverage';
import type { CoveredImage } from '../code-coverage/image';
import { count } from '../count';
import { wrap, type Paint } from './style';

const COLUMNS = 100;
const LABEL_COLUMNS = 11;
/** Functions whose missed ways are listed, those with the most first. */
const FUNCTIONS_SHOWN = 20;
/** Of one function. */
const PLACES_SHOWN = 24;

interface CoveredFunction {
  readonly name: string;
  readonly isReached: boolean;
  /** Places of it that jumps could have led to, as bytes from its beginning. */
  readonly missed: readonly number[];
}

/** A block of the report, as prettyReport and prettySweep have them. */
export function prettyCoverage(image: CoveredImage, coverage: Coverage, paint: Paint): string {
  const { blocks, missed } = coverage;
  const functions = functionsOf(image, coverage);
  const lines = [paint('bold', `coverage of ${image.name}`)];
  const add = (label: string, text: string) =>
    wrap(text, COLUMNS - 2 - LABEL_COLUMNS).forEach((line, index) => {
      const shown = (index === 0 ? label : '').padEnd(LABEL_COLUMNS);
      lines.push(`  ${paint('dim', shown)}${line}`);
    });
  const reached = functions.filter(({ isReached }) => isReached);
  if (functions.length > 0) add('functions', `${reached.length} of ${functions.length} reached`);
  else add('functions', 'none is named; a MAP file of its linker beside it would name them');
  const size = image.sections.reduce((sum, one) => sum + one.byteCount, 0);
  const names = image.sections.map(({ name }) => name).join(', ');
  add('code', `${count(blocks.length, 'block')} reached, ${coverage.byteCount} bytes`);
  add('', `of ${size} in sections that can be executed (${names})`);
  add('', `${count(missed.length, 'way')} of conditional jumps never taken`);
  const others = functions.filter(({ isReached }) => !isReached).map(({ name }) => name);
  if (others.length > 0) add('unreached', others.join(', '));
  // Where nothing has a name, the image has.
  const parts = functions.length > 0 ? functions : [{ name: image.name, isReached: true, missed }];
  missedLines(parts).forEach((line, index) => add(index === 0 ? 'not taken' : '', line));
  return lines.join('\n');
}

function functionsOf(image: CoveredImage, { blocks, missed }: Coverage): CoveredFunction[] {
  const { functions, byteCount } = image;
  return functions.map(({ name, offset }, index) => {
    const end = functions[index + 1]?.offset ?? byteCount;
    const isWithin = (at: number) => at >= offset && at < end;
    return {
      name,
      isReached: blocks.some(
        (block) => block.offset < end && block.offset + block.byteCount > offset,
      ),
      missed: missed.filter(isWithin).map((at) => at - offset),
    };
  });
}

function missedLines(functions: readonly CoveredFunction[]): string[] {
  const most = functions
    .filter(({ missed }) => missed.length > 0)
    .sort((a, b) => b.missed.length - a.missed.length);
  const lines = most.slice(0, FUNCTIONS_SHOWN).map(({ name, missed }) => {
    const places = missed.slice(0, PLACES_SHOWN).map((at) => `+0x${at.toString(16).toUpperCase()}`);
    if (missed.length > PLACES_SHOWN) places.push(`and ${missed.length - PLACES_SHOWN} more`);
    return `${name} ${places.join(' ')}`;
  });
  const more = most.length - FUNCTIONS_SHOWN;
  if (more > 0) lines.push(`and in ${count(more, 'more function')}`);
  return lines;
}
