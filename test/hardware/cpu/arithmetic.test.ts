/** Arithmetic with a destination in memory (SDM vol. 2). */
import { DATA, hex, makeMachine, runCode } from '../../support/cpu-machine';

test.each([
  ['add [m], eax', '01 05 04 00 02 80', [0xff, 0xff, 0xff, 0xff], { eax: 2 }, [1, 0, 0, 0]],
  ['add [m], ax', '66 01 05 04 00 02 80', [0xff, 0xff, 0, 0], { eax: 2 }, [1, 0, 0, 0]],
  ['add [m], al', '00 05 04 00 02 80', [0xff, 0, 0, 0], { eax: 2 }, [1, 0, 0, 0]],
  ['or [m], imm8', '80 0d 04 00 02 80 f0', [0x0f, 0, 0, 0], {}, [0xff, 0, 0, 0]],
  ['sub [m], -1', '83 2d 04 00 02 80 ff', [0xff, 0, 0, 0], {}, [0, 1, 0, 0]],
  ['lock inc [m]', 'f0 ff 05 04 00 02 80', [0xff, 0xff, 0, 0], {}, [0, 0, 1, 0]],
  ['dec byte [m]', 'fe 0d 04 00 02 80', [0, 7, 0, 0], {}, [0xff, 7, 0, 0]],
  ['neg word [m]', '66 f7 1d 04 00 02 80', [1, 0, 9, 9], {}, [0xff, 0xff, 9, 9]],
  ['not [m]', 'f7 15 04 00 02 80', [0, 0, 0, 0xff], {}, [0xff, 0xff, 0xff, 0]],
  ['shl [m], cl', 'd3 25 04 00 02 80', [1, 0, 0, 0], { ecx: 16 }, [0, 0, 1, 0]],
  ['cmp does not write', '39 05 04 00 02 80', [1, 2, 3, 4], { eax: 5 }, [1, 2, 3, 4]],
])('%s', (_name, code, given, registers, want) => {
  const machine = makeMachine();
  machine.put(DATA, [0xaa, 0xaa, 0xaa, 0xaa, ...given, 0xbb]);
  expect(runCode(machine, code, registers).kind).toBe('breakpoint');
  expect([...machine.memory.bytes.slice(0x2_0000, 0x2_0009)]).toEqual([
    ...hex('aaaaaaaa'),
    ...want,
    0xbb,
  ]);
});
