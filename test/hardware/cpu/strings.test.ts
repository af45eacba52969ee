/** String instructions (SDM vol. 2, MOVS, CMPS, SCAS, LODS, STOS, INS, OUTS, REP). */
import { virtual } from '../../../hardware/address';
import { Shadow } from '../../../hardware/memory';
import { CODE, DATA, makeMachine, readRegisters, runCode } from '../../support/cpu-machine';

const FROM = DATA;
const TO = DATA + 0x800;

function fill(machine: ReturnType<typeof makeMachine>, address: number, count: number): void {
  machine.put(
    virtual(address),
    Array.from({ length: count }, (_, n) => (n * 7 + 1) & 0xff),
  );
}

function bytesAt(machine: ReturnType<typeof makeMachine>, address: number, count: number) {
  return [...machine.memory.bytes.slice(address - 0x8000_0000, address - 0x8000_0000 + count)];
}

test.each([
  ['rep movsb', 'f3 a4', 1, 100, 1],
  ['rep movsw', 'f3 66 a5', 2, 100, 1],
  ['rep movsd', 'f3 a5', 4, 100, 1],
  ['rep movsd, short', 'f3 a5', 4, 3, 1],
  ['std rep movsd', 'fd f3 a5', 4, 50, -1],
])('%s copies', (_name, code, size, count, direction) => {
  const machine = makeMachine();
  fill(machine, FROM, count * size);
  const first = direction > 0 ? 0 : (count - 1) * size;
  runCode(machine, `${code} fc`, { esi: FROM + first, edi: TO + first, ecx: count });
  expect(bytesAt(machine, TO, count * size)).toEqual(bytesAt(machine, FROM, count * size));
  expect(bytesAt(machine, TO + count * size, 1)).toEqual([0]);
  const moved = direction * count * size;
  expect(readRegisters(machine, ['esi', 'edi', 'ecx'])).toEqual({
    esi: FROM + first + moved,
    edi: TO + first + moved,
    ecx: 0,
  });
});

test.each([
  ['rep stosb', 'f3 aa', 1],
  ['rep stosw', 'f3 66 ab', 2],
  ['rep stosd', 'f3 ab', 4],
])('%s fills', (_name, code, size) => {
  const machine = makeMachine();
  runCode(machine, code, { eax: 0x4433_2211, edi: TO, ecx: 20 });
  const unit = [0x11, 0x22, 0x33, 0x44].slice(0, size);
  expect(bytesAt(machine, TO, 21 * size)).toEqual([
    ...Array.from({ length: 20 }, () => unit).flat(),
    ...Array.from({ length: size }, () => 0),
  ]);
});

test('an overlapping upward copy repeats its beginning', () => {
  const machine = makeMachine();
  machine.put(DATA, [1, 2, 3]);
  runCode(machine, 'f3 a4', { esi: DATA, edi: DATA + 3, ecx: 30 });
  expect(bytesAt(machine, DATA, 33)).toEqual(Array.from({ length: 33 }, (_, n) => (n % 3) + 1));
});

test('an overlapping copy to a lower address moves', () => {
  const machine = makeMachine();
  fill(machine, DATA + 3, 40);
  const want = bytesAt(machine, DATA + 3, 40);
  runCode(machine, 'f3 a4', { esi: DATA + 3, edi: DATA, ecx: 40 });
  expect(bytesAt(machine, DATA, 40)).toEqual(want);
});

test.each([
  ['repe cmpsb', 'f3 a6', [1, 2, 3, 4], [1, 2, 9, 4], 1, 0],
  ['repe cmpsb, equal', 'f3 a6', [1, 2, 3, 4], [1, 2, 3, 4], 0, 0x40],
  ['repne cmpsb', 'f2 a6', [1, 2, 3, 4], [5, 2, 3, 4], 2, 0x40],
])('%s stops at a difference or at the end', (_name, code, a, b, ecx, zero) => {
  const machine = makeMachine();
  machine.put(virtual(FROM), a);
  machine.put(virtual(TO), b);
  runCode(machine, code, { esi: FROM, edi: TO, ecx: 4 });
  expect(readRegisters(machine, ['ecx'])).toEqual({ ecx });
  expect(machine.cpu.eflags & 0x40).toBe(zero);
});

