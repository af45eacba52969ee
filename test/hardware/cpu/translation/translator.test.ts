/** Translated code against the interpreter: whatever can be seen must be the same. */
import { virtual, type VirtualAddress } from '../../../../hardware/address';
import { Cpu } from '../../../../hardware/cpu';
import { Memory, Shadow } from '../../../../hardware/memory';
import { Random } from '../../../../hardware/random';
import { CODE, DATA, STACK_TOP, hex } from '../../../support/cpu-machine';
import { IMAGE_BASE, makeBatch } from '../../../support/cpu-oracle/elf';
import { Tiers, type Seen } from '../../../support/cpu-tiers';

/** A dword as little-endian hex. */
function dword(value: number): string {
  return [0, 8, 16, 24].map((n) => ((value >>> n) & 0xff).toString(16).padStart(2, '0')).join('');
}

/** A function that runs `body` 20 times, with EDI for its counter; flags are pushed each time. */
function loopOf(body: string): string {
  const inner = `${body} 9c 8f 04 bd ${dword(DATA + 0x800)} 4f`;
  const back = -(hex(inner).length + 2);
  return `bf 14000000 ${inner} 75 ${(back & 0xff).toString(16)} c3`;
}

const OPERANDS: readonly [name: string, code: string][] = [
  ['add, sub, cmp in all sizes', '01 d8 66 01 c3 00 e1 29 ca 66 29 f2 28 c5 39 d8 66 39 d9 38 f4'],
  ['adc and sbb in all sizes', '11 d8 66 11 c3 10 e1 19 ca 66 19 f2 18 c5'],
  ['logic in all sizes', '21 d8 66 09 c3 30 e1 85 ca 66 85 f2 84 c5'],
  ['inc, dec, neg, not in all sizes', 'f9 40 66 4b fe c5 48 f7 db 66 f7 d9 f6 da f7 d6 f6 d4'],
  ['shifts by an immediate', 'c1 e0 05 66 c1 e3 0c c0 e1 09 c1 ea 03 66 d1 eb c0 ed 07 c1 fe 1f'],
  ['arithmetic shifts', 'c1 f8 05 66 c1 fb 0c c0 f9 09 d1 fa d0 fd 66 d1 fe'],
  ['shifts by CL, also by none', '89 f9 d3 e0 9c 58 83 e1 03 d3 eb 9c 5a d3 fe'],
  ['rotates', 'c1 c0 05 d1 cb c1 ca 1f d1 c6'],
  ['double shifts', '0f a4 d8 05 0f ac da 1f'],
  ['multiplication', '0f af c3 6b db 13 69 d2 78563412 f7 e3 f7 eb'],
  ['division', '31 d2 83 cb 01 f7 f3 99 83 cb 02 f7 fb'],
  ['moves in all sizes', '88 e1 66 89 c3 89 da b6 55 66 be 3412 b8 78563412 0f b6 c4 0f bf db'],
  ['extensions', '0f be c8 66 0f b6 d3 66 0f be dc 98 66 98 99 66 99 0f cb'],
  ['exchanges', '87 d8 86 c4 66 93 93'],
  ['lea', '8d 44 8b 10 66 8d 1c 03 8d 14 d5 10000000'],
  ['carry', 'f8 19 c0 f9 11 db f5 19 d2 9e 9f'],
  ['jumps over each other', '39 d8 72 03 40 eb 01 4b 7c 01 46 7e 01 42 78 01 4a 7a 01 40'],
  [
    'setcc and cmovcc',
    '39 d8 0f 92 c1 0f 9e c5 0f 4c d6 85 c0 0f 98 c6 0f 9a c2 0f 47 de 01 c3 0f 9c c0',
  ],
  ['stack', '6a 05 53 50 5a 58 5b 68 78563412 ff 34 24 5a 59 8b 0c 24 89 44 24 fc'],
  ['frames', 'c8 10 00 00 89 45 fc c9 55 89 e5 83 ec 20 89 5d f8 c9'],
  ['loop and jecxz', 'b9 03000000 40 e2 fd e3 01 43 41 e3 01 42'],
  ['call and return', 'e8 02000000 eb 02 43 c3 40'],
  ['a return to elsewhere', '68 0d000180 c3 cc cc 40'],
];

