/** What names an object to be opened (DDK ntdef.h: OBJECT_ATTRIBUTES), x86 layout. */
import { layout } from '../layout';
import { PVOID, ULONG } from '../types';

export const OBJECT_ATTRIBUTES = layout('OBJECT_ATTRIBUTES', 0x18, {
  Length: ULONG,
  RootDirectory: ULONG,
  ObjectName: PVOID,
  Attributes: ULONG,
  SecurityDescriptor: PVOID,
  SecurityQualityOfService: PVOID,
});
