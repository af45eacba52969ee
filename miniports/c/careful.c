/*
 * Just keeps the rules that the drivers under faulty/ break: a register saved, the direction flag
 * cleared, INIT code called from DriverEntry alone, all of a block written, a timer on the stack
 * that is cancelled, a table moved up by the function for it, most of the kernel stack used, PAGE
 * code called at PASSIVE_LEVEL alone, a key of the registry closed, and a ring of descriptors in
 * contiguous memory.
 */
#define CONTEXT_ALLOCATED(Status, Memory)                                                    \
    if ((Status) != NDIS_STATUS_SUCCESS) return failed(MiniportAdapterHandle, (Status));     \
    useKey()
#include "faulty/fetch-descriptor.h"
#include "faulty/open-key.h"

PAGED_CODE_SECTION static __attribute__((noinline)) VOID useKey(VOID)
{
    PVOID key = openKey();

    if (key != NULL) ZwClose(key);
}

static NDIS_STATUS useRing(NDIS_HANDLE MiniportAdapterHandle,
                           NDIS_HANDLE WrapperConfigurationContext)
{
    PHYSICAL_ADDRESS highest = { { 0xFFFFFFFF, 0 } };
    PVOID block = MmAllocateContiguousMemory(BLOCK_BYTES, highest);
    NDIS_STATUS status;

    if (block == NULL) return NDIS_STATUS_RESOURCES;
    status = fetchDescriptor(MiniportAdapterHandle, WrapperConfigurationContext, block);
    MmFreeContiguousMemory(block);
    return status;
}

#include "faulty/small-miniport.h"

static ULONG table[8];

static VOID NTAPI timerFunction(PVOID SystemSpecific1, PVOID FunctionContext, PVOID SystemSpecific2,
                                PVOID SystemSpecific3)
{
}

static __attribute__((noinline)) VOID saveRegister(VOID)
{
    __asm__ volatile("pushl %ebx\n\tmovl $0x12345678, %ebx\n\tpopl %ebx");
}

static __attribute__((noinline)) VOID copyBackwards(VOID)
{
    UCHAR from[4] = { 1, 2, 3, 4 }, to[4];
    PVOID source = from + 3, destination = to + 3;
    ULONG count = sizeof(from);

    __asm__ volatile("std\n\trep movsb\n\tcld"
                     : "+S"(source), "+D"(destination), "+c"(count)
                     :
                     : "memory");
}

static __attribute__((noinline)) VOID fillBlock(VOID)
{
    PVOID memory;

    if (NdisAllocateMemoryWithTag(&memory, 5, POOL_TAG) != NDIS_STATUS_SUCCESS) return;
    NdisFillMemory(memory, 5, 0xFF);
    NdisFreeMemory(memory, 5, 0);
}

static __attribute__((noinline)) VOID useTimer(CONTEXT *context)
{
    NDIS_MINIPORT_TIMER timer;
    BOOLEAN isCancelled;

    NdisMInitializeTimer(&timer, context->MiniportAdapterHandle, timerFunction, context);
    NdisMSetTimer(&timer, 10);
    NdisMCancelTimer(&timer, &isCancelled);
}

static __attribute__((noinline)) VOID fillStack(VOID)
{
    volatile UCHAR frame[11 * 1024];

    frame[0] = 1;
    frame[sizeof(frame) - 1] = frame[0];
}

static VOID misbehave(CONTEXT *context)
{
    saveRegister();
    copyBackwards();
    fillBlock();
    useTimer(context);
    fillStack();
    memmove(&table[1], &table[0], 7 * sizeof(table[0]));
    NdisMoveMemory(&table[4], &table[0], 4 * sizeof(table[0]));
}
