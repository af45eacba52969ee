/* Calls through a pointer that was never set to a function: memory/wild-access. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    VOID(NTAPI *volatile routine)(CONTEXT *) = (PVOID)0x7BADF00D;

    routine(context);
}
