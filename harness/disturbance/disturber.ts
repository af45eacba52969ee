/** Brings about the faults that no call returns; what they are is in forms.ts. */
import type { PhysicalAddress, PortAddress } from '../../hardware/address';
import type { BusMasterPort, InterruptPin, Width } from '../../hardware/ports';
import { BROADCAST_MAC, ethernetFrame, macAddress, patternPayload } from '../../hardware/wire';
import type { Fault } from '../../ndis/faults';
import type { InterruptService } from '../../ndis/kernel/scheduler';
import { DISPATCH_LEVEL } from '../../ndis/row';
import type { RegistryValue } from '../../ndis/kernel/registry';
import type { DeviceSpaces, PortWraps } from '../board';
import type { Session } from '../session';
import { DISTURBANCES, isDisturbance, type DisturbanceName } from './forms';

/** Descriptors and status blocks of NICs are no longer; frames that are as short are hit as well. */
const DESCRIPTOR_BYTES_MAX = 64;
const STATION_MAC = macAddress('02:00:00:00:00:02');
/** An EtherType for experiments (IEEE 802, local experimental). */
const ETHER_TYPE = 0x88b5;
const FRAME_BYTES = 60;
const LONG_TEXT = 'x'.repeat(512);

type RegistryWay = 'zero' | 'maximal' | 'negative' | 'text' | 'empty' | 'long';

const REGISTRY_VALUES: Readonly<Record<RegistryWay, RegistryValue>> = {
  zero: { type: 'integer', value: 0 },
  maximal: { type: 'integer', value: 0x7fff_ffff },
  negative: { type: 'integer', value: 0xffff_ffff },
  text: { type: 'string', value: 'none of the values' },
  empty: { type: 'string', value: '' },
  long: { type: 'string', value: LONG_TEXT },
};

/** A register whose bits stay. */
interface StuckRegister {
  readonly key: string;
  readonly mask: number;
  readonly value: number;
}

