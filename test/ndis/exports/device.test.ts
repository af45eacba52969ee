/** Device objects of a driver's own, and programs that open them. */
import type { Handler, Ndis, VirtualAddress } from '../../../ndis';
import { virtual } from '../../../hardware/address';
import type { NdisHandle } from '../../../ndis/types';
import { closeDevice, controlDevice, openDevice } from '../../../ndis/wrapper/device-object';
import { DriverBench, stopOf } from '../../support/machine';

const SUCCESS = 0;
const PENDING = 0x103;
const INVALID_DEVICE_REQUEST = 0xc000_0010;
const NAME_NOT_FOUND = 0xc000_0034;
const NAME_COLLISION = 0xc000_0035;
const PATH_SYNTAX_BAD = 0xc000_003b;
/** CTL_CODE(FILE_DEVICE_NETWORK, 0x800, method, FILE_ANY_ACCESS). */
const code = (method: number) => 0x12_2000 + method;

let bench: DriverBench;
let wrapper: NdisHandle;
let majors: number[];
beforeEach(() => {
  bench = new DriverBench();
  majors = [];
  const { os, image } = bench;
  const handle = os.createHandle();
  const DriverObject = bench.memory(0xa8);
  os.drivers.set(handle, {
    ...bench.adapter.driver,
    ...{ handle, image, DriverObject, adapters: [] },
  });
  wrapper = handle as NdisHandle;
});

/** IoStatus at 0x18 of an IRP, the stack location's MajorFunction at 0. */
function complete(ndis: Ndis, Irp: VirtualAddress, status: number, information = 0): number {
  ndis.memory.write32(virtual(Irp + 0x18), status);
  ndis.memory.write32(virtual(Irp + 0x1c), information);
  ndis.IoCompleteRequest(Irp, 0);
  return status;
}

/** Doubles each byte of the system buffer in place. */
const Dispatch: Handler<'DriverDispatch'> = (ndis, _DeviceObject, Irp) => {
  const stack = ndis.IoGetCurrentIrpStackLocation(Irp);
  const major = ndis.memory.read8(stack);
  majors.push(major);
  if (major !== 0x0e) return complete(ndis, Irp, SUCCESS) as never;
  const input = ndis.memory.read32(virtual(stack + 8));
  const buffer = ndis.memory.read32(virtual(Irp + 0x0c));
  for (let at = buffer; at < buffer + input; at++)
    ndis.memory.write8(virtual(at), 2 * ndis.memory.read8(virtual(at)));
  return complete(ndis, Irp, SUCCESS, input) as never;
};

function registerWith(
  routine: Handler<'DriverDispatch'>,
  codes: readonly number[] = [0, 2, 0x0e, 0x12],
  name = '\\Device\\Nic',
) {
  const table = bench.memory(28 * 4);
  for (const major of codes)
    bench.os.raw.write32(virtual(table + 4 * major), bench.ndis.addressOf(routine));
  const { ndis } = bench;
  const [device, link] = [name, '\\DosDevices\\Nic'].map((text) => ndis.unicodeString(text));
  return ndis.NdisMRegisterDevice(wrapper, device, link, table);
}

