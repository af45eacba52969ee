/** NDIS 5, "NdisMAllocateSharedMemoryAsync" and "MiniportAllocateComplete". */
import { NULL, virtual, type Handler } from '../../../ndis';
import {
  BUS_MASTER,
  CONTEXT,
  DESERIALIZE,
  FAILURE,
  live,
  PENDING,
  rulesOf,
  startSession,
  type DriverParts,
} from '../../support/inline-driver';

const REQUEST = virtual(0x4242);
const LENGTH = 0x800;

/** A driver that asks in MiniportInitialize, and frees what it got in MiniportHalt, or does not. */
function asking(frees: boolean, parts: DriverParts = {}) {
  const seen: unknown[] = [];
  let block = { address: NULL, physical: 0 };
  let handle = 0 as never;
  const MiniportAllocateComplete: Handler<'MiniportAllocateComplete'> = (
    ndis,
    context,
    address,
    PhysicalAddress,
    Length,
    Context,
  ) => {
    block = { address, physical: ndis.memory.read32(PhysicalAddress) };
    seen.push([context, Length, Context, address - block.physical]);
  };
  const driver: DriverParts = {
    MiniportAllocateComplete,
    initialize(ndis, MiniportAdapterHandle) {
      handle = MiniportAdapterHandle as never;
      seen.push(ndis.NdisMAllocateSharedMemoryAsync(handle, LENGTH, true, REQUEST));
    },
    MiniportHalt(ndis) {
      if (frees)
        ndis.NdisMFreeSharedMemory(handle, LENGTH, true, block.address, block.physical as never);
    },
    ...parts,
  };
  return { driver, seen };
}

test('the driver is told at DISPATCH_LEVEL, after the call has returned PENDING', () => {
  const { driver, seen } = asking(true);
  const session = startSession(driver);
  expect(seen).toEqual([PENDING]);
  session.play(() => session.idle(1e6));
  expect(seen).toEqual([PENDING, [CONTEXT, LENGTH, REQUEST, 0x8000_0000]]);
  session.play(() => session.halt());
  expect(rulesOf(session)).toEqual([]);
});

test('what was allocated and is not freed is a leak of the asynchronous call', () => {
  const { driver } = asking(false);
  const session = startSession(driver);
  session.play(() => {
    session.idle(1e6);
    session.halt();
  });
  expect(rulesOf(session)).toEqual(['dma/shared-memory-not-freed']);
  expect(session.os.findings[0].evidence.resource?.acquiredBy).toBe(
    'NdisMAllocateSharedMemoryAsync',
  );
});

test('a driver that is halted first is not told, and should have waited', () => {
  const { driver, seen } = asking(false);
  const session = live({ ...driver, MiniportHalt: () => undefined });
  expect(seen).toEqual([PENDING]);
  expect(rulesOf(session)).toEqual(['dma/asynchronous-allocation-outstanding']);
});

test('a driver that waits in MiniportHalt is told there', () => {
  const { driver, seen } = asking(true);
  const { MiniportHalt } = driver;
  const session = live({
    ...driver,
    MiniportHalt(ndis, context) {
      ndis.NdisMSleep(1000);
      MiniportHalt!(ndis, context);
    },
  });
  expect(seen).toEqual([PENDING, [CONTEXT, LENGTH, REQUEST, 0x8000_0000]]);
  expect(rulesOf(session)).toEqual([]);
});

test.each([
  { given: 'no bus master', parts: { attributes: DESERIALIZE } },
  { given: 'no MiniportAllocateComplete', parts: { MiniportAllocateComplete: undefined } },
])('$given: NDIS_STATUS_FAILURE', ({ parts }) => {
  const { driver, seen } = asking(false, { attributes: BUS_MASTER | DESERIALIZE, ...parts });
  const handlers = Object.entries(driver).filter(([, handler]) => handler !== undefined);
  startSession(Object.fromEntries(handlers));
  expect(seen).toEqual([FAILURE]);
});
