/** I/O requests that a driver makes. Offsets: wdm.h (IRP, IO_STACK_LOCATION), x86. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import { deviceProperty } from '../../../ndis/wrapper/device-property';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

const SUCCESS = 0;
const MORE_PROCESSING_REQUIRED = 0xc000_0016;
const PNP = 0x1b;
const READ_CONFIG = 0x0f;
const WRITE_CONFIG = 0x10;

let bench: KernelBench;
let device: VirtualAddress;
beforeEach(() => {
  bench = new KernelBench();
  device = deviceProperty(bench.adapter).PhysicalDeviceObject;
});

const read32 = (at: number): number => bench.os.raw.read32(virtual(at));

/** IoGetNextIrpStackLocation, a macro. */
function next(irp: number): number {
  return read32(irp + 0x60) - 0x24;
}

/** Parameters.ReadWriteConfig in the next stack location. */
function configure(irp: number, minor: number, ...parameters: number[]): void {
  const { raw } = bench.os;
  raw.write8(virtual(next(irp)), PNP);
  raw.write8(virtual(next(irp) + 1), minor);
  parameters.forEach((one, index) => raw.write32(virtual(next(irp) + 4 + 4 * index), one));
}

/** IoSetCompletionRoutine, a macro. */
function setCompletion(irp: number, routine: VirtualAddress, control: number): void {
  const { raw } = bench.os;
  raw.write8(virtual(next(irp) + 3), control);
  raw.write32(virtual(next(irp) + 0x1c), routine);
  raw.write32(virtual(next(irp) + 0x20), 0x1234);
}

function build(major = PNP) {
  const event = bench.memory(0x10);
  const block = bench.memory(8, 0xcc);
  bench.call('KeInitializeEvent', event, 0, false);
  const inputs = [major, device, NULL, 0, NULL, event, block];
  const irp = bench.call('IoBuildSynchronousFsdRequest', ...inputs) as number;
  return { irp, event, block };
}

test('configuration space is read by a request that sets an event', () => {
  const { irp, event, block } = build();
  const buffer = bench.memory(8);
  configure(irp, READ_CONFIG, 0, buffer, 0, 6);
  expect(bench.call('IofCallDriver', device, irp)).toBe(SUCCESS);
  // The bench's card answers all ones.
  expect(bench.bytesAt(buffer, 8)).toEqual([255, 255, 255, 255, 255, 255, 0, 0]);
  expect([read32(block), read32(block + 4), read32(event + 4)]).toEqual([SUCCESS, 6, 1]);
  expect(bench.rules).toEqual([]);
  // The I/O manager has freed it.
  bench.os.memory.read32(virtual(irp));
  expect(bench.rules).toEqual(['memory/use-after-free']);
});

test("a driver's own request comes back to its completion routine, and is used again", () => {
  const irp = bench.call('IoAllocateIrp', 2, false) as number;
  // StackCount and CurrentLocation, behind RequestorMode and PendingReturned.
  expect(bench.bytesAt(irp + 0x22, 2)).toEqual([2, 3]);
  const seen: unknown[] = [];
  const routine = bench.ndis.addressOf((_ndis: unknown, ...inputs: number[]) => {
    seen.push(inputs);
    return MORE_PROCESSING_REQUIRED;
  });
  for (const control of [0x40, 0xe0]) {
    configure(irp, WRITE_CONFIG, 0, bench.memory(4), 4, 4);
    setCompletion(irp, routine, control);
    expect(bench.call('IofCallDriver', device, irp)).toBe(SUCCESS);
    expect(seen.pop()).toEqual([NULL, irp, 0x1234]);
    bench.call('IoReuseIrp', irp, 0xc000_00bb);
    expect([read32(irp + 0x18), ...bench.bytesAt(irp + 0x22, 2)]).toEqual([0xc000_00bb, 2, 3]);
  }
  expect(bench.held('irp')).toBe(1);
  bench.call('IoFreeIrp', irp);
  expect(bench.held('irp')).toBe(0);
  expect(bench.rules).toEqual([]);
  bench.call('IoFreeIrp', irp);
  expect(bench.rules).toEqual(['memory/double-free']);
});

test('a routine for errors is not asked on success', () => {
  const { irp, event } = build();
  configure(irp, READ_CONFIG, 0, bench.memory(4), 0, 4);
  setCompletion(irp, virtual(0), 0x80);
  expect(bench.call('IofCallDriver', device, irp)).toBe(SUCCESS);
  expect(read32(event + 4)).toBe(1);
});

test('a request without a stack location left is a bug check', () => {
  const irp = bench.call('IoAllocateIrp', 0, false);
  const stop = stopOf(() => bench.call('IofCallDriver', device, irp));
  expect(stop).toMatchObject({ kind: 'bug-check', code: 0x35 });
});

test.each([
  {
    name: 'another request of the bus driver',
    make: (irp: number) => configure(irp, 0x08),
  },
  {
    name: 'another space',
    make: (irp: number) => configure(irp, READ_CONFIG, 0x5269_6350, 0, 0, 0),
  },
])('$name is not guessed over', ({ make }) => {
  const { irp } = build();
  make(irp);
  const stop = stopOf(() => bench.call('IofCallDriver', device, irp));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});

test('another device is not guessed over, nor a request to read', () => {
  const { irp } = build();
  const stop = stopOf(() => bench.call('IofCallDriver', bench.memory(0xb8), irp));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
  bench = new KernelBench();
  expect(stopOf(() => build(3))).toMatchObject({ kind: 'inconclusive' });
});

test('an own request that nobody keeps is not guessed over', () => {
  const irp = bench.call('IoAllocateIrp', 1, false) as number;
  configure(irp, READ_CONFIG, 0, bench.memory(4), 0, 4);
  const stop = stopOf(() => bench.call('IofCallDriver', device, irp));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});

test('a request in memory of the driver is made with its size', () => {
  const irp = bench.memory(0x94, 0xcc);
  bench.call('IoInitializeIrp', irp, 0x94, 1);
  // Type and Size; StackCount and CurrentLocation.
  expect([read32(irp), ...bench.bytesAt(irp + 0x22, 2)]).toEqual([0x0094_0006, 1, 2]);
  expect(next(irp)).toBe(irp + 0x70);
  expect(bench.call('IoCancelIrp', irp)).toBe(false);
  expect(bench.bytesAt(irp + 0x24, 1)).toEqual([1]);
});

test('the topmost device of a file', () => {
  const file = bench.memory(0x70);
  bench.os.raw.write32(virtual(file + 4), device);
  expect(bench.call('IoGetRelatedDeviceObject', file)).toBe(
    deviceProperty(bench.adapter).FunctionalDeviceObject,
  );
});
