/*
 * Has the NIC, an 82540EM, fetch a descriptor of nothing from a ring at the address that
 * MmGetPhysicalAddress gives for it. 8254x SDM 13.4: CTRL, STATUS, TCTL, TDBAL, TDLEN, TDH, TDT.
 */
#ifndef FETCH_DESCRIPTOR_H
#define FETCH_DESCRIPTOR_H

#include "../include/ndis.h"

/* A driver that includes this writes useRing(). */
#define ATTRIBUTES_SET(Handle, Configuration)                                                \
    status = useRing(Handle, Configuration);                                                 \
    if (status != NDIS_STATUS_SUCCESS) {                                                     \
        NdisFreeMemory(context, CONTEXT_BYTES, 0);                                           \
        return failed(Handle, status);                                                       \
    }
#define ATTRIBUTES (NDIS_ATTRIBUTE_DESERIALIZE | NDIS_ATTRIBUTE_BUS_MASTER)
#define RING_BYTES 128
#define RING_ALIGNMENT 16
/* A ring and what its alignment may take. */
#define BLOCK_BYTES (RING_BYTES + RING_ALIGNMENT)
#define REGISTER_BYTES 0x20000
#define CTRL 0x0000
#define CTRL_SLU 0x40
#define STATUS 0x0008
#define STATUS_LU 2
/* What is read where nothing answers. */
#define NO_DEVICE 0xFFFFFFFF
#define TCTL 0x0400
#define TCTL_EN 2
#define TDBAL 0x3800
#define TDLEN 0x3808
#define TDH 0x3810
#define TDT 0x3818
/* A link is up, if there is a cable, within five seconds. */
#define LINK_TRIES_MAX 50
#define LINK_STEP_US 100000
#define RESOURCE_LIST_BYTES                                                                 \
    (sizeof(CM_PARTIAL_RESOURCE_LIST) + 7 * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR))

static NDIS_STATUS findRegisters(NDIS_HANDLE WrapperConfigurationContext,
                                 NDIS_PHYSICAL_ADDRESS *start)
{
    ULONG storage[RESOURCE_LIST_BYTES / sizeof(ULONG) + 1], index;
    PNDIS_RESOURCE_LIST list = (PNDIS_RESOURCE_LIST)storage;
    UINT byteCount = sizeof(storage);
    NDIS_STATUS status;

    NdisMQueryAdapterResources(&status, WrapperConfigurationContext, list, &byteCount);
    if (status != NDIS_STATUS_SUCCESS) return status;
    for (index = 0; index < list->Count; index++)
        if (list->PartialDescriptors[index].Type == CmResourceTypeMemory) {
            *start = list->PartialDescriptors[index].u.Memory.Start;
            return NDIS_STATUS_SUCCESS;
        }
    return NDIS_STATUS_FAILURE;
}

static NDIS_STATUS fetchDescriptor(NDIS_HANDLE MiniportAdapterHandle,
                                   NDIS_HANDLE WrapperConfigurationContext, PVOID block)
{
    PVOID ring = (PVOID)(((ULONG_PTR)block + RING_ALIGNMENT - 1) & ~(RING_ALIGNMENT - 1)), base;
    NDIS_PHYSICAL_ADDRESS start;
    PUCHAR registers;
    ULONG tries, linkStatus = 0;
    NDIS_STATUS status = findRegisters(WrapperConfigurationContext, &start);

    if (status != NDIS_STATUS_SUCCESS) return status;
    status = NdisMMapIoSpace(&base, MiniportAdapterHandle, start, REGISTER_BYTES);
    if (status != NDIS_STATUS_SUCCESS) return status;
    registers = base;
    NdisZeroMemory(ring, RING_BYTES);
    NdisWriteRegisterUlong((PULONG)(registers + CTRL), CTRL_SLU);
    for (tries = 0; tries < LINK_TRIES_MAX && (linkStatus & STATUS_LU) == 0; tries++) {
        NdisMSleep(LINK_STEP_US);
        NdisReadRegisterUlong((PULONG)(registers + STATUS), &linkStatus);
    }
    NdisWriteRegisterUlong((PULONG)(registers + TDBAL), MmGetPhysicalAddress(ring).LowPart);
    NdisWriteRegisterUlong((PULONG)(registers + TDLEN), RING_BYTES);
    NdisWriteRegisterUlong((PULONG)(registers + TDH), 0);
    NdisWriteRegisterUlong((PULONG)(registers + TCTL), TCTL_EN);
    NdisWriteRegisterUlong((PULONG)(registers + TDT), 1);
    NdisMSleep(1000);
    NdisWriteRegisterUlong((PULONG)(registers + TCTL), 0);
    NdisMUnmapIoSpace(MiniportAdapterHandle, base, REGISTER_BYTES);
    return linkStatus == NO_DEVICE ? NDIS_STATUS_ADAPTER_NOT_FOUND : NDIS_STATUS_SUCCESS;
}

#endif
