/* Writes into its own code: memory/write-to-read-only. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    *(volatile UCHAR *)(PVOID)MiniportHalt = 0xC3;
}