test('a program opens a device, talks to it and closes it', () => {
  const { Result, pDeviceObject, NdisDeviceHandle } = registerWith(Dispatch);
  expect(Result).toBe(SUCCESS);
  expect(bench.bytesAt(pDeviceObject, 4)).toEqual([3, 0, 0xb8, 0]);
  const { status, file } = openDevice(bench.os, '\\??\\NIC');
  expect(status).toBe(SUCCESS);
  const answer = controlDevice(bench.os, file!, code(0), Uint8Array.of(1, 2, 3), 8);
  expect([answer.status, ...answer.output]).toEqual([SUCCESS, 2, 4, 6]);
  closeDevice(bench.os, file!);
  expect(majors).toEqual([0, 0x0e, 0x12, 2]);
  expect(bench.held('device-object')).toBe(1);
  expect(bench.ndis.NdisMDeregisterDevice(NdisDeviceHandle)).toBe(SUCCESS);
  expect(openDevice(bench.os, '\\Device\\Nic').status).toBe(NAME_NOT_FOUND);
  expect(bench.held('device-object')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('what a driver has no routine for is refused', () => {
  registerWith(Dispatch, [0]);
  const { file } = openDevice(bench.os, '\\Device\\Nic');
  const answer = controlDevice(bench.os, file!, code(0), new Uint8Array(0), 0);
  expect(answer.status).toBe(INVALID_DEVICE_REQUEST);
});

test.each([
  { name: '\\Device\\Nic', status: NAME_COLLISION },
  { name: 'Nic', status: PATH_SYNTAX_BAD },
])('a second device by the name $name is refused', ({ name, status }) => {
  registerWith(Dispatch);
  expect(registerWith(Dispatch, [], name)).toEqual({
    Result: status,
    pDeviceObject: 0,
    NdisDeviceHandle: 0,
  });
  expect(bench.held('device-object')).toBe(1);
});

test('output by an MDL, and by addresses alone', () => {
  const buffers: number[][] = [];
  const Look: Handler<'DriverDispatch'> = (ndis, _DeviceObject, Irp) => {
    const word = (offset: number) => ndis.memory.read32(virtual(Irp + offset));
    const type3 = ndis.memory.read32(virtual(ndis.IoGetCurrentIrpStackLocation(Irp) + 0x10));
    buffers.push([word(0x04), word(0x0c), word(0x3c), type3].map((value) => Number(value !== 0)));
    return complete(ndis, Irp, SUCCESS) as never;
  };
  registerWith(Look, [0, 0x0e]);
  const { file } = openDevice(bench.os, '\\Device\\Nic');
  for (const method of [0, 1, 2, 3])
    controlDevice(bench.os, file!, code(method), Uint8Array.of(1), 4);
  // MdlAddress, SystemBuffer, UserBuffer, Type3InputBuffer.
  expect(buffers.slice(1)).toEqual([
    [0, 1, 0, 0],
    [1, 1, 1, 0],
    [1, 1, 1, 0],
    [0, 0, 1, 1],
  ]);
});

test('a request left pending is waited for', () => {
  const { ndis, os } = bench;
  const timer = bench.memory(0x48);
  const irps: VirtualAddress[] = [];
  const TimerFunction = (): void => void complete(ndis, irps[0], SUCCESS, 7);
  ndis.NdisInitializeTimer(timer, ndis.addressOf(TimerFunction), virtual(0));
  registerWith((_ndis, _DeviceObject, Irp) => {
    irps.push(Irp);
    ndis.IoMarkIrpPending(Irp);
    ndis.NdisSetTimer(timer, 50);
    return PENDING as never;
  });
  expect(openDevice(os, '\\Device\\Nic').status).toBe(SUCCESS);
  expect(os.clock.nowNs).toBeGreaterThan(50e6);
  expect(bench.rules).toEqual([]);
});

test.each<{ name: string; routine: Handler<'DriverDispatch'>; rules: string[] }>([
  {
    name: 'not completed',
    routine: () => SUCCESS as never,
    rules: ['registration/handler-returned-nonsense'],
  },
  {
    name: 'completed with another status than is returned',
    routine: (ndis, _DeviceObject, Irp) => (complete(ndis, Irp, SUCCESS), 0xc000_0001 as never),
    rules: ['registration/handler-returned-nonsense'],
  },
  {
    name: 'completed after it was marked pending, and not returned so',
    routine: (ndis, _DeviceObject, Irp) => {
      ndis.IoMarkIrpPending(Irp);
      return complete(ndis, Irp, SUCCESS) as never;
    },
    rules: ['registration/handler-returned-nonsense'],
  },
  {
    name: 'touched after it was completed',
    routine: (ndis, _DeviceObject, Irp) => {
      complete(ndis, Irp, SUCCESS);
      return ndis.memory.read32(virtual(Irp + 0x18)) as never;
    },
    rules: ['memory/use-after-free'],
  },
])('an IRP $name', ({ routine, rules }) => {
  registerWith(routine);
  openDevice(bench.os, '\\Device\\Nic');
  expect(bench.rules).toEqual(rules);
});

test('an IRP completed twice is a bug check', () => {
  registerWith((ndis, _DeviceObject, Irp) => {
    complete(ndis, Irp, SUCCESS);
    ndis.IoCompleteRequest(Irp, 0);
    return SUCCESS as never;
  });
  const stop = stopOf(() => openDevice(bench.os, '\\Device\\Nic'));
  expect(stop).toMatchObject({ kind: 'bug-check', code: 0x44 });
});

test('a routine for power is none that such a device may have', () => {
  registerWith(Dispatch, [0, 0x16]);
  expect(bench.rules).toEqual(['registration/nonsense-argument']);
});

test('a device that is open outlives its names', () => {
  const { NdisDeviceHandle } = registerWith(Dispatch);
  const { file } = openDevice(bench.os, '\\Device\\Nic');
  bench.ndis.NdisMDeregisterDevice(NdisDeviceHandle);
  closeDevice(bench.os, file!);
  expect(majors).toEqual([0, 0x12, 2]);
  bench.ndis.NdisMDeregisterDevice(NdisDeviceHandle);
  expect(bench.rules).toEqual(['resource/released-twice']);
});
