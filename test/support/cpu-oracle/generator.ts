/**
 * Random programs for the comparison with a real processor. A program changes registers, flags, its
 * window and its stack, and cannot fault. Flags that an instruction leaves undefined (SDM vol. 1,
 * appendix A) are cleared behind it, by code of the program itself.
 */
import { type Assembler, type ModRm } from './assembler';

const CF = 0x001;
const PF = 0x004;
const AF = 0x010;
const ZF = 0x040;
const SF = 0x080;
const OF = 0x800;
const IF = 0x200;
const DF = 0x400;
const ARITHMETIC = CF | PF | AF | ZF | SF | OF;

export interface Arena {
  /** What a program may access freely, besides its stack. */
  readonly windowStart: number;
  readonly windowBytes: number;
}

type Size = 1 | 2 | 4;

export class Generator {
  readonly #asm: Assembler;
  readonly #arena: Arena;
  readonly #kinds: (() => void)[];

  constructor(asm: Assembler, arena: Arena) {
    this.#asm = asm;
    this.#arena = arena;
    this.#kinds = [
      ...[this.#binary, this.#binary, this.#binary, this.#test, this.#mov, this.#mov, this.#incDec],
      ...[this.#notNeg, this.#shift, this.#shift, this.#shiftDouble, this.#imul, this.#mul],
      ...[this.#div, this.#extend, this.#setcc, this.#cmov, this.#bitTest, this.#bitTest],
      ...[this.#bitScan, this.#xchg, this.#xadd, this.#cmpxchg, this.#cmpxchg8b, this.#single],
      ...[this.#single, this.#decimal, this.#pushPop, this.#pushPop, this.#frame, this.#flagsWord],
      ...[this.#lea, this.#branch, this.#branch, this.#loop, this.#callRet, this.#indirect],
      ...[this.#string, this.#string, this.#xlat, this.#hints],
    ];
  }

  /** Emits `count` random instructions, each with what it needs around it. */
  instructions(count: number): void {
    for (let n = 0; n < count; n++) this.#asm.pick(this.#kinds).call(this);
  }

  #size(): Size {
    return this.#asm.pick([1, 2, 4, 4] as const);
  }

  #target(): number {
    return this.#arena.windowStart + 16 + this.#asm.below(this.#arena.windowBytes - 32);
  }

  /** A register (of bytes any) or memory. */
  #operand(size: Size, avoid: readonly number[] = []): ModRm {
    if (this.#asm.chance(2)) return this.#asm.memoryOperand(this.#target(), avoid);
    return this.#asm.registerOperand(this.#registerOf(size, avoid));
  }

  #registerOf(size: Size, avoid: readonly number[] = []): number {
    if (size !== 1) return this.#asm.register(avoid);
    return this.#asm.pick([0, 1, 2, 3, 4, 5, 6, 7].filter((r) => !avoid.includes(r & 3)));
  }

  /** One instruction with a ModRM operand, of which `reg` is the other field. */
  #op(size: Size, opcode: readonly number[], rm: ModRm, reg: number, ...immediate: number[]) {
    const asm = this.#asm;
    asm.emit(...rm.prefixes);
    if (size === 2) asm.emit(0x66);
    asm.emit(...opcode, ...rm.encode(reg), ...immediate);
  }

  /** The opcode of a byte operation, with bit 0 set for the other sizes. */
  #sized(opcode: number, size: Size): number {
    return size === 1 ? opcode : opcode | 1;
  }

  #maybeLock(rm: ModRm): void {
    if (rm.isMemory && this.#asm.chance(3)) this.#asm.emit(0xf0);
  }

  /** pushfd; and dword [esp], ~flags; popfd */
  #clearFlags(flags: number): void {
    if (flags === 0) return;
    this.#asm.emit(0x9c, 0x81, 0x24, 0x24, ...this.#asm.immediate(~flags, 4), 0x9d);
  }

