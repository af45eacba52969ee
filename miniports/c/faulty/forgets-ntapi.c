/* Its MiniportReset leaves its arguments on the stack: memory/stdcall-broken. */
#define RESET_CONVENTION
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
}
