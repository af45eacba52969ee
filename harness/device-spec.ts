/**
 * The devices of a board as they are written on the command line: names joined by `+`, each with its
 * options, as in `82540em,mac=02:00:00:00:00:05,link=100+rtl8139,eeprom=card.bin`.
 */
import { readFileSync } from 'node:fs';
import { Clock } from '../hardware/clock';
import type { NicOptions, NicPorts } from '../hardware/nic/nic';
import { DEVICES, isDeviceName, type DeviceName } from './devices';
import { suggestion } from './nearest';
import { UsageError } from './result';
import { shellWord } from './shell-word';

/** What may be said of a NIC, and of the slot that it is in. */
export interface DeviceOptions extends NicOptions {
  /**
   * The bus driver leaves Bus Master in its command register clear, as on a machine whose firmware
   * and system leave it to the driver: PCI 2.2, 6.2.2, has it 0 after reset.
   */
  readonly isBusMasterOff?: boolean;
}

export interface DeviceSpec {
  readonly name: DeviceName;
  readonly options: DeviceOptions;
}

/** PCI device numbers that a board has for NICs. */
export const DEVICES_MAX = 8;
const MAC_ADDRESS_BYTES = 6;
const REVISION_MAX = 0xff;
const LINK_MBPS = [10, 100, 1000] as const;

type Writable = { -readonly [K in keyof DeviceOptions]: DeviceOptions[K] };

/** How an option is read from what stands behind its `=`. */
const OPTIONS: Readonly<Record<string, (options: Writable, value: string) => void>> = {
  mac(options, value) {
    const bytes = value.split(':').map((digits) => Number.parseInt(digits, 16));
    const isMac = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value);
    if (!isMac || bytes.length !== MAC_ADDRESS_BYTES || (bytes[0] & 1) !== 0)
      throw new UsageError(
        `"${value}" is no MAC address of a station; it would be as 02:00:00:00:00:05`,
      );
    options.macAddress = Uint8Array.from(bytes);
  },
  link(options, value) {
    const mbps = LINK_MBPS.find((one) => String(one) === value);
    if (mbps === undefined)
      throw new UsageError(`"${value}" is no link speed; there are ${LINK_MBPS.join(', ')} (Mb/s)`);
    options.linkMbps = mbps;
  },
  revision(options, value) {
    const revision = /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : NaN;
    if (!(revision <= REVISION_MAX))
      throw new UsageError(`"${value}" is no PCI revision; it would be 0 to 255, or 0x00 to 0xFF`);
    options.revisionId = revision;
  },
  busmaster(options, value) {
    if (value !== 'off' && value !== 'on')
      throw new UsageError(`busmaster is on or off when the driver starts, not "${value}"`);
    options.isBusMasterOff = value === 'off';
  },
  eeprom(options, value) {
    try {
      options.eeprom = new Uint8Array(readFileSync(value));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`the EEPROM image "${value}" cannot be read (${code})`);
    }
  },
};

/** What a card is connected to that lies on a table. */
const UNCONNECTED: Omit<NicPorts, 'clock'> = {
  busMaster: { read: () => false, write: () => false },
  interruptPin: { set: () => undefined },
  wire: { hasLink: false, transmit: () => undefined },
};

/** The devices that `text` names: at least one. @throws UsageError if it names what is not there. */
export function parseDevices(text: string): readonly DeviceSpec[] {
  const specs = text.split('+').map(parseDevice);
  if (specs.length > DEVICES_MAX)
    throw new UsageError(`a board has room for ${DEVICES_MAX} devices, not ${specs.length}`);
  return specs;
}

function parseDevice(text: string): DeviceSpec {
  const [name, ...pairs] = text.split(',');
  if (!isDeviceName(name))
    throw new UsageError(
      `there is no device ${shellWord(name)}${suggestion(name, Object.keys(DEVICES))}`,
    );
  const options: Writable = {};
  for (const pair of pairs) {
    const [key, ...rest] = pair.split('=');
    if (!Object.hasOwn(OPTIONS, key) || rest.length === 0)
      throw new UsageError(
        `"${pair}" is no option of a device; there are ${Object.keys(OPTIONS).join('=, ')}=`,
      );
    OPTIONS[key](options, rest.join('='));
  }
  if (pairs.length > 0) tryOut(name, options);
  return { name, options };
}

/** A model knows best what no such card has. @throws UsageError if it refuses its options */
function tryOut(name: DeviceName, options: NicOptions): void {
  try {
    DEVICES[name].create({ ...UNCONNECTED, clock: new Clock(), ...options });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${name}: ${error.message}`);
  }
}
