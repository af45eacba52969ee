/*
 * ndiswan.h of the Windows DDK, which WAN miniports include after ndis.h. What it declares there is
 * here in ndis.h, but for the name by which they call NdisMInitializeWrapper.
 */
#ifndef NDISWAN_H
#define NDISWAN_H

#include "ndis.h"

#define NDIS_USE_WAN_WRAPPER 0x00000001

#define NdisMWanInitializeWrapper(NdisWrapperHandle, SystemSpecific1, SystemSpecific2, \
                                  SystemSpecific3)                                     \
    NdisMInitializeWrapper((NdisWrapperHandle), (SystemSpecific1), (SystemSpecific2),  \
                           (SystemSpecific3))

#endif
