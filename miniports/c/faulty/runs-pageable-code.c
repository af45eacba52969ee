/* Calls a function of its PAGE section at DISPATCH_LEVEL: irql/pageable-touched-at-raised-irql. */
#include "small-miniport.h"

PAGED_CODE_SECTION static __attribute__((noinline)) VOID wait(VOID)
{
    NdisStallExecution(1);
}

static VOID misbehave(CONTEXT *context)
{
    wait();
}
