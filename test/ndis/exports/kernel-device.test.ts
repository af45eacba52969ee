/** Device objects and symbolic links of the I/O manager. */
import { virtual, type VirtualAddress } from '../../../hardware/address';
import type { Handler } from '../../../ndis';
import { closeDevice, controlDevice, openDevice } from '../../../ndis/wrapper/device-object';
import { KernelBench } from '../../support/kernel-call';

const NOT_FOUND = 0xc000_0034;
const COLLISION = 0xc000_0035;
const SYNTAX_BAD = 0xc000_003b;
const INVALID_DEVICE_REQUEST = 0xc000_0010;

let bench: KernelBench;
let driver: VirtualAddress;
beforeEach(() => {
  bench = new KernelBench();
  driver = bench.memory(0xa8);
});

const text = (name: string) => bench.ndis.unicodeString(name);

function create(name?: string, extensionBytes = 0x20) {
  const string = name === undefined ? 0 : text(name);
  return bench.call('IoCreateDevice', driver, extensionBytes, string, 0x8000, 0x100, 1) as {
    readonly Result: number;
    readonly DeviceObject: VirtualAddress;
  };
}

test('a device object has an extension, and is the first of its driver', () => {
  const word = (at: number, offset: number) => bench.os.raw.read32(virtual(at + offset));
  const { DeviceObject: first } = create();
  const { Result, DeviceObject } = create('\\Device\\Packet');
  expect(Result).toBe(0);
  // Type and Size, DriverObject, NextDevice, Flags, Characteristics, DeviceExtension, DeviceType.
  const offsets = [0x00, 0x08, 0x0c, 0x1c, 0x20, 0x28, 0x2c];
  expect(offsets.map((offset) => word(DeviceObject, offset))).toEqual([
    ...[0x00d8_0003, driver, first, 0xc8, 0x100, DeviceObject + 0xb8, 0x8000],
  ]);
  expect(word(first, 0x1c)).toBe(0x88);
  expect(word(driver, 4)).toBe(DeviceObject);
  expect(word(create(undefined, 0).DeviceObject, 0x28)).toBe(0);
  bench.call('IoDeleteDevice', DeviceObject);
  expect(bench.held('device-object')).toBe(2);
  bench.call('IoDeleteDevice', DeviceObject);
  expect(bench.rules).toEqual(['resource/released-twice']);
});

test.each([
  { name: '\\Device\\Packet', status: COLLISION },
  { name: '\\DosDevices\\Packet', status: COLLISION },
  { name: 'Packet', status: SYNTAX_BAD },
])('a second device named $name is refused', ({ name, status }) => {
  create('\\Device\\Packet');
  bench.call('IoCreateSymbolicLink', text('\\??\\Packet'), text('\\Device\\Packet'));
  expect(create(name)).toEqual({ Result: status, DeviceObject: 0 });
});

test('a program opens it by its link; requests go where the driver object says', () => {
  const { DeviceObject } = create('\\Device\\Packet');
  const link = text('\\DosDevices\\Packet');
  const target = text('\\Device\\Packet');
  expect(bench.call('IoCreateSymbolicLink', link, target)).toBe(0);
  expect(bench.call('IoCreateUnprotectedSymbolicLink', link, target)).toBe(COLLISION);
  expect(bench.held('symbolic-link')).toBe(1);
  expect(openDevice(bench.os, '\\??\\PACKET').status).toBe(INVALID_DEVICE_REQUEST);
  const majors: number[] = [];
  const Dispatch: Handler<'DriverDispatch'> = (ndis, device, Irp) => {
    majors.push(ndis.memory.read8(ndis.IoGetCurrentIrpStackLocation(Irp)));
    expect(device).toBe(DeviceObject);
    ndis.IoCompleteRequest(Irp, 0);
    return 0 as never;
  };
  for (const major of [0, 2, 0x0e, 0x12])
    bench.os.raw.write32(virtual(driver + 0x38 + 4 * major), bench.ndis.addressOf(Dispatch));
  const { file } = openDevice(bench.os, '\\??\\PACKET');
  controlDevice(bench.os, file!, 0x12_2000, new Uint8Array(0), 0);
  expect(bench.call('IoDeleteSymbolicLink', link)).toBe(0);
  expect(bench.held('symbolic-link')).toBe(0);
  expect(bench.call('IoDeleteSymbolicLink', link)).toBe(NOT_FOUND);
  expect(openDevice(bench.os, '\\??\\PACKET').status).toBe(NOT_FOUND);
  bench.call('IoDeleteDevice', DeviceObject);
  closeDevice(bench.os, file!);
  expect(majors).toEqual([0, 0x0e, 0x12, 2]);
  expect(bench.rules).toEqual([]);
});

test('a link may lead nowhere, and back to itself', () => {
  for (const [link, target] of [
    ['\\??\\A', '\\??\\B'],
    ['\\??\\B', '\\??\\A'],
    ['\\??\\C', '\\Device\\Nobody'],
  ])
    expect(bench.call('IoCreateSymbolicLink', text(link), text(target))).toBe(0);
  for (const name of ['\\??\\A', '\\??\\C'])
    expect(openDevice(bench.os, name).status).toBe(NOT_FOUND);
  expect(bench.call('IoCreateSymbolicLink', text('C'), text('\\Device\\Nobody'))).toBe(SYNTAX_BAD);
});
