/* Ends a string one byte past the block that it allocated for it: memory/overrun. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    static const char NAME[] = "fault";
    PVOID memory;
    volatile char *copy;
    ULONG index;

    if (NdisAllocateMemoryWithTag(&memory, sizeof(NAME) - 1, POOL_TAG) != NDIS_STATUS_SUCCESS)
        return;
    copy = memory;
    for (index = 0; index < sizeof(NAME); index++) copy[index] = NAME[index];
    NdisFreeMemory(memory, sizeof(NAME) - 1, 0);
}
