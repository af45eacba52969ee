/* Does not look whether it got its memory: memory/null-page. */
#define CONTEXT_ALLOCATED(Status, Memory) ((void)(Status))
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
}
