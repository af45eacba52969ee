/* Copies backwards and leaves the direction flag set: memory/saved-register-lost. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    UCHAR from[4] = { 1, 2, 3, 4 }, to[4];
    PVOID source = from + 3, destination = to + 3;
    ULONG count = sizeof(from);

    __asm__ volatile("std\n\trep movsb" : "+S"(source), "+D"(destination), "+c"(count) : : "memory");
}
