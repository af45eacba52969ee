/** How a report looks: emphasis where the terminal shows it, tables, wrapped text. */
import Table from 'cli-table3';
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

export type Paint = (format: Format, text: string) => string;

/** Emphasis as ANSI sequences, or none: whether the stream takes them has been decided. */
export function painter(isColoured: boolean): Paint {
  if (!isColoured) return (_format, text) => text;
  return (format, text) => styleText(format, text, { validateStream: false });
}

/** A table without a frame: headings, a line, rows. */
export function table(paint: Paint, head: readonly string[], rows: readonly string[][]): string {
  const none = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'];
  const chars = Object.fromEntries(
    [...none, 'bottom-right', 'left', 'left-mid', 'right', 'right-mid'].map((key) => [key, '']),
  );
  const rendered = new Table({
    head: head.map((one) => paint('bold', one)),
    chars: { ...chars, mid: '', 'mid-mid': '', middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  rendered.push(...rows);
  return rendered
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Text in lines of at most `columns` characters; a longer word keeps its line for itself. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
