/** The version of NDIS in Windows XP: major in the upper half, minor in the lower. */
export const NDIS_VERSION = 0x0005_0001;
