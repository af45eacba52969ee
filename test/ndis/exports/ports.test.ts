/** Ports and device registers in all their widths, by NDIS's names and by those of hal.dll. */
import { physical, virtual } from '../../../hardware/address';
import type { NdisHandle } from '../../../ndis';
import { barsOf, inDriver, rulesOf } from '../../support/inline-driver';
import { KernelBench } from '../../support/kernel-call';

const VALUE = 0x8a9b_acbd;

interface Access {
  readonly address: number;
  readonly width: number;
  readonly value?: number;
}

/** A device that answers with one value and notes how it is reached, by memory and by port. */
class DeviceBench extends KernelBench {
  readonly seen: Access[] = [];

  constructor() {
    super();
    const { seen } = this;
    const read = (address: number, width: number): number => {
      seen.push({ address, width });
      return VALUE % 2 ** (8 * width);
    };
    const write = (address: number, width: number, value: number): void =>
      void seen.push({ address, width, value });
    const { ioSpace, memorySpace } = this.os.machine;
    Object.assign(ioSpace, { readPort: read, writePort: write });
    Object.assign(memorySpace, { readMemory: read, writeMemory: write });
    this.os.ports.claim(0x300, 0x10);
  }
}

describe.each([
  { width: 1, type: 'Uchar', want: 0xbd, bytes: [0xbd] },
  { width: 2, type: 'Ushort', want: 0xacbd, bytes: [0xbd, 0xac] },
  { width: 4, type: 'Ulong', want: VALUE, bytes: [0xbd, 0xac, 0x9b, 0x8a] },
])('$type', ({ width, type, want, bytes }) => {
  const upper = type.toUpperCase();
  let bench: DeviceBench;
  let ndis: Record<string, (...inputs: unknown[]) => unknown>;
  beforeEach(() => {
    bench = new DeviceBench();
    ndis = bench.ndis as never;
  });
  afterEach(() => expect(bench.rules).toEqual([]));

  test.each([
    { name: 'NdisRawReadPort', isMacro: true },
    { name: 'READ_PORT_', isMacro: false },
  ])('$name: one read', ({ name, isMacro }) => {
    const call = isMacro ? name + type : name + upper;
    expect(bench.call(call, 0x304)).toEqual(isMacro ? { Data: want } : want);
    expect(bench.seen).toEqual([{ address: 0x304, width }]);
  });

  test.each(['NdisRawWritePort', 'WRITE_PORT_'])('%s: one write, of what fits', (name) => {
    bench.call(name + (name.startsWith('N') ? type : upper), 0x304, VALUE);
    expect(bench.seen).toEqual([{ address: 0x304, width, value: want }]);
  });

  test.each(['NdisRawReadPortBuffer', 'READ_PORT_BUFFER_'])('%s: a port thrice', (name) => {
    const buffer = bench.memory(4 * width, 0x11);
    bench.call(name + (name.startsWith('N') ? type : upper), 0x308, buffer, 3);
    expect(bench.seen).toEqual(new Array(3).fill({ address: 0x308, width }));
    const rest = new Array<number>(width).fill(0x11);
    expect(bench.bytesAt(buffer, 4 * width)).toEqual([...bytes, ...bytes, ...bytes, ...rest]);
  });

  test.each(['NdisRawWritePortBuffer', 'WRITE_PORT_BUFFER_'])('%s: a port twice', (name) => {
    const buffer = bench.bytes([...bytes, ...new Array<number>(width).fill(0)]);
    bench.call(name + (name.startsWith('N') ? type : upper), 0x308, buffer, 2);
    const at = { address: 0x308, width };
    expect(bench.seen).toEqual([
      { ...at, value: want },
      { ...at, value: 0 },
    ]);
  });

  test('immediately, before any port is registered', () => {
    const context = bench.configurationContext;
    expect(ndis[`NdisImmediateReadPort${type}`](context, 0x40)).toEqual({ Data: want });
    ndis[`NdisImmediateWritePort${type}`](context, 0x44, VALUE);
    expect(bench.seen).toEqual([
      { address: 0x40, width },
      { address: 0x44, width, value: want },
    ]);
  });

  test('a register of mapped memory', () => {
    const { address } = bench.os.ioSpace.map(physical(0xfebc_0000), 0x100)!;
    const register = virtual(address + 0x10);
    expect(ndis[`NdisReadRegister${type}`](register)).toEqual({ Data: want });
    expect(bench.call(`READ_REGISTER_${upper}`, register)).toBe(want);
    ndis[`NdisWriteRegister${type}`](register, VALUE);
    bench.call(`WRITE_REGISTER_${upper}`, register, VALUE);
    const at = { address: 0xfebc_0010, width };
    const write = { ...at, value: want };
    expect(bench.seen).toEqual([at, at, write, write]);
  });
});

test('mapped memory is copied to and from, and cleared', () => {
  const bench = new DeviceBench();
  const { ndis } = bench;
  const { address } = bench.os.ioSpace.map(physical(0xfebc_0000), 0x100)!;
  const memory = bench.memory(8, 0x77);
  ndis.NdisMoveToMappedMemory(address, memory, 5);
  ndis.NdisZeroMappedMemory(address, 4);
  ndis.NdisMoveFromMappedMemory(memory, address, 4);
  ndis.NdisMoveMappedMemory(virtual(address + 8), address, 4);
  expect(bench.seen).toEqual([
    { address: 0xfebc_0000, width: 4, value: 0x7777_7777 },
    { address: 0xfebc_0004, width: 1, value: 0x77 },
    { address: 0xfebc_0000, width: 4, value: 0 },
    { address: 0xfebc_0000, width: 4 },
    { address: 0xfebc_0000, width: 4 },
    { address: 0xfebc_0008, width: 4, value: VALUE },
  ]);
  expect(bench.bytesAt(memory, 5)).toEqual([0xbd, 0xac, 0x9b, 0x8a, 0x77]);
  expect(bench.rules).toEqual([]);
});

test('a miniport of NDIS 5.1 registers its ports before it reaches them', () => {
  const session = inDriver((ndis, _handle, one) => {
    const [context] = one.os.configurationContexts.keys();
    const { ports } = barsOf(one);
    ndis.NdisImmediateReadPortUlong(context as NdisHandle, ports);
    ndis.NdisImmediateWritePortUlong(context as NdisHandle, ports, 0);
  });
  expect(rulesOf(session)).toEqual(['resource/legacy-call', 'resource/legacy-call']);
});