export class Disturber implements PortWraps {
  readonly #faults: readonly Fault[];
  /** What is to happen at points, the next one last. */
  readonly #coming: Fault[];
  #session: Session | undefined;
  /** What waits for the next device read, DMA write or interrupt. */
  readonly #armed: Partial<Record<DisturbanceName, Fault>> = {};
  readonly #stuck: StuckRegister[] = [];
  readonly #undo: (() => void)[] = [];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.filter(isDisturbance);
    this.#coming = this.#faults
      .filter(({ call }) => DISTURBANCES[call as DisturbanceName].atPoint)
      .sort((a, b) => b.occurrence - a.occurrence);
  }

  /** Begins, when the board is there and the driver is not. */
  begin(session: Session): void {
    this.#session = session;
    for (const fault of this.#faults)
      if (!this.#coming.includes(fault)) this.#bring(fault, session);
    const { os } = session;
    os.onPoint = () => this.#pointReached(session);
    os.nextPoint = this.#coming.at(-1)?.occurrence ?? Infinity;
  }

  /** Ends all that goes on: the driver is unloaded, and the card is as it was. */
  end(): void {
    if (this.#session !== undefined) this.#session.os.nextPoint = Infinity;
    this.#coming.length = 0;
    this.#stuck.length = 0;
    for (const name of Object.keys(this.#armed)) this.#armed[name as DisturbanceName] = undefined;
    for (const undo of this.#undo.splice(0)) undo();
  }

  #pointReached(session: Session): void {
    const { os } = session;
    for (let fault = this.#coming.at(-1); fault !== undefined; fault = this.#coming.at(-1)) {
      os.nextPoint = fault.occurrence;
      if (os.callCount < fault.occurrence) return;
      this.#coming.pop();
      this.#bring(fault, session);
    }
    os.nextPoint = Infinity;
  }

  #bring(fault: Fault, session: Session): void {
    const name = fault.call as DisturbanceName;
    const isAwaited = name === 'read' || name === 'stuck' || name === 'dma';
    if (isAwaited || fault.failure === 'lost') this.#armed[name] = fault;
    else if (this.#bringAtOnce(name, fault, session)) session.os.faults?.happened(fault);
  }

  /** False if there is nothing to be disturbed. */
  #bringAtOnce(name: DisturbanceName, { failure }: Fault, session: Session): boolean {
    const { board } = session;
    switch (name) {
      case 'device':
        return this.#pullOut(session);
      case 'interrupt':
        return shareInterrupt(session);
      case 'timer':
        return passTime(session);
      case 'frame': {
        const header = { destination: BROADCAST_MAC, source: STATION_MAC };
        const frame = ethernetFrame(header, ETHER_TYPE, patternPayload(1, FRAME_BYTES - 14));
        board.stationPort.transmit(frame, frame.length);
        return true;
      }
      case 'link':
        board.wire.setLink(false);
        this.#undo.push(() => board.wire.setLink(true));
        return true;
      case 'eeprom': {
        const { nic } = board;
        nic.flipEepromChecksum?.();
        this.#undo.push(() => nic.flipEepromChecksum?.());
        return nic.flipEepromChecksum !== undefined;
      }
      default:
        return this.#setKeyword(session, failure);
    }
  }

  #pullOut({ board }: Session): boolean {
    if (!board.isNicPresent) return false;
    board.removeNic();
    this.#undo.push(() => board.insertNic());
    return true;
  }

  #setKeyword({ parameters }: Session, failure: string): boolean {
    const [way, keyword] = failure.split(':');
    const before = parameters.get(keyword);
    if (way === 'missing') parameters.delete(keyword);
    else parameters.set(keyword, REGISTRY_VALUES[way as RegistryWay]);
    this.#undo.push(() => {
      if (before === undefined) parameters.delete(keyword);
      else parameters.set(keyword, before);
    });
    return true;
  }

  /** Takes what is armed: it happens now. */
  #take(name: DisturbanceName): Fault | undefined {
    const fault = this.#armed[name];
    if (fault === undefined) return undefined;
    this.#armed[name] = undefined;
    this.#session?.os.faults?.happened(fault);
    return fault;
  }

  #read(key: string, width: Width, value: number): number {
    const bits = width === 4 ? 0xffff_ffff : 2 ** (8 * width) - 1;
    const read = this.#take('read');
    if (read !== undefined) return (Number(read.failure) & bits) >>> 0;
    const stuck = this.#take('stuck');
    if (stuck !== undefined) this.#stuck.push({ key, mask: Number(stuck.failure), value });
    const held = this.#stuck.find((one) => one.key === key);
    if (held === undefined) return value;
    return ((value & ~held.mask) | (held.value & held.mask & bits)) >>> 0;
  }

  spaces(bus: DeviceSpaces): DeviceSpaces {
    return {
      readMemory: (address: PhysicalAddress, width: Width) =>
        this.#read(`memory ${address}`, width, bus.readMemory(address, width)),
      writeMemory: (address, width, value) => bus.writeMemory(address, width, value),
      readPort: (address: PortAddress, width: Width) =>
        this.#read(`port ${address}`, width, bus.readPort(address, width)),
      writePort: (address, width, value) => bus.writePort(address, width, value),
    };
  }

  busMaster(port: BusMasterPort): BusMasterPort {
    return {
      read: (address, target, offset, byteCount) => port.read(address, target, offset, byteCount),
      write: (address, source, offset, byteCount) => {
        const spoilt = byteCount <= DESCRIPTOR_BYTES_MAX ? this.#take('dma') : undefined;
        if (spoilt === undefined) return port.write(address, source, offset, byteCount);
        const bytes = new Uint8Array(byteCount).fill(Number(spoilt.failure));
        return port.write(address, bytes, 0, byteCount);
      },
    };
  }

  /** An assertion that is lost never reaches the line, which sees the next one. */
  interruptPin(pin: InterruptPin): InterruptPin {
    let isAsserted = false;
    let isLost = false;
    return {
      set: (asserted) => {
        if (asserted && !isAsserted) isLost = this.#take('interrupt') !== undefined;
        isAsserted = asserted;
        pin.set(asserted && !isLost);
      },
    };
  }
}

/** Another device on the line asserts it until its own service routine, the last, is called. */
function shareInterrupt({ os, board }: Session): boolean {
  const isConnected = [...os.adapters.values()].some(({ interrupt }) => interrupt !== undefined);
  if (!isConnected) return false;
  const pin = board.interruptLine.pin();
  const other: InterruptService = {
    service() {
      pin.set(false);
      os.scheduler.disconnectInterrupt(other);
      return true;
    },
  };
  os.scheduler.connectInterrupt(other);
  pin.set(true);
  return true;
}

/** As if the driver's thread had not been given the processor until then. */
function passTime({ os }: Session): boolean {
  const { nextTimerNs } = os.scheduler;
  if (os.irql >= DISPATCH_LEVEL || nextTimerNs === Infinity) return false;
  os.clock.advance(Math.max(nextTimerNs - os.clock.nowNs, 0));
  return true;
}
