/* Has assembly code that changes EBX and does not say so: memory/saved-register-lost. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    __asm__ volatile("movl $0x12345678, %ebx");
}
