/* Has a local array larger than the kernel stack: memory/stack-too-deep. */
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
    volatile UCHAR frame[13 * 1024];

    frame[0] = 1;
    frame[sizeof(frame) - 1] = frame[0];
}
