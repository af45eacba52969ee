/*
 * mini with one fault: when NdisMRegisterMiniport fails it returns without NdisTerminateWrapper.
 * Expected: registration/wrapper-not-terminated.
 */
#define LEAKS_WRAPPER
#include "mini.c"
