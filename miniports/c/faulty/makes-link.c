/* Makes a symbolic link, and deletes it: registration/forbidden-import. */
#define CONTEXT_ALLOCATED(Status, Memory)                                                    \
    if ((Status) != NDIS_STATUS_SUCCESS) return failed(MiniportAdapterHandle, (Status));     \
    makeLink()
#include "../include/ndis.h"

#define NAME(Text) { sizeof(Text) - sizeof(WCHAR), sizeof(Text), (Text) }

static __attribute__((noinline)) VOID makeLink(VOID)
{
    UNICODE_STRING link = NAME(L"\\DosDevices\\Small"), device = NAME(L"\\Device\\Small");

    if (IoCreateSymbolicLink(&link, &device) == 0) IoDeleteSymbolicLink(&link);
}

#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
}
