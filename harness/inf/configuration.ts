/**
 * How an adapter is configured: what its INF writes into the registry, what the user sets beside
 * it, and which device the INF is for.
 */
import type { RegistryEntry } from '../../ndis/kernel/registry';
import { deviceOf } from '../../miniports/sample-devices';
import { DEFAULT_DEVICE } from '../devices';
import { UsageError } from '../result';
import { deviceFor, idsOfDevice, modelFor } from './hardware-id';
import { InfError } from './inf-error';
import { installModel } from './install';
import { modelsOf, type Model } from './models';
import { findBeside, readInf } from './read-inf';
import { parseSetting } from './setting';

export interface ConfigurationRequest {
  /** The path of an INF. */
  readonly inf?: string;
  /** Values in place of the INF's, or besides, as `TransmitBuffers=128`. */
  readonly set?: readonly string[];
  /** What is on the board; the device that the INF is for, or else the driver, if not told. */
  readonly device?: string;
  /** The driver by its name on the command line: a sample is known to be for a device. */
  readonly driver?: string;
  /** The driver is not started, so that any device will do. */
  readonly isDeviceIdle?: boolean;
}

export interface Configuration {
  /** As requested, for the line that repeats a run. */
  readonly inf?: string;
  readonly set: readonly string[];
  /** What is on the board. */
  readonly device: string;
  /** The adapter's key in the registry. */
  readonly registry: readonly RegistryEntry[];
  /** What the user should know, in a line each. */
  readonly notes: readonly string[];
}

const IDS_SHOWN = 2;

/** Reads a configuration. @throws UsageError that names what is wrong, and in an INF the line. */
export function loadConfiguration(request: ConfigurationRequest): Configuration {
  const { inf, set = [], device = deviceOf(request.driver) } = request;
  if (inf === undefined) return { set, device, registry: settings(set, []), notes: [] };
  try {
    const installed = install(inf, request);
    return { inf, set, ...installed, registry: settings(set, installed.registry) };
  } catch (error) {
    if (error instanceof InfError) throw new UsageError(error.message);
    throw error;
  }
}

/** The values of the INF, then those of the user, which count. */
function settings(
  set: readonly string[],
  installed: readonly RegistryEntry[],
): readonly RegistryEntry[] {
  const before = (key: string, name: string) =>
    installed.find((one) => isSame(one.key, key) && isSame(one.name, name))?.value;
  return [...installed, ...set.map((one) => parseSetting(one, before))];
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function install(path: string, request: ConfigurationRequest) {
  const file = readInf(path);
  const models = modelsOf(file);
  if (models.length === 0)
    throw new InfError(path, undefined, 'it installs no device on 32-bit Windows XP');
  const { model, device, notes } = choose(path, models, request);
  return { device, notes, registry: installModel(file, model, findBeside(path)) };
}

/** The model to install, and the device to install it for. */
function choose(
  path: string,
  models: readonly Model[],
  { device, isDeviceIdle = false }: ConfigurationRequest,
): { readonly model: Model; readonly device: string; readonly notes: readonly string[] } {
  const fit = device === undefined ? deviceFor(models) : fitOf(models, device);
  const listed = listIds(models);
  if (fit === undefined) {
    if (device !== undefined)
      return {
        model: models[0],
        device,
        notes: [
          `${path} is not for ${device}, which is ${idsOfDevice(device).plain}, but for ` +
            `${listed}; its first model is taken`,
        ],
      };
    const missing = `${path} is for ${listed}, of which none is modelled`;
    if (!isDeviceIdle)
      throw new UsageError(
        `${missing}; --device NAME plays it on another card (ndislab list devices), and the ` +
          'scenario registration-failure needs none',
      );
    const notes = [`${missing}; this scenario does not start the driver`];
    return { model: models[0], device: DEFAULT_DEVICE, notes };
  }
  if (fit.rank !== Infinity) return { ...fit, notes: [] };
  const [most] = idsOfDevice(fit.device).hardware;
  const near = `${path} does not name ${most}; the nearest that it names is ${fit.model.ids[0]}`;
  return { ...fit, notes: [near] };
}

function fitOf(models: readonly Model[], device: string) {
  const fit = modelFor(models, idsOfDevice(device));
  return fit && { ...fit, device };
}

/** The IDs of an INF, as many as go into a line. */
function listIds(models: readonly Model[]): string {
  const ids = [...new Set(models.flatMap((model) => model.ids))];
  if (ids.length === 0) return 'devices without an ID';
  const more = ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more` : '';
  return `${ids.slice(0, IDS_SHOWN).join(', ')}${more}`;
}
