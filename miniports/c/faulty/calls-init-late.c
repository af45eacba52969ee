/* Calls a function of its INIT section after DriverEntry: memory/init-section-called. */
#include "small-miniport.h"

INIT_CODE static __attribute__((noinline)) VOID prepare(CONTEXT *context)
{
    context->PacketFilter = 0;
}

static VOID misbehave(CONTEXT *context)
{
    prepare(context);
}
