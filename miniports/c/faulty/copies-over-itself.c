/* Moves a table up by one entry with a function for ranges apart: memory/overlapping-copy. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    static ULONG table[8];

    NdisMoveMemory(&table[1], &table[0], 7 * sizeof(table[0]));
}
