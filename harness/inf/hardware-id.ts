/**
 * By which IDs a device on the PCI bus is known, and which model of an INF is for it. Sources:
 * Identifiers for PCI Devices; How Setup Ranks Drivers (Windows Server 2003, XP and 2000).
 */
import type { PciFunction } from '../../hardware/pci/function';
import { Board } from '../board';
import { parseDevices } from '../device-spec';
import { DEVICES } from '../devices';
import { UsageError } from '../result';
import type { Model } from './models';

/** What the bus driver tells of a device: each list from the most to the least particular. */
export interface PciIds {
  /** Without subsystem and revision. */
  readonly plain: string;
  readonly hardware: readonly string[];
  readonly compatible: readonly string[];
}

/** A model that is for a device. */
export interface Fit {
  readonly model: Model;
  /** Smaller is nearer; Infinity if only vendor and device are the same. */
  readonly rank: number;
}

/** A device to put on the board, and the model that is for it. */
export interface DeviceFit extends Fit {
  readonly device: string;
}

/** What each kind of match adds to a rank. */
const INF_COMPATIBLE = 0x1000;
const DEVICE_COMPATIBLE = 0x2000;

/** The IDs of the first of the devices that a command line names. */
export function idsOfDevice(device: string): PciIds {
  const board = new Board(parseDevices(device).slice(0, 1), 1);
  try {
    return pciIds(board.nic);
  } finally {
    board.dispose();
  }
}

/** The IDs of a function of the bus. */
export function pciIds(pci: PciFunction): PciIds {
  const { vendorId, deviceId, subsystemId, subsystemVendorId, revisionId, classCode } = pci;
  const vendor = `PCI\\VEN_${hex(vendorId, 4)}`;
  const plain = `${vendor}&DEV_${hex(deviceId, 4)}`;
  const subsystem = `&SUBSYS_${hex(subsystemId, 4)}${hex(subsystemVendorId, 4)}`;
  const revision = `&REV_${hex(revisionId, 2)}`;
  const classes = [`CC_${hex(classCode, 6)}`, `CC_${hex(classCode >> 8, 4)}`];
  return {
    plain,
    hardware: [
      `${plain}${subsystem}${revision}`,
      `${plain}${subsystem}`,
      `${plain}${revision}`,
      plain,
      ...classes.map((one) => `${plain}&${one}`),
    ],
    compatible: [
      `${plain}${revision}`,
      plain,
      ...classes.map((one) => `${vendor}&${one}`),
      vendor,
      ...classes.map((one) => `PCI\\${one}`),
    ],
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** The model that is nearest to a device; the first of several. */
export function modelFor(models: readonly Model[], ids: PciIds): Fit | undefined {
  let best: Fit | undefined;
  for (const model of models) {
    const rank = rankOf(model, ids);
    if (rank !== undefined && (best === undefined || rank < best.rank)) best = { model, rank };
  }
  return best;
}

function rankOf({ ids }: Model, device: PciIds): number | undefined {
  const ranks = ids.map((id, index) => {
    const base = index === 0 ? 0 : INF_COMPATIBLE;
    const hardware = device.hardware.indexOf(id);
    if (hardware >= 0) return base + hardware;
    const compatible = device.compatible.indexOf(id);
    if (compatible >= 0) return DEVICE_COMPATIBLE + base + compatible;
    return `${id}&`.startsWith(`${device.plain}&`) ? Infinity : undefined;
  });
  const known = ranks.filter((rank) => rank !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/**
 * The device that an INF is for, of those that are modelled: as it is by default, else with a
 * revision that the INF names, else one of which only vendor and device are the INF's.
 */
export function deviceFor(models: readonly Model[]): DeviceFit | undefined {
  const plain = Object.keys(DEVICES).flatMap((device) => fitOf(models, device));
  const exact = nearest(models, plain);
  if (exact === undefined || exact.rank !== Infinity) return exact;
  const revised = plain.flatMap(({ device }) =>
    revisionsOf(models, device).flatMap((revision) =>
      fitOf(models, `${device},revision=0x${revision}`),
    ),
  );
  const found = nearest(models, revised);
  return found === undefined || found.rank === Infinity ? exact : found;
}

function fitOf(models: readonly Model[], device: string): DeviceFit[] {
  try {
    const fit = modelFor(models, idsOfDevice(device));
    return fit === undefined ? [] : [{ ...fit, device }];
  } catch (error) {
    // A chip is not modelled in every revision.
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** The revisions that the INF names of a device's chip. */
function revisionsOf(models: readonly Model[], device: string): readonly string[] {
  const { plain } = idsOfDevice(device);
  const revisions = models
    .flatMap(({ ids }) => ids)
    .filter((id) => id.startsWith(`${plain}&`))
    .flatMap((id) => /&REV_([0-9A-F]{2})$/.exec(id)?.[1] ?? []);
  return [...new Set(revisions)];
}

/** The nearest; of several, that of the model which the INF lists first. */
function nearest(models: readonly Model[], fits: readonly DeviceFit[]): DeviceFit | undefined {
  const order = (fit: DeviceFit) => models.indexOf(fit.model);
  const sorted = [...fits].sort((a, b) => {
    if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
    return order(a) - order(b);
  });
  return sorted[0];
}
