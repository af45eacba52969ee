/** A driver as NDIS knows it, from NdisInitializeWrapper on. */
import type { VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import type { Image } from '../kernel/image';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_BAD_CHARACTERISTICS, NDIS_STATUS_BAD_VERSION } from '../status';
import {
  NDIS30_MINIPORT_CHARACTERISTICS,
  NDIS40_MINIPORT_CHARACTERISTICS,
  NDIS50_MINIPORT_CHARACTERISTICS,
  NDIS51_MINIPORT_CHARACTERISTICS,
} from '../structures/miniport-characteristics';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';

/** The entry points of a miniport driver, copied from what it registered; 0 where it has none. */
export type Characteristics = {
  readonly [K in keyof typeof NDIS51_MINIPORT_CHARACTERISTICS.fields]: number;
};

export interface Driver {
  /** The NDIS wrapper handle. */
  readonly handle: number;
  readonly image: Image;
  readonly DriverObject: VirtualAddress;
  /** What NdisMRegisterMiniport returned last; undefined if it was not called. */
  registrationStatus: NdisStatus | undefined;
  characteristics: Characteristics | undefined;
  unloadHandler: VirtualAddress;
  readonly adapters: Adapter[];
}

/** What a driver may call itself, and how long its characteristics must then be. */
const VERSIONS = [
  { major: 3, minor: 0, layout: NDIS30_MINIPORT_CHARACTERISTICS },
  { major: 4, minor: 0, layout: NDIS40_MINIPORT_CHARACTERISTICS },
  { major: 5, minor: 0, layout: NDIS50_MINIPORT_CHARACTERISTICS },
  { major: 5, minor: 1, layout: NDIS51_MINIPORT_CHARACTERISTICS },
] as const;

const FIELD_NAMES = Object.keys(
  NDIS51_MINIPORT_CHARACTERISTICS.fields,
) as (keyof Characteristics)[];

/** Whether a driver registered as one of NDIS 5.1. */
export function isNdis51({ characteristics }: Driver): boolean {
  return characteristics?.MajorNdisVersion === 5 && characteristics.MinorNdisVersion === 1;
}

/** Whether the driver whose handler runs has registered a miniport of NDIS 5.1. */
export function runsNdis51({ drivers, frame }: OperatingSystem): boolean {
  return [...drivers.values()].some((one) => one.image === frame?.image && isNdis51(one));
}

/** What is wrong with characteristics: the status that NDIS gives, and a word about it. */
export interface CharacteristicsError {
  readonly status: NdisStatus;
  readonly rule:
    | 'registration/characteristics-version-invalid'
    | 'registration/characteristics-length-invalid'
    | 'registration/mandatory-handler-missing';
  readonly what: string;
}

/**
 * Copies MINIPORT_CHARACTERISTICS out of a driver's memory.
 *
 * Source: NdisMRegisterMiniport, "Return Value"; MiniportXxx pages for what is mandatory.
 */
export function readCharacteristics(
  memory: MemoryAccess,
  address: VirtualAddress,
  byteCount: number,
  isLayered = false,
): Characteristics | CharacteristicsError {
  const head = NDIS30_MINIPORT_CHARACTERISTICS.at(memory, address);
  const major = head.MajorNdisVersion;
  const minor = head.MinorNdisVersion;
  const version = VERSIONS.find((one) => one.major === major && one.minor === minor);
  if (version === undefined)
    return {
      status: NDIS_STATUS_BAD_VERSION,
      rule: 'registration/characteristics-version-invalid',
      what: `The driver registered as NDIS ${major}.${minor}; there are 3.0, 4.0, 5.0 and 5.1.`,
    };
  if (byteCount < version.layout.bytes)
    return {
      status: NDIS_STATUS_BAD_CHARACTERISTICS,
      rule: 'registration/characteristics-length-invalid',
      what: `The characteristics are ${byteCount} bytes; NDIS ${major}.${minor} has ${version.layout.bytes}.`,
    };
  const view = version.layout.at(memory, address) as unknown as Partial<Characteristics>;
  const fields: Record<string, number> = {};
  // A view of an earlier version lacks the later fields.
  for (const name of FIELD_NAMES) fields[name] = view[name] ?? 0;
  const characteristics = fields as Characteristics;
  const missing = missingHandler(characteristics, isLayered);
  if (missing === undefined) return characteristics;
  return {
    status: NDIS_STATUS_BAD_CHARACTERISTICS,
    rule: 'registration/mandatory-handler-missing',
    what: `The characteristics have no ${missing}.`,
  };
}

/**
 * The mandatory handler that a connectionless miniport lacks. Those that NDIS 5.1 adds to the list
 * (MiniportShutdown, MiniportPnPEventNotify) are rule A05's: shipped drivers register without them.
 * Which of MiniportReturnPacket and MiniportTransferData it needs shows when it indicates: shipped
 * drivers that lend no packets (NDIS_STATUS_RESOURCES on each) have neither.
 */
function missingHandler(has: Characteristics, isLayered: boolean): string | undefined {
  if (has.InitializeHandler === 0) return 'MiniportInitialize';
  if (has.HaltHandler === 0) return 'MiniportHalt';
  // A virtual miniport has no NIC to reset: the sample passthru of the DDK has no such handler.
  if (has.ResetHandler === 0 && !isLayered) return 'MiniportReset';
  const isConnectionOriented = has.CoRequestHandler !== 0;
  if (isConnectionOriented) return undefined;
  if (has.QueryInformationHandler === 0) return 'MiniportQueryInformation';
  if (has.SetInformationHandler === 0) return 'MiniportSetInformation';
  if (has.SendHandler === 0 && has.SendPacketsHandler === 0)
    return 'MiniportSend or MiniportSendPackets';
  return undefined;
}
