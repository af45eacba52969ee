/*
 * The part of NDIS 5.1 that the C miniports here need, for the x86 layout of Windows XP: types,
 * NDIS51_MINIPORT_CHARACTERISTICS and some exports. Names, order and sizes are those of the Windows
 * DDK 3790.1830, ndis.h and ntdef.h.
 */
#ifndef NDIS_H
#define NDIS_H

#define NTAPI __attribute__((stdcall))
#define NDISAPI __declspec(dllimport) NTAPI
/* Code that the system discards when DriverEntry has returned. */
#define INIT_CODE __attribute__((section("INIT")))

#define NULL ((void *)0)
#define FALSE 0
#define TRUE 1

typedef void VOID, *PVOID;
typedef unsigned char UCHAR, BOOLEAN, *PBOOLEAN;
typedef unsigned short USHORT, WCHAR;
typedef unsigned int UINT, *PUINT;
typedef unsigned long ULONG, *PULONG;
typedef long LONG, NTSTATUS;
typedef int NDIS_STATUS, *PNDIS_STATUS;
typedef PVOID NDIS_HANDLE, *PNDIS_HANDLE;
typedef ULONG NDIS_OID;

typedef struct _UNICODE_STRING {
    USHORT Length;
    USHORT MaximumLength;
    WCHAR *Buffer;
} UNICODE_STRING, *PUNICODE_STRING;

typedef struct _DRIVER_OBJECT *PDRIVER_OBJECT;
typedef struct _NDIS_PACKET *PNDIS_PACKET, **PPNDIS_PACKET;
typedef ULONG NDIS_MEDIUM, *PNDIS_MEDIUM;

#define NDIS_STATUS_SUCCESS ((NDIS_STATUS)0x00000000L)
#define NDIS_STATUS_FAILURE ((NDIS_STATUS)0xC0000001L)
#define NDIS_STATUS_NOT_SUPPORTED ((NDIS_STATUS)0xC00000BBL)

typedef struct _NDIS51_MINIPORT_CHARACTERISTICS {
    UCHAR MajorNdisVersion;
    UCHAR MinorNdisVersion;
    USHORT Filler;
    UINT Reserved;
    BOOLEAN(NTAPI *CheckForHangHandler)(NDIS_HANDLE);
    VOID(NTAPI *DisableInterruptHandler)(NDIS_HANDLE);
    VOID(NTAPI *EnableInterruptHandler)(NDIS_HANDLE);
    VOID(NTAPI *HaltHandler)(NDIS_HANDLE);
    VOID(NTAPI *HandleInterruptHandler)(NDIS_HANDLE);
    NDIS_STATUS(NTAPI *InitializeHandler)
    (PNDIS_STATUS, PUINT, PNDIS_MEDIUM, UINT, NDIS_HANDLE, NDIS_HANDLE);
    VOID(NTAPI *ISRHandler)(PBOOLEAN, PBOOLEAN, NDIS_HANDLE);
    NDIS_STATUS(NTAPI *QueryInformationHandler)
    (NDIS_HANDLE, NDIS_OID, PVOID, ULONG, PULONG, PULONG);
    PVOID ReconfigureHandler;
    NDIS_STATUS(NTAPI *ResetHandler)(PBOOLEAN, NDIS_HANDLE);
    PVOID SendHandler;
    NDIS_STATUS(NTAPI *SetInformationHandler)
    (NDIS_HANDLE, NDIS_OID, PVOID, ULONG, PULONG, PULONG);
    PVOID TransferDataHandler;
    /* NDIS 4.0 */
    VOID(NTAPI *ReturnPacketHandler)(NDIS_HANDLE, PNDIS_PACKET);
    VOID(NTAPI *SendPacketsHandler)(NDIS_HANDLE, PPNDIS_PACKET, UINT);
    PVOID AllocateCompleteHandler;
    /* NDIS 5.0 */
    PVOID CoCreateVcHandler;
    PVOID CoDeleteVcHandler;
    PVOID CoActivateVcHandler;
    PVOID CoDeactivateVcHandler;
    PVOID CoSendPacketsHandler;
    PVOID CoRequestHandler;
    /* NDIS 5.1 */
    VOID(NTAPI *CancelSendPacketsHandler)(NDIS_HANDLE, PVOID);
    VOID(NTAPI *PnPEventNotifyHandler)(NDIS_HANDLE, ULONG, PVOID, ULONG);
    VOID(NTAPI *AdapterShutdownHandler)(NDIS_HANDLE);
    PVOID Reserved1;
    PVOID Reserved2;
    PVOID Reserved3;
    PVOID Reserved4;
} NDIS_MINIPORT_CHARACTERISTICS, *PNDIS_MINIPORT_CHARACTERISTICS;

_Static_assert(sizeof(NDIS_MINIPORT_CHARACTERISTICS) == 0x7C, "NDIS 5.1 characteristics");

NDISAPI VOID NdisInitializeWrapper(PNDIS_HANDLE NdisWrapperHandle, PVOID SystemSpecific1,
                                   PVOID SystemSpecific2, PVOID SystemSpecific3);
NDISAPI VOID NdisTerminateWrapper(NDIS_HANDLE NdisWrapperHandle, PVOID SystemSpecific);
NDISAPI NDIS_STATUS NdisMRegisterMiniport(NDIS_HANDLE NdisWrapperHandle,
                                          PNDIS_MINIPORT_CHARACTERISTICS MiniportCharacteristics,
                                          UINT CharacteristicsLength);
NDISAPI VOID NdisMRegisterUnloadHandler(NDIS_HANDLE NdisWrapperHandle,
                                        VOID(NTAPI *UnloadHandler)(PDRIVER_OBJECT));

#define NdisMInitializeWrapper(handle, one, two, three) \
    NdisInitializeWrapper(handle, one, two, three)

/* ntoskrnl.exe; ndis.h makes NdisZeroMemory of it. */
__declspec(dllimport) PVOID memset(PVOID Destination, int Fill, UINT Length);
#define NdisZeroMemory(Destination, Length) ((void)memset(Destination, 0, Length))

#endif