describe('instructions in a loop', () => {
  test.each(OPERANDS)('%s', (_name, code) => {
    const tiers = new Tiers();
    tiers.put(loopOf(code));
    tiers.each(({ cpu }) => cpu.registers.set([0x8765_4321, 7, 0xffff_ff80, 0x7fff_ffff]));
    for (let call = 0; call < 3; call++)
      expect(tiers.call().end).toMatchObject({ kind: 'returned' });
    expect(tiers.isTranslated(0)).toBe(true);
  });

  const M = dword(DATA + 0x100);
  test.each([
    ['sources', `03 05 ${M} 66 2b 1d ${M} 3a 0d ${M} 23 15 ${M} 13 05 ${M} 85 05 ${M}`],
    ['destinations', `01 05 ${M} 66 29 1d ${M} 00 25 ${M} 80 35 ${M} 7f ff 05 ${M} fe 0d ${M}`],
    ['immediates', `c7 05 ${M} 78563412 66 81 05 ${M} ff7f 83 15 ${M} ff f7 1d ${M} f6 15 ${M}`],
    ['shifts', `c1 25 ${M} 03 66 d1 2d ${M} d0 3d ${M} d3 05 ${M} d3 25 ${M}`],
    ['exchanges', `87 05 ${M} 86 25 ${M} f0 0f c1 1d ${M} f0 0f b1 1d ${M}`],
    ['stack', `ff 35 ${M} 58 68 01000000 8f 05 ${M}`],
    ['moves', `0f b7 05 ${M} 0f be 1d ${M} a2 ${M} 66 a3 ${M} 8a 35 ${M} 0f 95 05 ${M}`],
    ['strings', `be ${M} 57 bf ${dword(DATA + 0x200)} a4 66 a5 a5 aa 66 ab ab ac 66 ad ad 5f`],
    ['repeated strings', `b9 05000000 57 bf ${M} f3 ab b9 03000000 be ${M} f3 a5 5f`],
    ['by base and index', `bb ${dword(DATA)} be 20000000 89 04 b3 03 44 b3 80 8b 94 73 00010000`],
    ['by FS and 16 bits', `64 a1 10000000 64 67 89 06 2000 01 c3`],
    ['bit tests', `0f ab 05 ${M} 0f ba 3d ${M} 07 0f bc c3`],
  ])('memory operands: %s', (_name, code) => {
    const tiers = new Tiers();
    tiers.each(({ cpu, memory }) => {
      cpu.setFsBase(DATA);
      cpu.registers.set([0x765, 3, 0xffff_ff80, 0x7fff_ffff]);
      for (let n = 0; n < 0x300; n++) memory.bytes[DATA - 0x8000_0000 + n] = n * 37;
    });
    tiers.put(loopOf(code));
    for (let call = 0; call < 3; call++)
      expect(tiers.call().end).toMatchObject({ kind: 'returned' });
  });
});

// mov ecx, [esp+4]; mov edx, DATA; L: mov eax, [edx]; add [edx+4], eax; push eax; pop ebx; inc edx;
// dec ecx; jne L; ret 4
const WALK = `8b 4c 24 04 ba ${dword(DATA)} 8b 02 01 42 04 50 5b 42 49 75 f5 c2 04 00`;

