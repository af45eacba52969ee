/* Waits if a local array says so that it has filled in one case only: memory/uninitialized-read. */
#include "small-miniport.h"

static __attribute__((noinline)) VOID readSettings(const CONTEXT *context, volatile ULONG *settings)
{
    if (context->PacketFilter == ~0u) settings[3] = 0;
}

static VOID misbehave(CONTEXT *context)
{
    volatile ULONG settings[8];

    readSettings(context, settings);
    if (settings[3] != 0) NdisStallExecution(1);
}
