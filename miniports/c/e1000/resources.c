/* What the driver takes: parameters from the registry, its device on the bus, memory. */
#include "e1000.h"

/* NDIS knows where the adapter is, and ignores the slot. */
#define SLOT 0
#define VENDOR_ID 0x8086
#define DEVICE_ID 0x100E
/* The power management capability, which is absent if the EEPROM says so (6.3.3). */
#define PM_OFFSET 0xDC
#define PM_CAPABILITY_ID 0x01
#define PM_PME_FROM_D3HOT 0x4000
/* No PCI function has so many resources that their list is longer than this. */
#define RESOURCE_LIST_BYTES_MAX 1024

static ULONG roundUp(ULONG descriptorCount)
{
    return (descriptorCount + DESCRIPTOR_COUNT_UNIT - 1) & ~(DESCRIPTOR_COUNT_UNIT - 1);
}

/* A number in the registry; its default if it is missing, no number or out of range. */
static ULONG readNumber(NDIS_HANDLE configuration, NDIS_STRING keyword, ULONG byDefault, ULONG min,
                        ULONG max)
{
    PNDIS_CONFIGURATION_PARAMETER parameter;
    NDIS_STATUS status;
    ULONG value;

    NdisReadConfiguration(&status, &parameter, configuration, &keyword, NdisParameterInteger);
    if (status != NDIS_STATUS_SUCCESS) return byDefault;
    value = parameter->ParameterData.IntegerData;
    if (parameter->ParameterType != NdisParameterInteger || value < min || value > max)
        return byDefault;
    return value;
}

NDIS_STATUS readConfiguration(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    static const NDIS_STRING TRANSMIT = NDIS_STRING_CONST("TransmitBuffers");
    static const NDIS_STRING RECEIVE = NDIS_STRING_CONST("ReceiveBuffers");
    NDIS_HANDLE configuration;
    NDIS_STATUS status;
    PVOID address;
    UINT addressBytes;

    NdisOpenConfiguration(&status, &configuration, WrapperConfigurationContext);
    if (status != NDIS_STATUS_SUCCESS) return status;
    adapter->TxCount = roundUp(readNumber(configuration, TRANSMIT, 64, 32, 256));
    adapter->RxBufferCount = readNumber(configuration, RECEIVE, 64, 16, 256);
    /* The ring never fills up, for then it would look empty (3.2.6). */
    adapter->RxCount = roundUp(adapter->RxBufferCount + 1);
    NdisReadNetworkAddress(&status, &address, &addressBytes, configuration);
    if (status == NDIS_STATUS_SUCCESS && addressBytes == ADDRESS_BYTES &&
        isStationAddress(address)) {
        NdisMoveMemory(adapter->CurrentAddress, address, ADDRESS_BYTES);
        adapter->HasNetworkAddress = TRUE;
    }
    NdisCloseConfiguration(configuration);
    return NDIS_STATUS_SUCCESS;
}

/* Reads configuration space; FALSE if there is no device. */
static BOOLEAN readSlot(ADAPTER *adapter, ULONG offset, PVOID buffer, ULONG byteCount)
{
    NDIS_HANDLE handle = adapter->MiniportAdapterHandle;

    return NdisReadPciSlotInformation(handle, SLOT, offset, buffer, byteCount) == byteCount;
}

static VOID writeCommand(ADAPTER *adapter, USHORT command)
{
    NdisWritePciSlotInformation(adapter->MiniportAdapterHandle, SLOT,
                                FIELD_OFFSET(PCI_COMMON_CONFIG, Command), &command,
                                sizeof(command));
}

/* Whether the device is an 82540EM, and whether this card can wake the system. */
NDIS_STATUS identifyDevice(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    USHORT ids[2], capability[2];

    if (!readSlot(adapter, FIELD_OFFSET(PCI_COMMON_CONFIG, VendorID), ids, sizeof(ids)) ||
        ids[0] != VENDOR_ID || ids[1] != DEVICE_ID)
        return NDIS_STATUS_ADAPTER_NOT_FOUND;
    adapter->CanWake = readSlot(adapter, PM_OFFSET, capability, sizeof(capability)) &&
                       (capability[0] & 0xFF) == PM_CAPABILITY_ID &&
                       (capability[1] & PM_PME_FROM_D3HOT) != 0;
    return NDIS_STATUS_SUCCESS;
}

/* Lets the device master the bus, if the system has not done so already. */
NDIS_STATUS enableBusMastering(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    USHORT command;

    if (!readSlot(adapter, FIELD_OFFSET(PCI_COMMON_CONFIG, Command), &command, sizeof(command)))
        return NDIS_STATUS_ADAPTER_NOT_FOUND;
    if ((command & PCI_ENABLE_BUS_MASTER) != 0) return NDIS_STATUS_SUCCESS;
    writeCommand(adapter, command | PCI_ENABLE_BUS_MASTER);
    adapter->HasBusMastering = TRUE;
    return NDIS_STATUS_SUCCESS;
}