describe('the budget', () => {
  test('stops before each instruction, with everything as it is there', () => {
    const tiers = new Tiers();
    tiers.put(WALK);
    tiers.call([5]);
    tiers.call([5]);
    for (let budget = 0; budget < 2 + 7 * 5 + 1; budget++) {
      tiers.call([5], budget);
      tiers.each(({ cpu }) => cpu.abandon());
    }
    expect(tiers.call([5], 38).end).toMatchObject({ kind: 'returned' });
  });

  test('stops, and goes on', () => {
    const tiers = new Tiers();
    tiers.put(WALK);
    tiers.call([1000]);
    tiers.call([1000], 1234);
    const random = new Random(1);
    for (let turn = 0; turn < 40; turn++) {
      const more = random.below(200);
      tiers.run((cpu) => cpu.resume(more));
    }
    expect(tiers.run((cpu) => cpu.resume()).end).toMatchObject({ kind: 'returned' });
  });
});

test.each([1, 2, 3, 10, 100, 1000])('interrupts at gaps of up to %i change nothing', (gapMax) => {
  const tiers = new Tiers();
  const start = DATA - 0x8000_0000;
  tiers.put(WALK);
  // The interrupt: pusha; stc; sbb eax, eax; inc dword [DATA + 0xF00]; popa; ret
  tiers.put(`60 f9 19 c0 ff 05 ${dword(DATA + 0xf00)} 61 c3`, 0x100);
  const clear = () => tiers.each(({ memory }) => memory.bytes.fill(0, start, start + 0x1000));
  tiers.call([700]);
  clear();
  const written = ({ bytes }: Seen) => bytes.slice(start, start + 0xf00);
  const alone = tiers.call([700]);
  const writtenAlone = written(alone);
  clear();
  let count = 0;
  const seen = tiers.run((cpu) => {
    const random = new Random(gapMax);
    const next = () => cpu.boundaryAt(cpu.instructionCount + 1 + random.below(gapMax));
    cpu.onBoundary = () => {
      count++;
      const stop = cpu.call(virtual(CODE + 0x100), [], { asInterrupt: true });
      if (stop.kind !== 'returned') throw new Error(stop.kind);
      next();
    };
    next();
    return cpu.call(CODE, [700]);
  });
  expect(count).toBeGreaterThan(5);
  expect(seen.end).toEqual(alone.end);
  expect(Buffer.compare(written(seen), writtenAlone)).toBe(0);
});

test('random programs stop alike wherever they are stopped', () => {
  const batch = makeBatch(77, 40);
  const random = new Random(5);
  const base = IMAGE_BASE - 0x8000_0000;
  const runs = [Infinity, 2].map((translateAfter) => {
    const memory = new Memory(0x40_0000, 0x40_0000);
    memory.bytes.set(batch.image, base);
    memory.mark(virtual(IMAGE_BASE - 0x1000), 0x1000 + batch.image.length, Shadow.PLAIN);
    const io = { readPort: () => 0, writePort: () => undefined };
    const cpu = new Cpu({ memory, io, translateAfter });
    cpu.setFsBase(virtual(batch.dataStart));
    return { cpu, memory };
  });
  for (const { start, end } of batch.programs) {
    for (const { cpu } of runs) cpu.addCode(virtual(start), end - start);
    for (const budget of [1000, 1000, ...Array.from({ length: 12 }, () => random.below(40))]) {
      const [interpreted, translated] = runs.map(({ cpu, memory }) => {
        cpu.registers[4] = IMAGE_BASE - 0x100;
        const stop = cpu.call(virtual(start), [], { budget });
        const state = [...cpu.registers.slice(0, 8), cpu.eflags, cpu.eip, cpu.stackLow];
        const count = cpu.instructionCount;
        cpu.abandon();
        return { seen: { start, budget, stop, state, count }, bytes: memory.bytes };
      });
      expect(translated.seen).toEqual(interpreted.seen);
      expect(Buffer.compare(translated.bytes, interpreted.bytes)).toBe(0);
    }
  }
});

