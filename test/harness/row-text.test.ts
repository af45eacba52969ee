/** harness/row-text.ts */
import { ROWS } from '../../harness/rows';
import { callText, irqlText, pageText, pageUrl, prototypeText } from '../../harness/row-text';

test.each([
  {
    name: 'NdisMRegisterUnloadHandler',
    prototype:
      'VOID NdisMRegisterUnloadHandler(\n    IN NDIS_HANDLE NdisWrapperHandle,\n    IN PDRIVER_UNLOAD UnloadHandler\n    );',
    call: 'ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, UnloadHandler)',
  },
  {
    name: 'NdisCancelTimer',
    prototype:
      'VOID NdisCancelTimer(\n    IN PNDIS_TIMER Timer,\n    OUT PBOOLEAN TimerCancelled\n    );',
    call: 'const { TimerCancelled } = ndis.NdisCancelTimer(Timer)',
  },
  {
    name: 'NdisGetVersion',
    prototype: 'UINT NdisGetVersion(VOID);',
    call: 'ndis.NdisGetVersion()',
  },
  {
    name: 'NdisMRegisterAdapterShutdownHandler',
    prototype:
      'VOID NdisMRegisterAdapterShutdownHandler(\n    IN NDIS_HANDLE MiniportHandle,\n    IN PVOID ShutdownContext,\n    IN ADAPTER_SHUTDOWN_HANDLER ShutdownHandler\n    );',
    call: 'ndis.NdisMRegisterAdapterShutdownHandler(MiniportHandle, ShutdownContext, ShutdownHandler)',
  },
  {
    name: 'ZwOpenKey',
    prototype:
      'NTSTATUS ZwOpenKey(\n    OUT PHANDLE KeyHandle,\n    IN ULONG DesiredAccess,\n    IN POBJECT_ATTRIBUTES ObjectAttributes\n    );',
    call: 'const { Result, KeyHandle } = ndis.ZwOpenKey(DesiredAccess, ObjectAttributes)',
  },
  {
    name: 'KeWaitForMultipleObjects',
    prototype:
      'NTSTATUS KeWaitForMultipleObjects(\n    IN ULONG Count,\n    IN PVOID *Object,\n    IN WAIT_TYPE WaitType,\n    IN KWAIT_REASON WaitReason,\n    IN KPROCESSOR_MODE WaitMode,\n    IN BOOLEAN Alertable,\n    IN PLARGE_INTEGER Timeout OPTIONAL,\n    IN PKWAIT_BLOCK WaitBlockArray OPTIONAL\n    );',
    call: 'ndis.KeWaitForMultipleObjects(Count, Object, WaitType, WaitReason, WaitMode, Alertable, Timeout, WaitBlockArray)',
  },
])('$name', ({ name, prototype, call }) => {
  expect(prototypeText(ROWS[name])).toBe(prototype);
  expect(callText(ROWS[name])).toBe(call);
});

test.each([
  { min: 0, max: 0, text: 'PASSIVE_LEVEL' },
  { min: 0, max: 2, text: 'at or below DISPATCH_LEVEL' },
  { min: 0, max: 31, text: 'any' },
  { min: 2, max: 31, text: 'at or above DISPATCH_LEVEL' },
  { min: 1, max: 2, text: 'APC_LEVEL to DISPATCH_LEVEL' },
])('IRQL $min to $max is $text', ({ min, max, text }) => {
  expect(irqlText({ min, max })).toBe(text);
});

test.each([
  {
    page: 'ff553526',
    url: 'https://learn.microsoft.com/en-us/previous-versions/windows/hardware/network/ff553526(v=vs.85)',
    text: 'ff553526',
  },
  { page: 'ndis.h', url: undefined, text: 'none; declared in ndis.h' },
  { page: 'NdisX', url: undefined, text: "NdisX, in the DDK's network.chm" },
])('the page $page', ({ page, url, text }) => {
  expect(pageUrl(page)).toBe(url);
  expect(pageText(page)).toBe(text);
});
