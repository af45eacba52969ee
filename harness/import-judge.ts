/** Judges what a driver of machine code imports: rule C11. */
import { readMachineDriver, type DriverSource } from '../ndis/loader';
import type { OperatingSystem } from '../ndis/operating-system';

/**
 * What WHQL restricts all NDIS drivers from calling, and what Microsoft says to use instead: "I/O
 * Manager Routines" (ff549086). Two more are on "Kernel Routines" (ff549168), whose archived copies
 * have lost the names.
 */
const RESTRICTED: ReadonlyMap<string, string | undefined> = new Map([
  ['IoAllocateDriverObjectExtension', undefined],
  ['IoAttachDevice', undefined],
  ['IoAttachDeviceToDeviceStack', undefined],
  ['IoConnectInterrupt', 'NdisMRegisterInterrupt'],
  ['IoCreateDevice', 'NdisMRegisterDevice'],
  ['IoCreateSymbolicLink', undefined],
  ['IoCreateUnprotectedSymbolicLink', undefined],
  ['IoDeleteDevice', undefined],
  ['IoDeleteSymbolicLink', undefined],
  ['IoDetachDevice', undefined],
  ['IoDisconnectInterrupt', 'NdisMDeregisterInterrupt'],
  ['IoGetAttachedDeviceReference', undefined],
  ['IoGetDmaAdapter', undefined],
  ['IoGetDriverObjectExtension', undefined],
  ['IoInvalidateDeviceRelations', undefined],
  ['IoInvalidateDeviceState', undefined],
  ['IoRegisterDeviceInterface', undefined],
  ['IoRegisterShutdownNotification', 'NdisMRegisterAdapterShutdownHandler'],
  ['IoReportTargetDeviceChange', undefined],
  ['IoSetDeviceInterfaceState', undefined],
  ['IoUnregisterShutdownNotification', 'NdisMDeregisterAdapterShutdownHandler'],
  ['IoWMIAllocateInstanceIds', undefined],
  ['IoWMIDeviceObjectToProviderId', undefined],
  ['IoWMISuggestInstanceName', undefined],
  ['IoWMIWriteEvent', 'NdisMIndicateStatus'],
]);

const MINIPORT_REGISTRATIONS = new Set(['NdisMRegisterMiniport', 'NdisIMRegisterLayeredMiniport']);

/**
 * A protocol driver may call them: "Introduction to NDIS Protocol Drivers" names IoCreateDevice, which
 * the DDK's sample ndisprot calls.
 */
function isProtocolOnly(imports: readonly { readonly name: string }[]): boolean {
  return (
    imports.some(({ name }) => name === 'NdisRegisterProtocol') &&
    !imports.some(({ name }) => MINIPORT_REGISTRATIONS.has(name))
  );
}

export function judgeImports(os: OperatingSystem, driver: DriverSource): void {
  if (!('image' in driver)) return;
  const { imports } = readMachineDriver(driver);
  if (isProtocolOnly(imports)) return;
  const names = imports
    .filter(({ module, name }) => module === 'ntoskrnl.exe' && RESTRICTED.has(name))
    .map(({ name }) => name)
    .sort();
  if (names.length === 0) return;
  const listed = names.map((name) => {
    const instead = RESTRICTED.get(name);
    return instead === undefined ? name : `${name} (in its place: ${instead})`;
  });
  os.report('registration/forbidden-import', {
    what: `The driver imports ${listed.join(', ')}, which WHQL restricts all NDIS drivers from calling.`,
    boundary: 'DriverEntry',
  });
}