describe('what is not plain memory', () => {
  /** Records accesses; throws at a freed byte. */
  function watch(tiers: Tiers): void {
    tiers.each(({ memory, ports, cpu }) => {
      const note = (text: string, address: VirtualAddress) => {
        ports.push(`${text} at ${cpu.eip.toString(16)}, ${cpu.instructionCount}`);
        if (memory.stateAt(address) !== Shadow.DEVICE) throw new Error(ports.at(-1));
      };
      memory.handler = {
        read(address, width) {
          note(`read${width} ${address.toString(16)}`, address);
          return 0x1234_5678;
        },
        write(address, width, value) {
          note(`write${width} ${address.toString(16)} ${value.toString(16)}`, address);
        },
      };
    });
  }

  test('a device is reached at its width, and may ask for attention', () => {
    const tiers = new Tiers();
    watch(tiers);
    tiers.each(({ memory }) => memory.mark(virtual(DATA + 0xc00), 0x100, Shadow.DEVICE));
    const at = (offset: number) => dword(DATA + 0xc00 + offset);
    tiers.put(
      loopOf(`a1 ${at(0)} 66 8b 1d ${at(4)} 8a 0d ${at(6)} 0f b7 15 ${at(8)} a3 ${at(0x10)}
        66 89 1d ${at(0x14)} 88 0d ${at(0x16)} 01 05 ${at(0x20)} f0 0f c1 05 ${at(0x24)}`),
    );
    // An interrupt that the device asks for, which leaves something to be seen.
    tiers.each(({ cpu }) => {
      cpu.onBoundary = () => cpu.registers.fill(cpu.registers[6] + 1, 6, 7);
    });
    for (let call = 0; call < 3; call++) {
      const { ports } = tiers.run((cpu) => {
        cpu.boundaryAt(cpu.instructionCount + 50);
        return cpu.call(CODE, []);
      });
      expect(ports.length).toBeGreaterThan(100);
    }
  });

  test.each([
    ['a red zone behind the buffer', 0x200, 4, Shadow.RED_ZONE],
    ['the last byte of a dword', 0x203, 1, Shadow.FREED],
    ['what may only be read', 0x1fe, 1, Shadow.READ_ONLY],
    ['what is not mapped', 0x180, 0x100, Shadow.UNMAPPED],
  ])('%s is met by its instruction, and nothing of it has happened', (_n, offset, bytes, state) => {
    const tiers = new Tiers();
    watch(tiers);
    tiers.put(WALK);
    tiers.call([200]);
    tiers.call([200]);
    tiers.each(({ memory }) => memory.mark(virtual(DATA + offset), bytes, state));
    expect(tiers.call([0x300]).end).toBeInstanceOf(Error);
    expect(tiers.isTranslated(0)).toBe(true);
  });

  test.each([
    ['null', 0],
    ['the user half', 0x7fff_fffe],
    ['the end of memory', 0x800f_fffe],
    ['the end of the address space', 0xffff_fffe],
  ])('%s', (_name, address) => {
    const tiers = new Tiers();
    watch(tiers);
    // mov eax, [esp+4]; mov ecx, 3; L: mov ebx, [eax]; dec ecx; jne L; ret 4
    tiers.put('8b 44 24 04 b9 03000000 8b 18 49 75 fb c2 04 00');
    tiers.call([DATA]);
    tiers.call([DATA]);
    expect(tiers.call([address]).end).toBeInstanceOf(Error);
  });

  test('a stack that ends is met by the push', () => {
    const tiers = new Tiers();
    watch(tiers);
    // mov ecx, [esp+4]; L: push ecx; dec ecx; jne L; int3
    tiers.put('8b 4c 24 04 51 49 75 fc cc');
    for (let call = 0; call < 2; call++) {
      tiers.call([100]);
      tiers.each(({ cpu }) => cpu.abandon());
    }
    const seen = tiers.call([0x2000]);
    expect(seen.end).toBeInstanceOf(Error);
    expect(seen.stackLow).toBe(STACK_TOP - 0x4000);
  });
});

