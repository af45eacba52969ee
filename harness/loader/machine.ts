/** Drivers of machine code: .sys files. */
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import {
  FILE_BYTES_MAX,
  ImageFormatError,
  readMachineDriver,
  type MachineDriver,
  type PortableExecutable,
} from '../../ndis/loader';
import { UsageError } from '../result';

/** Whether a path is that of a driver of machine code, by its extension. */
export function isMachineFile(path: string): boolean {
  return extname(path).toLowerCase() === '.sys';
}

/** What registers a driver with NDIS 5.1 and before; names looked up at run time may, too. */
const REGISTRATIONS = [
  'NdisMRegisterMiniport',
  'NdisIMRegisterLayeredMiniport',
  'NdisRegisterProtocol',
];
const LOOKUPS = ['NdisGetRoutineAddress', 'MmGetSystemRoutineAddress'];
/** What takes its place in NDIS 6. */
const NDIS_6_REGISTRATIONS = [
  'NdisMRegisterMiniportDriver',
  'NdisFRegisterFilterDriver',
  'NdisRegisterProtocolDriver',
];

/** Why an image is none that can be played, in words that follow its name; undefined if it is. */
function objection({ imports, sections }: PortableExecutable): string | undefined {
  if (!imports.some(({ module }) => module === 'ndis.sys')) {
    const unpacked = sections.find((one) => one.isExecutable && one.fileBytes === 0);
    if (unpacked !== undefined)
      return (
        'is packed: the file holds nothing of its code in section ' +
        `${unpacked.name}, and it imports nothing from ndis.sys; unpack it first`
      );
    return 'is no NDIS driver: it imports nothing from ndis.sys';
  }
  const has = ({ name }: { readonly name: string }) =>
    REGISTRATIONS.includes(name) || LOOKUPS.includes(name) || name.startsWith('#');
  if (imports.some(has)) return undefined;
  const newer = imports.find(({ name }) => NDIS_6_REGISTRATIONS.includes(name))?.name;
  return newer === undefined
    ? `can register nothing with NDIS: it imports none of ${REGISTRATIONS.join(', ')}`
    : `is a driver for NDIS 6, as it imports ${newer}; drivers here are for NDIS 5.1 and before`;
}

/** Larger ones are of no driver. */
const MAP_BYTES_MAX = 0x100_0000;

/** The map file of the same name, as linkers write it. */
function mapBeside(path: string): string | undefined {
  const stem = path.slice(0, -extname(path).length);
  for (const file of [`${stem}.map`, `${stem}.MAP`]) {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() && stat.size <= MAP_BYTES_MAX) return readFileSync(file, 'latin1');
  }
  return undefined;
}

/** Loads and checks a .sys file. @throws UsageError if there is none, or it is not a driver. */
export function loadMachineFile(path: string): MachineDriver {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no file ${path}`);
  if (stat.isDirectory()) throw new UsageError(`${path} is a folder; give the driver's file in it`);
  if (!stat.isFile()) throw new UsageError(`${path} is no regular file`);
  if (stat.size > FILE_BYTES_MAX)
    throw new UsageError(
      `${path} is no driver: it has ${stat.size} bytes, and up to ${FILE_BYTES_MAX} are read`,
    );
  try {
    const map = mapBeside(path);
    const driver: MachineDriver = {
      image: new Uint8Array(readFileSync(path)),
      name: basename(path),
      ...(map === undefined ? {} : { map }),
    };
    const why = objection(readMachineDriver(driver));
    if (why !== undefined) throw new UsageError(`${path} ${why}`);
    return driver;
  } catch (error) {
    if (!(error instanceof ImageFormatError)) throw error;
    throw new UsageError(`${path} cannot be loaded: ${error.message}`);
  }
}
