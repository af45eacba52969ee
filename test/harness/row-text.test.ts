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