VOID disableBusMastering(ADAPTER *adapter)
{
    USHORT command;

    if (!adapter->HasBusMastering) return;
    adapter->HasBusMastering = FALSE;
    if (!readSlot(adapter, FIELD_OFFSET(PCI_COMMON_CONFIG, Command), &command, sizeof(command)) ||
        adapter->IsRemoved)
        return;
    writeCommand(adapter, command & ~PCI_ENABLE_BUS_MASTER);
}

/* Takes BAR 0 and the interrupt out of a list that lies in `byteCount` bytes. */
static NDIS_STATUS takeResources(ADAPTER *adapter, PNDIS_RESOURCE_LIST list, ULONG byteCount)
{
    ULONG countMax = (byteCount - FIELD_OFFSET(CM_PARTIAL_RESOURCE_LIST, PartialDescriptors)) /
                     sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR);
    BOOLEAN hasRegisters = FALSE, hasInterrupt = FALSE;
    ULONG index;

    for (index = 0; index < list->Count && index < countMax; index++) {
        PCM_PARTIAL_RESOURCE_DESCRIPTOR one = &list->PartialDescriptors[index];
        if (one->Type == CmResourceTypeMemory && !hasRegisters) {
            /* BAR 0 is the largest memory range; a card's Flash, in BAR 1, may be another. */
            hasRegisters = one->u.Memory.Length >= REGISTER_WINDOW_BYTES;
            if (hasRegisters) adapter->RegisterPhysical = one->u.Memory.Start;
        } else if (one->Type == CmResourceTypeInterrupt) {
            adapter->InterruptVector = one->u.Interrupt.Vector;
            adapter->InterruptLevel = one->u.Interrupt.Level;
            hasInterrupt = TRUE;
        }
    }
    return hasRegisters && hasInterrupt ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCE_CONFLICT;
}

/* Finds the adapter's registers and interrupt; the first call tells how long the list is. */
NDIS_STATUS findResources(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    NDIS_RESOURCE_LIST probe;
    PVOID list;
    UINT byteCount = sizeof(probe);
    NDIS_STATUS status;

    NdisMQueryAdapterResources(&status, WrapperConfigurationContext, &probe, &byteCount);
    if (status == NDIS_STATUS_SUCCESS) return takeResources(adapter, &probe, sizeof(probe));
    if (byteCount <= sizeof(probe) || byteCount > RESOURCE_LIST_BYTES_MAX) return status;
    status = NdisAllocateMemoryWithTag(&list, byteCount, POOL_TAG);
    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisMQueryAdapterResources(&status, WrapperConfigurationContext, list, &byteCount);
    if (status == NDIS_STATUS_SUCCESS) status = takeResources(adapter, list, byteCount);
    NdisFreeMemory(list, byteCount, 0);
    return status;
}

NDIS_STATUS mapRegisters(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    PVOID base;
    NDIS_STATUS status = NdisMMapIoSpace(&base, adapter->MiniportAdapterHandle,
                                         adapter->RegisterPhysical, REGISTER_WINDOW_BYTES);

    if (status == NDIS_STATUS_SUCCESS) adapter->RegisterBase = base;
    return status;
}

VOID unmapRegisters(ADAPTER *adapter)
{
    if (adapter->RegisterBase == NULL) return;
    NdisMUnmapIoSpace(adapter->MiniportAdapterHandle, adapter->RegisterBase, REGISTER_WINDOW_BYTES);
    adapter->RegisterBase = NULL;
}

/* Shared memory need not be flushed: it is not cached. */
static NDIS_STATUS allocateShared(ADAPTER *adapter, SHARED_MEMORY *block, ULONG byteCount)
{
    PVOID address;

    NdisMAllocateSharedMemory(adapter->MiniportAdapterHandle, byteCount, FALSE, &address,
                              &block->PhysicalAddress);
    block->VirtualAddress = address;
    block->Length = byteCount;
    return address == NULL ? NDIS_STATUS_RESOURCES : NDIS_STATUS_SUCCESS;
}

static VOID freeShared(ADAPTER *adapter, SHARED_MEMORY *block)
{
    if (block->VirtualAddress == NULL) return;
    NdisMFreeSharedMemory(adapter->MiniportAdapterHandle, block->Length, FALSE,
                          block->VirtualAddress, block->PhysicalAddress);
    block->VirtualAddress = NULL;
}

/* Both rings, in one block. Each begins on a 16-byte boundary, as the device sees it. */
NDIS_STATUS allocateRings(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    SHARED_MEMORY *block = &adapter->Rings;
    ULONG txBytes = adapter->TxCount * sizeof(DESCRIPTOR);
    ULONG byteCount = txBytes + adapter->RxCount * sizeof(DESCRIPTOR) + RING_ALIGNMENT_BYTES;
    NDIS_STATUS status = allocateShared(adapter, block, byteCount);
    ULONG skip;

    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisZeroMemory(block->VirtualAddress, byteCount);
    skip = -block->PhysicalAddress.LowPart & (RING_ALIGNMENT_BYTES - 1);
    adapter->TxRing = (DESCRIPTOR *)(block->VirtualAddress + skip);
    adapter->TxRingPhysical.QuadPart = block->PhysicalAddress.QuadPart + skip;
    /* The transmit ring is a multiple of 128 bytes long, so that the other is aligned as well. */
    adapter->RxRing = (DESCRIPTOR *)(block->VirtualAddress + skip + txBytes);
    adapter->RxRingPhysical.QuadPart = block->PhysicalAddress.QuadPart + skip + txBytes;
    return NDIS_STATUS_SUCCESS;
}

