/** The C headers: up to date with the tables, and whole. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateHeaders, HEADER_FOLDER } from '../../../harness/docs/headers';
import { ROWS } from '../../../harness/rows';

const FOLDER = join(__dirname, '..', '..', '..', HEADER_FOLDER);
const headers = generateHeaders();

function byHand(name: string): string {
  return readFileSync(join(FOLDER, '..', name), 'utf8');
}

test('the folder holds what is generated, and nothing else', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...headers.keys()].sort());
});

test.each([...headers])('%s is up to date', (name, text) => {
  const file = join(FOLDER, name);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(text);
});

// As the DDK declares them (ndis.h, wdm.h), parameter by parameter.
test.each([
  {
    header: 'ndis-exports.h',
    line: 'DECLSPEC_IMPORT VOID NTAPI NdisMDeregisterInterrupt(PNDIS_MINIPORT_INTERRUPT Interrupt);',
  },
  {
    header: 'kernel-exports.h',
    line: 'DECLSPEC_IMPORT KIRQL FASTCALL KfAcquireSpinLock(PKSPIN_LOCK SpinLock);',
  },
  {
    header: 'kernel-exports.h',
    line: 'DECLSPEC_IMPORT USHORT NTAPI READ_PORT_USHORT(PUSHORT Port);',
  },
  {
    header: 'kernel-exports.h',
    line: 'DECLSPEC_IMPORT VOID NTAPI WRITE_REGISTER_ULONG(volatile ULONG *Register, ULONG Value);',
  },
  {
    header: 'ndis-handlers.h',
    line: 'typedef BOOLEAN(NTAPI *W_CHECK_FOR_HANG_HANDLER)(PVOID MiniportAdapterContext);',
  },
  {
    header: 'ndis-codes.h',
    line: '#define NDIS_STATUS_BAD_VERSION ((NDIS_STATUS)0xC0010004L)',
  },
  { header: 'ndis-codes.h', line: '#define OID_PNP_SET_POWER 0xFD010101' },
  // Where the compiler is given -mrtd, the functions of the C library are still cdecl.
  { header: 'kernel-exports.h', line: 'DECLSPEC_IMPORT PVOID CDECL strchr(PCHAR String, ULONG C);' },
  { header: 'nt-status.h', line: '#define STATUS_BUFFER_OVERFLOW ((NTSTATUS)0x80000005L)' },
  {
    header: 'layouts.h',
    line: '_Static_assert(sizeof(NDIS_TASK_TCP_LARGE_SEND) == 16, "NDIS_TASK_TCP_LARGE_SEND");',
  },
  {
    header: 'layouts.h',
    line: '_Static_assert(offsetof(NDIS_MINIPORT_BLOCK, SendCompleteHandler) == 236, "NDIS_MINIPORT_BLOCK.SendCompleteHandler");',
  },
  { header: 'layouts.h', line: '_Static_assert(sizeof(NDIS_MINIPORT_TIMER) == 88, "NDIS_MINIPORT_TIMER");' },
  // NDIS_PHYSICAL_ADDRESS takes two slots of the stack.
  { header: 'ndis.def', line: 'NdisMFreeSharedMemory@24' },
  { header: 'ndis.def', line: 'NdisWriteErrorLogEntry' },
  { header: 'hal.def', line: '@KfReleaseSpinLock@8' },
  { header: 'ntoskrnl.def', line: 'KeTickCount DATA' },
])('$header has $line', ({ header, line }) => {
  expect(headers.get(header)!.split('\n')).toContain(line);
});

test('every macro and function that is modelled is in the headers', () => {
  const all = [byHand('ntddk.h'), byHand('ndis.h'), ...headers.values()].join('\n');
  const missing = Object.values(ROWS)
    .filter(({ module }) => !module.startsWith('wdf'))
    .filter(({ complete, name }) => complete && !new RegExp(`\\b${name}\\b`).test(all))
    .map(({ name }) => name);
  expect(missing).toEqual([]);
});

// What the samples of the DDK and drivers of ReactOS and OpenVPN name (3790.1830: ndis.h, ntddndis.h).
test.each([
  { header: 'ndis.h', line: '#if defined(NDIS40) && !defined(NDIS50) && !defined(NDIS51)' },
  { header: 'ndis.h', line: '} NDIS_PACKET_8021Q_INFO, *PNDIS_PACKET_8021Q_INFO;' },
  { header: 'ndis.h', line: '} NDIS_GUID, *PNDIS_GUID;' },
  { header: 'ndis.h', line: '#define fNDIS_GUID_ALLOW_WRITE 0x00000040' },
  { header: 'ndis.h', line: 'typedef ULONG NDIS_POWER_PROFILE, *PNDIS_POWER_PROFILE;' },
  { header: 'ndis.h', line: 'typedef ULONG NET_DEVICE_POWER_STATE, *PNET_DEVICE_POWER_STATE;' },
  { header: 'ndis.h', line: '    TR_RCV_INDICATE_HANDLER TrRxIndicateHandler;' },
  { header: 'ndis.h', line: '    FDDI_RCV_COMPLETE_HANDLER FddiRxCompleteHandler;' },
  { header: 'ntddk.h', line: '} GUID, *PGUID;' },
  { header: 'ntddk.h', line: '#define NTSYSAPI DECLSPEC_IMPORT' },
  { header: 'ntddk.h', line: '#define PtrToUlong(Pointer) ((ULONG)(ULONG_PTR)(Pointer))' },
  { header: 'ntddk.h', line: '#define KeMemoryBarrier() __atomic_thread_fence(__ATOMIC_SEQ_CST)' },
])('$header, written by hand, has $line', ({ header, line }) => {
  expect(byHand(header).split('\n')).toContain(line);
});
