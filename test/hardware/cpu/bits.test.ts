/** Bit tests and scans (SDM vol. 2, BT, BTC, BTR, BTS, BSF, BSR). */
import { virtual } from '../../../hardware/address';
import { DATA, makeMachine, readRegisters, runCode } from '../../support/cpu-machine';

test.each([
  ['bt', '0f a3 c8', { eax: 4, ecx: 2 }, { eax: 4 }, 1],
  ['bt takes the offset modulo 32', '0f a3 c8', { eax: 4, ecx: 34 }, { eax: 4 }, 1],
  ['bts', '0f ab c8', { eax: 0, ecx: 31 }, { eax: 0x8000_0000 }, 0],
  ['btr', '0f b3 c8', { eax: 0xff, ecx: 0 }, { eax: 0xfe }, 1],
  ['btc', '0f bb c8', { eax: 0, ecx: 1 }, { eax: 2 }, 0],
  ['bts imm', '0f ba e8 25', { eax: 0 }, { eax: 0x20 }, 0],
  ['bt ax', '66 0f ba e0 1f', { eax: 0x8000 }, { eax: 0x8000 }, 1],
  ['bsf', '0f bc c1', { ecx: 0x50 }, { eax: 4 }, 0],
  ['bsr', '0f bd c1', { ecx: 0x50 }, { eax: 6 }, 0],
  ['bsr ax', '66 0f bd c1', { eax: 0xffff_0000, ecx: 0x1_8000 }, { eax: 0xffff_000f }, 0],
])('%s', (_name, code, given, want, carry) => {
  const machine = makeMachine();
  runCode(machine, code, given);
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
  if (!_name.startsWith('bs')) expect(machine.cpu.eflags & 1).toBe(carry);
});

test.each(['0f bc c1', '0f bd c1'])('%s of zero sets ZF', (code) => {
  const machine = makeMachine();
  runCode(machine, code, { eax: 9 });
  expect(machine.cpu.eflags & 0x40).toBe(0x40);
  expect(readRegisters(machine, ['eax'])).toEqual({ eax: 9 });
});

test.each([
  ['behind the operand', 100, 12, 0x10],
  ['before the operand', -1, -4 + 3, 0x80],
  ['far before the operand', -65, -12 + 3, 0x80],
])('with an offset in a register, the bit may lie %s', (_name, offset, byteOffset, want) => {
  const machine = makeMachine();
  const middle = virtual(DATA + 0x100);
  runCode(machine, 'f0 0f ab 0e', { esi: middle, ecx: offset });
  expect(machine.memory.bytes[middle + byteOffset - 0x8000_0000]).toBe(want);
});

test('with an immediate offset, the bit lies in the operand', () => {
  const machine = makeMachine();
  runCode(machine, '0f ba 2e 21', { esi: DATA });
  expect(machine.memory.bytes[0x2_0000]).toBe(2);
});
