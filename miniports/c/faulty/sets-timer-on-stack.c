/* Sets a timer that is a local variable, and returns: memory/stack-object-outlived. */
#include "small-miniport.h"

static VOID NTAPI timerFunction(PVOID SystemSpecific1, PVOID FunctionContext, PVOID SystemSpecific2,
                                PVOID SystemSpecific3)
{
}

static VOID misbehave(CONTEXT *context)
{
    NDIS_MINIPORT_TIMER timer;

    NdisMInitializeTimer(&timer, context->MiniportAdapterHandle, timerFunction, context);
    NdisMSetTimer(&timer, 10);
}
