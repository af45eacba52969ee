/** Programs: the same from the same seed, and text that stands for them. */
import { DEVICES } from './devices';
import { generateProgram } from './generate';
import { format, parse } from './listing';
import { operationsOf, WINDOW_BYTES, WINDOW_START } from './program';
import { expand } from './bytes';

describe.each(DEVICES)('$name', (device) => {
  test('a seed gives one program, another seed another', () => {
    const text = (seed: number) => format({ program: generateProgram(device, seed, 12) });
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(7 + device.variants.length));
  });

  test('a listing is read back as it was', () => {
    const program = generateProgram(device, 3, 12);
    const [read] = parse(format({ program }));
    expect(read.program).toEqual(program);
  });

  test('memory is touched in the window alone', () => {
    for (let seed = 1; seed <= 10; seed++)
      for (const operation of operationsOf(generateProgram(device, seed, 24))) {
        if (!('address' in operation)) continue;
        const byteCount =
          operation.kind === 'put' ? expand(operation.bytes).length : operation.byteCount;
        expect(operation.address).toBeGreaterThanOrEqual(WINDOW_START);
        expect(operation.address + byteCount).toBeLessThanOrEqual(WINDOW_START + WINDOW_BYTES);
      }
  });
});

test.each([
  { name: 'hex', text: '00ff10', want: [0x00, 0xff, 0x10] },
  { name: 'nothing', text: '', want: [] },
])('bytes in short: $name', ({ text, want }) => {
  expect([...expand(text)]).toEqual(want);
});

test('made bytes have their length, and differ by seed', () => {
  expect(expand('aa~5:64')).toHaveLength(65);
  expect(expand('~5:64')).toEqual(expand('~5:64'));
  expect(expand('~5:64')).not.toEqual(expand('~6:64'));
});

test('answers and edges are read back', () => {
  const text =
    'program 82540em 5 e1000\nsetup\nw4 0:0010 00000001 =  +\nstep\n' +
    'r4 0:0008 STATUS = 83 -+\nframes = aabb #64:0123456789\nlevel = 1\n';
  const [transcript] = parse(text);
  expect(transcript.answers).toEqual([
    { text: '', edges: '+' },
    { text: '83', edges: '-+' },
    { text: 'aabb #64:0123456789', edges: '' },
    { text: '1', edges: '' },
  ]);
  expect(format(transcript)).toBe(text);
});

test('a line that is no operation is told', () => {
  expect(() => parse('program x 1 y\nstep\nw3 0:0010 0')).toThrow('no operation: w3 0:0010 0');
});