/* RX_BUFFERs, and what the driver knows of each descriptor, in one block. */
NDIS_STATUS allocateTables(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    ULONG bufferBytes = adapter->RxBufferCount * sizeof(RX_BUFFER);
    ULONG txSlotBytes = adapter->TxCount * sizeof(TX_SLOT);
    ULONG byteCount = bufferBytes + txSlotBytes + adapter->RxCount * sizeof(RX_BUFFER *);
    PVOID memory;
    NDIS_STATUS status = NdisAllocateMemoryWithTag(&memory, byteCount, POOL_TAG);

    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisZeroMemory(memory, byteCount);
    adapter->Tables = memory;
    adapter->TablesBytes = byteCount;
    adapter->RxBuffers = memory;
    adapter->TxSlots = (TX_SLOT *)(adapter->Tables + bufferBytes);
    adapter->RxSlots = (RX_BUFFER **)(adapter->Tables + bufferBytes + txSlotBytes);
    return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS allocateBuffers(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    NDIS_STATUS status = allocateShared(adapter, &adapter->CoalesceData,
                                        COALESCE_BUFFER_COUNT * COALESCE_BUFFER_BYTES);

    if (status != NDIS_STATUS_SUCCESS) return status;
    return allocateShared(adapter, &adapter->ReceiveData, adapter->RxBufferCount * RX_BUFFER_BYTES);
}

static NDIS_STATUS createReceiveBuffer(ADAPTER *adapter, ULONG index)
{
    RX_BUFFER *buffer = &adapter->RxBuffers[index];
    ULONG offset = index * RX_BUFFER_BYTES;
    NDIS_STATUS status;

    buffer->VirtualAddress = adapter->ReceiveData.VirtualAddress + offset;
    buffer->PhysicalAddress.QuadPart = adapter->ReceiveData.PhysicalAddress.QuadPart + offset;
    NdisAllocateBuffer(&status, &buffer->Buffer, adapter->BufferPool, buffer->VirtualAddress,
                       RX_BUFFER_BYTES);
    if (status != NDIS_STATUS_SUCCESS) {
        buffer->Buffer = NULL;
        return status;
    }
    NdisAllocatePacket(&status, &buffer->Packet, adapter->PacketPool);
    if (status != NDIS_STATUS_SUCCESS) {
        buffer->Packet = NULL;
        return status;
    }
    NdisChainBufferAtFront(buffer->Packet, buffer->Buffer);
    NDIS_SET_PACKET_HEADER_SIZE(buffer->Packet, HEADER_BYTES);
    *(RX_BUFFER **)buffer->Packet->MiniportReserved = buffer;
    return NDIS_STATUS_SUCCESS;
}

/* The pools, and from them a packet with one buffer for each receive buffer. */
NDIS_STATUS allocatePackets(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    NDIS_STATUS status;
    NDIS_HANDLE pool;
    ULONG index;

    NdisAllocatePacketPool(&status, &pool, adapter->RxBufferCount,
                           PROTOCOL_RESERVED_SIZE_IN_PACKET);
    if (status != NDIS_STATUS_SUCCESS) return status;
    adapter->PacketPool = pool;
    NdisAllocateBufferPool(&status, &pool, adapter->RxBufferCount);
    if (status != NDIS_STATUS_SUCCESS) return status;
    adapter->BufferPool = pool;
    for (index = 0; index < adapter->RxBufferCount; index++) {
        status = createReceiveBuffer(adapter, index);
        if (status != NDIS_STATUS_SUCCESS) return status;
    }
    return NDIS_STATUS_SUCCESS;
}

/* Undoes allocatePackets, as far as it came. */
static VOID freePackets(ADAPTER *adapter)
{
    ULONG index = adapter->Tables == NULL ? 0 : adapter->RxBufferCount;

    while (index-- > 0) {
        RX_BUFFER *buffer = &adapter->RxBuffers[index];
        if (buffer->Packet != NULL) {
            PNDIS_BUFFER unchained;
            NdisUnchainBufferAtFront(buffer->Packet, &unchained);
            NdisFreePacket(buffer->Packet);
        }
        if (buffer->Buffer != NULL) NdisFreeBuffer(buffer->Buffer);
    }
    if (adapter->BufferPool != NULL) NdisFreeBufferPool(adapter->BufferPool);
    if (adapter->PacketPool != NULL) NdisFreePacketPool(adapter->PacketPool);
}

/* Undoes whatever was allocated for an adapter, in the inverse order. */
VOID freeRings(ADAPTER *adapter)
{
    freePackets(adapter);
    freeShared(adapter, &adapter->ReceiveData);
    freeShared(adapter, &adapter->CoalesceData);
    if (adapter->Tables != NULL) NdisFreeMemory(adapter->Tables, adapter->TablesBytes, 0);
    freeShared(adapter, &adapter->Rings);
}