  #imm(size: Size): number[] {
    return this.#asm.immediate(this.#asm.value(), size);
  }

  #binary(): void {
    const asm = this.#asm;
    const operation = asm.below(8);
    const size = this.#size();
    const form = asm.below(5);
    if (form === 0) {
      if (size === 2) asm.emit(0x66);
      asm.emit(this.#sized(8 * operation + 4, size), ...this.#imm(size));
      return;
    }
    const rm = this.#operand(size);
    if (form === 1) {
      this.#op(size, [this.#sized(8 * operation + 2, size)], rm, this.#registerOf(size));
      return;
    }
    if (operation !== 7) this.#maybeLock(rm);
    if (form === 2) this.#op(size, [this.#sized(8 * operation, size)], rm, this.#anyRegister());
    else if (form === 3)
      this.#op(size, [this.#sized(0x80, size)], rm, operation, ...this.#imm(size));
    else this.#op(size, [size === 1 ? 0x82 : 0x83], rm, operation, asm.below(256));
  }

  /** Any register as a source, ESP or AH included. */
  #anyRegister(): number {
    return this.#asm.below(8);
  }

  #test(): void {
    const asm = this.#asm;
    const size = this.#size();
    if (asm.chance(3)) {
      if (size === 2) asm.emit(0x66);
      asm.emit(this.#sized(0xa8, size), ...this.#imm(size));
    } else if (asm.chance(2)) {
      this.#op(size, [this.#sized(0x84, size)], this.#operand(size), this.#anyRegister());
    } else {
      const rm = this.#operand(size);
      this.#op(size, [this.#sized(0xf6, size)], rm, asm.below(2), ...this.#imm(size));
    }
    this.#clearFlags(AF);
  }

  #mov(): void {
    const asm = this.#asm;
    const size = this.#size();
    const prefix = size === 2 ? [0x66] : [];
    switch (asm.below(5)) {
      case 0:
        return this.#op(size, [this.#sized(0x88, size)], this.#operand(size), this.#anyRegister());
      case 1: {
        const rm = this.#operand(size);
        return this.#op(size, [this.#sized(0x8a, size)], rm, this.#registerOf(size));
      }
      case 2: {
        const rm = this.#operand(size);
        return this.#op(size, [this.#sized(0xc6, size)], rm, 0, ...this.#imm(size));
      }
      case 3: {
        const opcode = size === 1 ? 0xb0 : 0xb8;
        return asm.emit(...prefix, opcode + this.#registerOf(size), ...this.#imm(size));
      }
      default: {
        const isFs = asm.chance(2);
        const offset = this.#target() - (isFs ? asm.fsBase : 0);
        const opcode = this.#sized(asm.pick([0xa0, 0xa2]), size);
        const segment = isFs ? [0x64] : [];
        return asm.emit(...segment, ...prefix, opcode, ...asm.immediate(offset, 4));
      }
    }
  }

  #incDec(): void {
    const asm = this.#asm;
    const size = this.#size();
    const digit = asm.below(2);
    if (size !== 1 && asm.chance(2)) {
      asm.emit(...(size === 2 ? [0x66] : []), 0x40 + 8 * digit + asm.register());
      return;
    }
    const rm = this.#operand(size);
    this.#maybeLock(rm);
    this.#op(size, [this.#sized(0xfe, size)], rm, digit);
  }

  #notNeg(): void {
    const size = this.#size();
    const rm = this.#operand(size);
    this.#maybeLock(rm);
    this.#op(size, [this.#sized(0xf6, size)], rm, 2 + this.#asm.below(2));
  }

  #shift(): void {
    const asm = this.#asm;
    const size = this.#size();
    const operation = asm.below(8);
    const form = asm.below(3);
    const count = form === 1 ? 1 : asm.below(asm.chance(4) ? 256 : 34);
    const rm = this.#operand(size, [1]);
    const base = this.#sized([0xc0, 0xd0, 0xd2][form], size);
    if (form === 2) asm.emit(0xb1, count);
    this.#op(size, [base], rm, operation, ...(form === 0 ? [count] : []));
    const places = count & 31;
    if (places === 0) return;
    const overflow = places === 1 ? 0 : OF;
    if (operation < 4) this.#clearFlags(overflow);
    else this.#clearFlags(AF | overflow | (operation !== 7 && places >= 8 * size ? CF : 0));
  }

  #shiftDouble(): void {
    const asm = this.#asm;
    const size = asm.pick([2, 4] as const);
    // More than 16 places are undefined for 16 bits.
    const count = size === 2 ? asm.below(17) : asm.below(64);
    const rm = this.#operand(size, [1]);
    const opcode = asm.pick([0xa4, 0xac]);
    const isByCl = asm.chance(2);
    if (isByCl) asm.emit(0xb1, count);
    const immediate = isByCl ? [] : [count];
    this.#op(size, [0x0f, opcode + (isByCl ? 1 : 0)], rm, this.#anyRegister(), ...immediate);
    const places = count & 31;
    if (places !== 0) this.#clearFlags(AF | (places === 1 ? 0 : OF));
  }

  #imul(): void {
    const asm = this.#asm;
    const size = asm.pick([2, 4, 4] as const);
    const rm = this.#operand(size);
    const register = asm.register();
    const form = asm.below(3);
    if (form === 0) this.#op(size, [0x0f, 0xaf], rm, register);
    else if (form === 1) this.#op(size, [0x69], rm, register, ...this.#imm(size));
    else this.#op(size, [0x6b], rm, register, asm.below(256));
    this.#clearFlags(SF | ZF | AF | PF);
  }

  #mul(): void {
    const size = this.#size();
    const rm = this.#operand(size);
    this.#op(size, [this.#sized(0xf6, size)], rm, 4 + this.#asm.below(2));
    this.#clearFlags(SF | ZF | AF | PF);
  }

  /** Dividend and divisor are set so that the quotient fits. */
  #div(): void {
    const asm = this.#asm;
    const size = this.#size();
    const isSigned = asm.chance(2);
    const rm = asm.chance(2)
      ? asm.memoryOperand(this.#target(), [0, 2])
      : asm.registerOperand(asm.pick([1, 3]));
    const bits = BigInt(8 * size);
    const mask = (1n << bits) - 1n;
    const toSigned = (value: bigint, width: bigint) => BigInt.asIntN(Number(width), value);
    let divisor = BigInt(asm.value()) & mask;
    if (divisor === 0n) divisor = 1n;
    const quotient = BigInt(asm.value()) & mask;
    const remainder = BigInt(asm.value()) & mask;
    let dividend: bigint;
    if (isSigned) {
      const by = toSigned(divisor, bits);
      const magnitude = by < 0n ? -by : by;
      const rest = remainder % magnitude;
      const product = toSigned(quotient, bits) * by;
      dividend = product + (product < 0n ? -rest : product > 0n ? rest : 0n);
    } else {
      dividend = quotient * divisor + (remainder % divisor);
    }
    this.#op(size, [this.#sized(0xc6, size)], rm, 0, ...asm.immediate(Number(divisor), size));
    const low = Number(BigInt.asUintN(32, dividend));
    const high = Number(BigInt.asUintN(32, dividend >> bits));
    asm.set(0, low);
    if (size !== 1) asm.set(2, high);
    this.#op(size, [this.#sized(0xf6, size)], rm, isSigned ? 7 : 6);
    this.#clearFlags(ARITHMETIC);
  }

  #extend(): void {
    const asm = this.#asm;
    const opcode = asm.pick([0xb6, 0xb7, 0xbe, 0xbf]);
    const rm = this.#operand((opcode & 1) === 0 ? 1 : 2);
    this.#op(asm.pick([2, 4, 4] as const), [0x0f, opcode], rm, asm.register());
  }

  #setcc(): void {
    const rm = this.#operand(1);
    this.#op(1, [0x0f, 0x90 + this.#asm.below(16)], rm, this.#asm.below(8));
  }

  #cmov(): void {
    const asm = this.#asm;
    const rm = this.#operand(4);
    this.#op(asm.pick([2, 4, 4] as const), [0x0f, 0x40 + asm.below(16)], rm, asm.register());
  }

  #bitTest(): void {
    const asm = this.#asm;
    const size = asm.pick([2, 4, 4] as const);
    const digit = 4 + asm.below(4);
    if (asm.chance(2)) {
      const rm = this.#operand(size);
      if (digit !== 4) this.#maybeLock(rm);
      this.#op(size, [0x0f, 0xba], rm, digit, asm.below(256));
    } else {
      const opcode = 0x83 + 8 * digit;
      if (asm.chance(2)) {
        this.#op(size, [0x0f, opcode], asm.registerOperand(asm.register()), this.#anyRegister());
      } else {
        const register = asm.register([5]);
        const bits = 8 * size;
        const words = asm.below(size === 2 ? 4000 : 400_000) - (size === 2 ? 2000 : 200_000);
        const rm = asm.memoryOperand(this.#target() - words * size, [register]);
        asm.set(register, words * bits + asm.below(bits));
        if (digit !== 4) this.#maybeLock(rm);
        this.#op(size, [0x0f, opcode], rm, register);
      }
    }
    this.#clearFlags(OF | SF | AF | PF);
  }

  #bitScan(): void {
    const asm = this.#asm;
    const size = asm.pick([2, 4, 4] as const);
    // A source of zero leaves the destination undefined: one bit is set for sure.
    const rm = this.#operand(size);
    this.#op(size, [0x0f, 0xba], rm, 5, asm.below(256));
    this.#op(size, [0x0f, asm.pick([0xbc, 0xbd])], rm, asm.register());
    this.#clearFlags(CF | OF | SF | AF | PF);
  }

  #xchg(): void {
    const asm = this.#asm;
    const size = this.#size();
    if (size !== 1 && asm.chance(3)) {
      asm.emit(...(size === 2 ? [0x66] : []), 0x90 + asm.register());
      return;
    }
    const rm = this.#operand(size);
    this.#maybeLock(rm);
    this.#op(size, [this.#sized(0x86, size)], rm, this.#registerOf(size));
  }

  #xadd(): void {
    const size = this.#size();
    const rm = this.#operand(size);
    this.#maybeLock(rm);
    this.#op(size, [0x0f, this.#sized(0xc0, size)], rm, this.#registerOf(size));
  }

  #cmpxchg(): void {
    const asm = this.#asm;
    const size = this.#size();
    const rm = this.#operand(size, [0]);
    // Equal half of the time.
    if (asm.chance(2)) this.#op(size, [this.#sized(0x8a, size)], rm, 0);
    this.#maybeLock(rm);
    this.#op(size, [0x0f, this.#sized(0xb0, size)], rm, this.#anyRegister());
  }

  #cmpxchg8b(): void {
    const asm = this.#asm;
    const target = this.#target();
    const rm = asm.memoryOperand(target, [0, 2]);
    if (asm.chance(2)) {
      asm.emit(0xa1, ...asm.immediate(target, 4));
      asm.emit(0x8b, 0x15, ...asm.immediate(target + 4, 4));
    }
    this.#maybeLock(rm);
    this.#op(4, [0x0f, 0xc7], rm, 1);
  }

  /** Instructions without operands. */
  #single(): void {
    const asm = this.#asm;
    const opcode = asm.pick([0x98, 0x99, 0x9e, 0x9f, 0xf5, 0xf8, 0xf9, 0xfc, 0xfd, 0x90, -1]);
    if (opcode === -1) return asm.emit(0x0f, 0xc8 + asm.register());
    if ((opcode === 0x98 || opcode === 0x99) && asm.chance(2)) asm.emit(0x66);
    asm.emit(opcode);
  }

  #decimal(): void {
    const asm = this.#asm;
    if (asm.chance(2)) asm.emit(0x66, 0xb8, ...asm.immediate(asm.value(), 2));
    const opcode = asm.pick([0x27, 0x2f, 0x37, 0x3f, 0xd4, 0xd5]);
    const base = asm.chance(2) ? 10 : 1 + asm.below(255);
    asm.emit(opcode, ...(opcode >= 0xd4 ? [base] : []));
    if (opcode >= 0xd4) this.#clearFlags(OF | AF | CF);
    else if (opcode >= 0x37) this.#clearFlags(OF | SF | ZF | PF);
    else this.#clearFlags(OF);
  }

  #pushPop(): void {
    const asm = this.#asm;
    const size = asm.pick([2, 4, 4, 4] as const);
    const prefix = size === 2 ? [0x66] : [];
    const push = asm.below(5);
    if (push === 0) asm.emit(...prefix, 0x50 + this.#anyRegister());
    else if (push === 1) asm.emit(...prefix, 0x68, ...this.#imm(size));
    else if (push === 2) asm.emit(...prefix, 0x6a, asm.below(256));
    else if (push === 3) this.#op(size, [0xff], this.#operand(size), 6);
    else asm.emit(...prefix, 0x60);
    asm.esp -= push === 4 ? 8 * size : size;
    if (push === 4) {
      asm.emit(...prefix, 0x61);
      asm.esp += 8 * size;
    } else if (asm.chance(2)) {
      asm.esp += size;
      asm.emit(...prefix, 0x58 + asm.register());
    } else {
      // With ESP as a base the address counts from where ESP is afterwards.
      asm.esp += size;
      const rm = asm.memoryOperand(this.#target());
      this.#op(size, [0x8f], rm, 0);
    }
  }

  /** enter and leave; EBP is set where enter must find frames. */
  #frame(): void {
    const asm = this.#asm;
    const level = asm.pick([0, 0, 1, 2, 3, 5]);
    asm.set(5, asm.esp - 4 * asm.below(4));
    asm.emit(0xc8, ...asm.immediate(asm.below(32), 2), level);
    if (asm.chance(2)) asm.emit(0xc9);
    else asm.emit(0x89, 0xec, 0x5d);
  }

  /** pushf and popf, with every flag that may be set. */
  #flagsWord(): void {
    const asm = this.#asm;
    const prefix = asm.chance(3) ? [0x66] : [];
    if (asm.chance(2)) {
      asm.emit(...prefix, 0x9c, ...prefix, 0x58 + asm.register());
      return;
    }
    const flags = IF | (asm.random.nextUint32() & (ARITHMETIC | DF));
    if (prefix.length === 0) asm.emit(0x68, ...asm.immediate(flags, 4), 0x9d);
    else asm.emit(0x66, 0x68, ...asm.immediate(flags, 2), 0x66, 0x9d);
  }

  #lea(): void {
    const asm = this.#asm;
    this.#op(asm.pick([2, 4, 4] as const), [0x8d], asm.wildOperand(), asm.register());
  }

  /** A conditional or other short jump over some instructions that need nothing around them. */
  #branch(): void {
    const asm = this.#asm;
    const skipped = [0x40 + asm.register(), 0x31, 0xc0 | (asm.register() << 3) | asm.register()];
    const form = asm.below(4);
    if (form === 0) asm.emit(0x70 + asm.below(16), skipped.length);
    else if (form === 1) asm.emit(0x0f, 0x80 + asm.below(16), ...asm.immediate(skipped.length, 4));
    else if (form === 2) asm.emit(...(asm.chance(2) ? [0x67] : []), 0xe3, skipped.length);
    else asm.emit(0xeb, skipped.length);
    asm.emit(...skipped);
  }

  #loop(): void {
    const asm = this.#asm;
    const isCx = asm.chance(3);
    const turns = 1 + asm.below(5);
    asm.set(1, isCx ? (asm.value() & 0xffff_0000) | turns : turns);
    const body = [0x40 + asm.register([1]), 0x83, 0xe8 | asm.register([1]), asm.below(4)];
    asm.emit(...body);
    const prefix = isCx ? [0x67] : [];
    asm.emit(...prefix, asm.pick([0xe0, 0xe1, 0xe2]), -(body.length + 2 + prefix.length));
  }

  /** call f; jmp over; f: inc r; ret n; over: */
  #callRet(): void {
    const asm = this.#asm;
    const argumentCount = asm.below(3);
    for (let n = 0; n < argumentCount; n++) asm.emit(0x50 + this.#anyRegister());
    const ret = argumentCount > 0 ? [0xc2, 4 * argumentCount, 0] : [0xc3];
    asm.emit(0xe8, ...asm.immediate(2, 4), 0xeb, 1 + ret.length);
    asm.emit(0x40 + asm.register(), ...ret);
  }

  /** call or jmp through a register or memory, to what lies behind. */
  #indirect(): void {
    const asm = this.#asm;
    const isCall = asm.chance(2);
    const place = this.#target();
    const rm = asm.chance(2) ? asm.memoryOperand(place, [3]) : asm.registerOperand(3);
    // mov ebx, behind; mov [place], ebx
    const storeBytes = 6;
    const jump = [...rm.prefixes, 0xff, ...rm.encode(isCall ? 2 : 4)];
    const skipped = [0x40 + asm.register([3])];
    const behind = asm.here + 5 + storeBytes + jump.length + skipped.length;
    asm.set(3, behind);
    asm.emit(0x89, 0x1d, ...asm.immediate(place, 4), ...jump, ...skipped);
    if (isCall) asm.emit(0x58 + asm.register());
  }

  #string(): void {
    const asm = this.#asm;
    const size = this.#size();
    const isDown = asm.chance(3);
    const opcode = asm.pick([0xa4, 0xa6, 0xaa, 0xac, 0xae]);
    const repeat = asm.pick([0, 0xf3, 0xf3, 0xf2]);
    const count = repeat === 0 ? asm.below(256) : asm.below(Math.floor(48 / size));
    const isFs = asm.chance(3);
    const start = () =>
      this.#arena.windowStart +
      (isDown ? 60 + asm.below(40) : 4 + asm.below(this.#arena.windowBytes - 64));
    asm.set(6, start() - (isFs ? asm.fsBase : 0));
    asm.set(7, start());
    asm.set(1, count);
    asm.emit(isDown ? 0xfd : 0xfc);
    if (isFs) asm.emit(0x64);
    if (size === 2) asm.emit(0x66);
    if (repeat !== 0) asm.emit(repeat);
    asm.emit(this.#sized(opcode, size));
  }

  #xlat(): void {
    const asm = this.#asm;
    const al = asm.below(256);
    asm.emit(0xb0, al);
    const isFs = asm.chance(2);
    asm.set(3, this.#target() - al - (isFs ? asm.fsBase : 0));
    asm.emit(...(isFs ? [0x64] : []), 0xd7);
  }

  /** Instructions that do nothing; INTO with OF clear. */
  #hints(): void {
    const asm = this.#asm;
    switch (asm.below(4)) {
      case 0:
        return asm.emit(0xf3, 0x90);
      case 1:
        return this.#op(4, [0x0f, 0x18], asm.memoryOperand(this.#target()), asm.below(4));
      case 2:
        return this.#op(4, [0x0f, 0x1f], asm.wildOperand(), 0);
      default:
        asm.emit(0x84, 0xc0, 0xce);
        return this.#clearFlags(AF);
    }
  }
}