describe('stops', () => {
  test.each([
    ['a division by zero', '31 db f7 f3', 'divide-error'],
    ['a quotient that does not fit', '83 ca ff f7 f2', 'divide-error'],
    ['the least number by -1', '31 c0 48 89 c3 b8 00000080 99 f7 fb', 'divide-error'],
    ['int3', 'cc', 'breakpoint'],
    ['x87', 'd9 c0', 'unmodelled-instruction'],
    ['hlt', 'f4', 'halt'],
    ['a jump out of the code', `b8 ${dword(DATA)} ff e0`, 'not-code'],
    ['the null segment', '65 a1 00000000', 'general-protection'],
  ])('%s', (_name, code, kind) => {
    const tiers = new Tiers();
    // cmp dword [esp+4], 0; je +n; code; inc edx; ret 4
    const skipped = hex(code).length.toString(16).padStart(2, '0');
    tiers.put(`83 7c 24 04 00 74 ${skipped} ${code} 42 c2 04 00`);
    for (const argument of [0, 0, 1, 0, 1, 1]) {
      const { end } = tiers.call([argument]);
      expect(end).toMatchObject({ kind: argument === 0 ? 'returned' : kind });
      if (argument !== 0) tiers.each(({ cpu }) => cpu.abandon());
    }
  });
});

describe('code that changes', () => {
  const ADD = 'b9 0a000000 05 01000000 49 75 f8 c3';

  test('by the host', () => {
    const tiers = new Tiers();
    tiers.put(ADD);
    tiers.call();
    tiers.call();
    expect(tiers.isTranslated(0)).toBe(true);
    tiers.put('05 02000000', 5);
    expect(tiers.isTranslated(0)).toBe(false);
    for (let call = 0; call < 3; call++) tiers.call();
    expect(tiers.call().registers[0]).toBe(10 * 2 + 10 * 2 * 4);
  });

  test('by itself, again and again', () => {
    const tiers = new Tiers();
    // mov ecx, 40; L: add eax, 1; inc byte [CODE + 6], the immediate; dec ecx; jne L; ret
    tiers.put(`b9 28000000 05 01000000 fe 05 ${dword(CODE + 6)} 49 75 f2 c3`);
    for (let call = 0; call < 12; call++) tiers.call();
  });

  test('next to it are data', () => {
    const tiers = new Tiers();
    // mov ecx, 40; L: inc dword [CODE + 0x14]; dec ecx; jne L; ret
    tiers.put(`b9 28000000 ff 05 ${dword(CODE + 0x14)} 49 75 f7 c3`);
    for (let call = 0; call < 5; call++) tiers.call();
  });

  test('when it is taken away, there is no code', () => {
    const tiers = new Tiers();
    tiers.put(ADD);
    tiers.call();
    tiers.call();
    tiers.each(({ cpu }) => cpu.removeCode(virtual(CODE + 10), 1));
    expect(tiers.call().end).toMatchObject({ kind: 'not-code' });
    tiers.each(({ cpu }) => {
      cpu.abandon();
      cpu.addCode(virtual(CODE + 10), 1);
    });
    expect(tiers.call().end).toMatchObject({ kind: 'returned' });
  });

  test('other code at the same place is not taken for it', () => {
    for (const immediate of ['01', '03', '01']) {
      const tiers = new Tiers();
      tiers.put(ADD.replace('05 01', `05 ${immediate}`));
      for (let call = 0; call < 3; call++) tiers.call();
      expect(tiers.isTranslated(0)).toBe(true);
      expect(tiers.call().registers[0]).toBe(40 * parseInt(immediate, 16));
    }
  });
});

