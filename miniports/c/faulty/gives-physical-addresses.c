/*
 * Puts a ring of descriptors into memory of the pool, whose address it has from MmGetPhysicalAddress:
 * dma/physical-address-given-to-device.
 */
#include "fetch-descriptor.h"

#define RING_TAG 0x676E6972 /* 'ring' */

static NDIS_STATUS useRing(NDIS_HANDLE MiniportAdapterHandle,
                           NDIS_HANDLE WrapperConfigurationContext)
{
    PVOID block;
    NDIS_STATUS status = NdisAllocateMemoryWithTag(&block, BLOCK_BYTES, RING_TAG);

    if (status != NDIS_STATUS_SUCCESS) return status;
    status = fetchDescriptor(MiniportAdapterHandle, WrapperConfigurationContext, block);
    NdisFreeMemory(block, BLOCK_BYTES, 0);
    return status;
}

#include "small-miniport.h"

static VOID misbehave(CONTEXT *context)
{
}
