/* Opens a key of the registry that every machine has; NULL if it cannot. */
#ifndef OPEN_KEY_H
#define OPEN_KEY_H

#include "../include/ndis.h"

static __attribute__((noinline)) PVOID openKey(VOID)
{
    static WCHAR PATH[] =
        L"\\Registry\\Machine\\Hardware\\Description\\System\\CentralProcessor\\0";
    UNICODE_STRING name = { sizeof(PATH) - sizeof(WCHAR), sizeof(PATH), PATH };
    OBJECT_ATTRIBUTES attributes = { 0 };
    PVOID key = NULL;

    attributes.Length = sizeof(attributes);
    attributes.ObjectName = &name;
    attributes.Attributes = OBJ_CASE_INSENSITIVE;
    if (ZwOpenKey(&key, KEY_READ, &attributes) != 0) return NULL;
    return key;
}

#endif