describe('calls', () => {
  test('of the host, which calls machine code', () => {
    const tiers = new Tiers();
    let target = 0;
    tiers.each(({ cpu }) => {
      target = cpu.addHostFunction((c) => {
        const stop = c.call(virtual(CODE + 0x100), [c.argument(0)]);
        c.returnToCaller(stop.kind === 'returned' ? stop.value : 0, 4);
      });
    });
    // mov edi, 20; L: push edi; mov eax, host; call eax; add esi, eax; dec edi; jne L; mov eax, esi; ret
    tiers.put(`bf 14000000 57 b8 ${dword(target)} ff d0 01 c6 4f 75 f3 89 f0 c3`);
    // mov eax, [esp+4]; imul eax, eax; ret 4
    tiers.put('8b 44 24 04 0f af c0 c2 04 00', 0x100);
    for (let call = 0; call < 4; call++) {
      tiers.each(({ cpu }) => cpu.registers.fill(0, 6, 7));
      expect(tiers.call().end).toMatchObject({ value: 2870 });
    }
  });

  test('through a table of jumps, with small functions called', () => {
    const tiers = new Tiers();
    const table = CODE + 0x800;
    // mov edi, 64; L: mov eax, edi; and eax, 7; jmp [table + 4 * eax]
    const head = `bf 40000000 89 f8 83 e0 07 ff 24 85 ${dword(table)}`;
    // Cases of 16 bytes each: add ebx, n; call F; jmp N
    const cases = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => {
      const at = 0x100 + 16 * n;
      const call = `81 c3 0${n}000000 e8 ${dword(0x200 - (at + 11))}`;
      return `${call} e9 ${dword(0x300 - (at + 16))}`;
    });
    tiers.put(head);
    tiers.put(cases.join(' '), 0x100);
    // F: rol ebx, 3; ret. N: dec edi; jne L; ret
    tiers.put('c1 c3 03 c3', 0x200);
    tiers.put(`4f 0f 85 ${dword(5 - 0x307)} c3`, 0x300);
    tiers.put(cases.map((_code, n) => dword(CODE + 0x100 + 16 * n)).join(' '), 0x800);
    for (let call = 0; call < 3; call++) tiers.call();
    expect(tiers.isTranslated(0)).toBe(true);
    for (let budget = 0; budget < 90; budget++) {
      tiers.call([], budget);
      tiers.each(({ cpu }) => cpu.abandon());
    }
  });

  test('that never return to where they came from', () => {
    const tiers = new Tiers();
    // call F; inc ebx; ret. F: add dword [esp], 1; ret: over the inc
    tiers.put('e8 02000000 43 c3 83 04 24 01 c3');
    for (let call = 0; call < 4; call++) tiers.call();
    expect(tiers.call().registers[3]).toBe(0);
  });

  test('of itself', () => {
    const tiers = new Tiers();
    // F: mov eax, [esp+4]; test eax, eax; je +9; dec eax; push eax; call F; inc ecx; ret 4
    tiers.put('8b 44 24 04 85 c0 74 08 48 50 e8 f1ffffff 41 c2 04 00');
    for (let call = 0; call < 4; call++) tiers.call([50]);
  });
});

test('a function of thousands of instructions is translated part by part', () => {
  const tiers = new Tiers();
  const code = Array.from({ length: 1900 }, (_none, n) => (n % 3 === 0 ? '40' : 'd1 c0')).join(' ');
  tiers.put(`${code.slice(0, 3 * 3900)} c3`);
  for (let call = 0; call < 6; call++) expect(tiers.call().end).toMatchObject({ kind: 'returned' });
});

test.each([
  ['the direction flag set', 'fd'],
  ['flags that no result gives', '68 c7000000 9d'],
  ['flags of an empty bit scan', '83 c8 ff 85 c0 31 d2 0f bc c2'],
])('a loop is entered with %s', (_name, before) => {
  const tiers = new Tiers();
  // L: pushf; pop edx; movsb; jp +1; stosb; dec ecx; jne L; cld; ret
  const loop = '9c 5a a4 7a 01 aa 49 75 f7 fc c3';
  tiers.put(`be ${dword(DATA + 0x80)} bf ${dword(DATA + 0x180)} b9 08000000 ${before} ${loop}`);
  for (let call = 0; call < 4; call++) tiers.call();
});
