/* Never closes the key of the registry that it opens: resource/file-not-closed. */
#define CONTEXT_ALLOCATED(Status, Memory)                                                    \
    if ((Status) != NDIS_STATUS_SUCCESS) return failed(MiniportAdapterHandle, (Status));     \
    openKey()
#include "open-key.h"
#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
}