test('repne scasb finds a byte: strlen', () => {
  const machine = makeMachine();
  machine.put(DATA, [...Buffer.from('ndis\0')]);
  runCode(machine, 'f2 ae f7 d1 49', { edi: DATA, ecx: 0xffff_ffff });
  expect(readRegisters(machine, ['ecx', 'edi'])).toEqual({ ecx: 4, edi: DATA + 5 });
});

test('a count of zero does nothing and leaves the flags', () => {
  const machine = makeMachine();
  runCode(machine, 'f3 a6', { eflags: 0x40 });
  expect(machine.cpu.eflags & 0x40).toBe(0x40);
  expect(machine.cpu.instructionCount).toBe(1);
});

test('lods reads through FS, stos never', () => {
  const machine = makeMachine();
  machine.cpu.setFsBase(virtual(DATA + 0x10));
  machine.put(virtual(DATA + 0x14), [0x77]);
  runCode(machine, '64 ac 64 aa', { esi: 4, edi: DATA });
  expect(bytesAt(machine, DATA, 1)).toEqual([0x77]);
});

test('ins and outs go to the port in DX', () => {
  const machine = makeMachine();
  runCode(machine, 'f3 6d 6e', { edx: 0xc010, edi: DATA, ecx: 2, esi: DATA });
  expect(machine.ports).toEqual(['in4 c010', 'in4 c010', 'out1 c010 21']);
  expect(bytesAt(machine, DATA, 8)).toEqual([0x21, 0x43, 0x65, 0x87, 0x21, 0x43, 0x65, 0x87]);
});

test.each(['f3 a4', 'f3 a5', 'f3 ab', 'f3 ac', 'f3 66 a5'])(
  '%s is interrupted at an exact count and goes on',
  (code) => {
    const whole = makeMachine();
    fill(whole, FROM, 400);
    const given = { eax: 0x1234_5678, esi: FROM, edi: TO, ecx: 90 };
    runCode(whole, `90 ${code} 90`, given);
    const total = whole.cpu.instructionCount;
    expect(total).toBe(1 + 90 + 1);
    for (const budget of [1, 2, 7, 8, 9, 40, 91]) {
      const machine = makeMachine();
      fill(machine, FROM, 400);
      let stop = runCode(machine, `90 ${code} 90`, given, { budget });
      expect(machine.cpu.instructionCount).toBe(budget);
      expect(readRegisters(machine, ['ecx'])).toEqual({ ecx: 90 - (budget - 1) });
      if (budget < 91) expect(stop.eip).toBe(CODE + 1);
      // At most as many stops as there are instructions.
      for (let n = 0; n < total && stop.kind === 'budget'; n++) stop = machine.cpu.resume(budget);
      expect(stop.kind).toBe('breakpoint');
      expect(machine.cpu.instructionCount).toBe(total);
      expect(bytesAt(machine, DATA, 0x1000)).toEqual(bytesAt(whole, DATA, 0x1000));
      expect(machine.cpu.registers).toEqual(whole.cpu.registers);
    }
  },
);

test('a copy that leaves plain memory stops at the very byte', () => {
  const machine = makeMachine();
  machine.memory.mark(virtual(TO + 37), 1, Shadow.RED_ZONE);
  const writes: number[] = [];
  machine.memory.handler = {
    read: () => 0,
    write(address) {
      writes.push(address);
      if (writes.length === 1) throw new Error('red zone');
    },
  };
  fill(machine, FROM, 64);
  expect(() => runCode(machine, '90 f3 a4', { esi: FROM, edi: TO, ecx: 64 })).toThrow('red zone');
  expect(writes).toEqual([TO + 37]);
  expect(machine.cpu.eip).toBe(CODE + 1);
  expect(readRegisters(machine, ['esi', 'edi', 'ecx'])).toEqual({
    esi: FROM + 37,
    edi: TO + 37,
    ecx: 64 - 37,
  });
});
