/** The handler rows against the prototypes of ndis.h (W_..._HANDLER typedefs). */
import { HANDLERS } from '../../ndis/handlers';
import type { HandlerRow } from '../../ndis/row';

type Case = readonly [name: keyof typeof HANDLERS, returns: string, bytes: number, outs: string];

/** `bytes` is what the handler's stdcall decoration would say. */
const CASES: readonly Case[] = [
  ['DriverEntry', 'NDIS_STATUS', 8, ''],
  ['MiniportUnload', 'VOID', 4, ''],
  ['MiniportInitialize', 'NDIS_STATUS', 24, 'OpenErrorStatus SelectedMediumIndex'],
  ['MiniportHalt', 'VOID', 4, ''],
  ['MiniportShutdown', 'VOID', 4, ''],
  ['MiniportReset', 'NDIS_STATUS', 8, 'AddressingReset'],
  ['MiniportCheckForHang', 'BOOLEAN', 4, ''],
  ['MiniportISR', 'VOID', 12, 'InterruptRecognized QueueMiniportHandleInterrupt'],
  ['MiniportHandleInterrupt', 'VOID', 4, ''],
  ['MiniportDisableInterrupt', 'VOID', 4, ''],
  ['MiniportEnableInterrupt', 'VOID', 4, ''],
  ['MiniportSynchronizeISR', 'BOOLEAN', 4, ''],
  ['MiniportQueryInformation', 'NDIS_STATUS', 24, 'BytesWritten BytesNeeded'],
  ['MiniportSetInformation', 'NDIS_STATUS', 24, 'BytesRead BytesNeeded'],
  ['MiniportSend', 'NDIS_STATUS', 12, ''],
  ['MiniportWanSend', 'NDIS_STATUS', 12, ''],
  ['MiniportSendPackets', 'VOID', 12, ''],
  ['MiniportCancelSendPackets', 'VOID', 8, ''],
  ['MiniportReturnPacket', 'VOID', 8, ''],
  ['MiniportTransferData', 'NDIS_STATUS', 24, 'BytesTransferred'],
  ['MiniportAllocateComplete', 'VOID', 20, ''],
  ['MiniportPnPEventNotify', 'VOID', 16, ''],
  ['MiniportReconfigure', 'NDIS_STATUS', 12, 'OpenErrorStatus'],
  ['MiniportTimer', 'VOID', 16, ''],
  ['NdisWorkItemRoutine', 'VOID', 8, ''],
  ['DriverDispatch', 'NDIS_STATUS', 8, ''],
  ['ProtocolOpenAdapterComplete', 'VOID', 12, ''],
  ['ProtocolCloseAdapterComplete', 'VOID', 8, ''],
  ['ProtocolSendComplete', 'VOID', 12, ''],
  ['ProtocolTransferDataComplete', 'VOID', 16, ''],
  ['ProtocolResetComplete', 'VOID', 8, ''],
  ['ProtocolRequestComplete', 'VOID', 12, ''],
  ['ProtocolReceive', 'NDIS_STATUS', 28, ''],
  ['ProtocolReceiveComplete', 'VOID', 4, ''],
  ['ProtocolStatus', 'VOID', 16, ''],
  ['ProtocolStatusComplete', 'VOID', 4, ''],
  // INT in C.
  ['ProtocolReceivePacket', 'LONG', 8, ''],
  ['ProtocolBindAdapter', 'VOID', 20, 'Status'],
  ['ProtocolUnbindAdapter', 'VOID', 12, 'Status'],
  ['ProtocolPnPEvent', 'NDIS_STATUS', 8, ''],
  ['ProtocolUnload', 'VOID', 0, ''],
];

test('every handler has a row here', () => {
  expect(CASES.map(([name]) => name).sort()).toEqual(Object.keys(HANDLERS).sort());
});

test.each(CASES)('%s gives %s and takes %i bytes', (name, returns, bytes, outs) => {
  const row = HANDLERS[name] as unknown as HandlerRow;
  expect(row.name).toBe(name);
  expect(row.returns.name).toBe(returns);
  const sizes = row.args.map((arg) => (arg.direction === 'in' ? Math.max(4, arg.type.bytes) : 4));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(bytes);
  const given = row.args.filter((arg) => arg.direction === 'out').map((arg) => arg.name);
  expect(given.join(' ')).toBe(outs);
  expect(row.page).not.toBe('');
  expect(row.summary).toMatch(/^[A-Z].*\.$/);
});

const IRQLS: readonly (readonly [keyof typeof HANDLERS, number, number])[] = [
  ['MiniportInitialize', 0, 0],
  ['MiniportHalt', 0, 0],
  ['MiniportPnPEventNotify', 0, 0],
  ['MiniportHandleInterrupt', 2, 2],
  ['MiniportQueryInformation', 2, 2],
  ['MiniportCheckForHang', 2, 2],
  ['MiniportTimer', 2, 2],
  ['MiniportSendPackets', 0, 2],
  ['MiniportISR', 11, 11],
  ['MiniportShutdown', 0, 31],
  ['ProtocolBindAdapter', 0, 0],
  ['ProtocolUnbindAdapter', 0, 0],
  ['ProtocolPnPEvent', 0, 0],
  ['ProtocolReceivePacket', 2, 2],
  ['ProtocolSendComplete', 2, 2],
];

test.each(IRQLS)('%s is called at IRQL %i to %i', (name, min, max) => {
  expect(HANDLERS[name].irql).toEqual({ min, max });
});
