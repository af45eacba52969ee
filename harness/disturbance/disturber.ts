/** Brings about the faults that no call returns; what they are is in forms.ts. */
import type { PhysicalAddress, PortAddress } from '../../hardware/address';
import type { BusMasterPort, InterruptPin, Width } from '../../hardware/ports';
import { BROADCAST_MAC, ethernetFrame, macAddress, patternPayload } from '../../hardware/wire';
import { NdisMediumLocalTalk } from '../../ndis/constants';
import type { Fault, Shortage } from '../../ndis/faults';
import type { Meanings, PointListener } from '../../ndis/kernel/kernel';
import { parseOid } from '../../ndis/oid';
import { DISPATCH_LEVEL } from '../../ndis/row';
import type { RegistryValue } from '../../ndis/kernel/registry';
import type { RuleName } from '../../ndis/rules';
import type { DeviceSpaces, PortWraps } from '../board';
import type { Session } from '../session';
import { Patience } from '../patience';
import { isFreshMemoryFault } from './fresh-memory';
import { shareInterrupt } from './other-device';
import {
  DESCRIPTOR_BYTES_MAX,
  DISTURBANCES,
  FIELD_BYTES,
  isDisturbance,
  type DisturbanceName,
  type RegistryWay,
} from './forms';

const STATION_MAC = macAddress('02:00:00:00:00:02');
/** An EtherType for experiments (IEEE 802, local experimental). */
const ETHER_TYPE = 0x88b5;
const FRAME_BYTES = 60;
const LONG_TEXT = 'x'.repeat(512);

const REGISTRY_VALUES: Readonly<Record<RegistryWay, RegistryValue>> = {
  zero: { type: 'integer', value: 0 },
  maximal: { type: 'integer', value: 0x7fff_ffff },
  negative: { type: 'integer', value: 0xffff_ffff },
  text: { type: 'string', value: 'none of the values' },
  empty: { type: 'string', value: '' },
  long: { type: 'string', value: LONG_TEXT },
  station: { type: 'string', value: '02123456789A' },
  multicast: { type: 'string', value: '01005E123456' },
  zeros: { type: 'string', value: '000000000000' },
  short: { type: 'string', value: '021234' },
};

/** What waits for the next access of its kind; the others come at once. */
type Awaited = 'registers' | 'read' | 'stuck' | 'dma' | 'interrupt';

/** What a driver breaks that does not come to an end when this befalls it. */
const ENDLESS: Record<Awaited, RuleName | undefined> = {
  registers: 'hardware/poll-without-limit',
  stuck: 'hardware/poll-without-limit',
  read: 'hardware/hostile-value-not-survived',
  dma: 'hardware/hostile-value-not-survived',
  interrupt: undefined,
};

/** An assertion that is lost; a driver without an own watch waits for ever for what it tells. */
const LOST: Meanings = {
  endless: 'interrupt/lost-interrupt-not-recovered',
  astray: 'interrupt/race-not-survived',
  stuck: 'interrupt/lost-interrupt-not-recovered',
};

/** What becomes of the bytes of a DMA write from `start` up to `end`. */
interface Spoilt {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** A register whose bits stay; without a value, as they were last written. */
interface StuckRegister {
  readonly space: 'memory' | 'port';
  readonly address: number;
  readonly mask: number;
  readonly value: number | undefined;
}

/** What goes on until it is ended. */
type Disturbed =
  | { readonly what: 'device' | 'link' | 'eeprom' }
  | { readonly what: 'medium'; readonly before: readonly number[] }
  | { readonly what: 'registry'; readonly keyword: string; readonly before?: RegistryValue };

export class Disturber implements PortWraps, PointListener {
  readonly #faults: readonly Fault[];
  /** What is to happen at points, the next one last. */
  readonly #coming: Fault[];
  #session: Session | undefined;
  /** Nothing but what is brought about here is in the driver's way, and nothing else wrong with it. */
  #isElseClean = false;
  /** What waits for the next device read, DMA write or interrupt. */
  readonly #armed: Record<Awaited, Fault | undefined> = {
    registers: undefined,
    read: undefined,
    stuck: undefined,
    dma: undefined,
    interrupt: undefined,
  };
  readonly #stuck: StuckRegister[] = [];
  /** What the driver wrote to a register last, by its address. */
  readonly #written = { memory: new Map<number, number>(), port: new Map<number, number>() };
  /** Of a handler that waits for what does not come. */
  #vainReads: Patience | undefined;
  /** OIDs that wait for a protocol that asks for them. */
  readonly #oids: Fault[] = [];
  /** What is to be made good when the driver is unloaded. */
  readonly #undo: Disturbed[] = [];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.filter((one) => isDisturbance(one) && !isFreshMemoryFault(one));
    this.#coming = this.#faults
      .filter(({ call }) => DISTURBANCES[call as DisturbanceName].atPoint)
      .sort((a, b) => b.occurrence - a.occurrence);
  }

  /** Begins, when the board is there and the driver is not. */
  begin(session: Session): void {
    this.#session = session;
    this.#vainReads = new Patience(
      session.os,
      'hardware/poll-without-limit',
      'reads of a register that does not change',
    );
    // Known before the run begins: it is another run, in which the driver is at work as well.
    this.#isElseClean = this.#faults.length > 0 && session.isElseClean;
    for (const fault of this.#faults)
      if (!this.#coming.includes(fault)) this.#bring(fault, session);
    const { os } = session;
    os.pointListener = this;
    os.nextPoint = this.#coming.at(-1)?.occurrence ?? Infinity;
  }

  /** Ends all that goes on: the driver is unloaded, and the card is as it was. */
  end(): void {
    const session = this.#session!;
    session.os.nextPoint = Infinity;
    session.os.timers.onRace = undefined;
    this.#coming.length = 0;
    this.#stuck.length = 0;
    this.#oids.length = 0;
    session.board.isNicSilent = false;
    session.board.isNicSaidGone = false;
    session.os.senseless = undefined;
    session.os.faults?.limitAllocations(Infinity);
    for (const name of Object.keys(this.#armed)) this.#armed[name as Awaited] = undefined;
    for (const one of this.#undo.splice(0)) makeGood(one, session);
  }

  pointReached(): void {
    const session = this.#session!;
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
    if (name === 'pool') {
      new ShortMemory(fault, session).begin();
      return;
    }
    const isAwaited = name === 'registers' || name === 'read' || name === 'stuck' || name === 'dma';
    if (isAwaited) this.#armed[name] = fault;
    else if (name === 'oid') this.#oids.push(fault);
    else if (fault.failure === 'lost') this.#armed.interrupt = fault;
    else if (fault.failure === 'running') this.#raceTimer(session, fault);
    else if (this.#bringAtOnce(name, fault, session)) session.os.faults?.happened(fault);
  }

  /** An interrupt or a timer comes when it may, and nothing else is otherwise: a race, if anything. */
  #mayRace({ os }: Session): void {
    if (!this.#isElseClean) return;
    const isStarting = [...os.adapters.values()].some(({ state }) => state === 'starting');
    const rule = isStarting ? 'interrupt/not-ready-for-interrupt' : 'interrupt/race-not-survived';
    os.senseless = { endless: rule, astray: rule };
  }

  /** The call that is made now, if it cancels a timer, comes too late by a moment. */
  #raceTimer({ os }: Session, fault: Fault): void {
    os.timers.onRace = () => {
      os.faults?.happened(fault);
      const rule = 'interrupt/running-timer-not-awaited';
      if (this.#isElseClean) os.senseless = { endless: rule, astray: rule };
    };
  }

  /** False if there is nothing to be disturbed. */
  #bringAtOnce(name: DisturbanceName, { failure }: Fault, session: Session): boolean {
    const { board } = session;
    switch (name) {
      case 'device':
        return this.#pullOut(session);
      case 'interrupt':
        this.#mayRace(session);
        return shareInterrupt(session);
      case 'timer':
        this.#mayRace(session);
        return passTime(session);
      case 'frame': {
        this.#mayRace(session);
        const header = { destination: BROADCAST_MAC, source: STATION_MAC };
        const frame = ethernetFrame(header, ETHER_TYPE, patternPayload(1, FRAME_BYTES - 14));
        board.stationPort.transmit(frame, frame.length);
        return true;
      }
      case 'link':
        board.wire.setLink(false);
        this.#undo.push({ what: 'link' });
        return true;
      case 'eeprom':
        if (board.nic.flipEepromChecksum === undefined) return false;
        board.nic.flipEepromChecksum();
        this.#undo.push({ what: 'eeprom' });
        return true;
      case 'medium':
        this.#undo.push({ what: 'medium', before: session.os.media });
        session.os.media = [NdisMediumLocalTalk];
        return true;
      default:
        return this.#setKeyword(session, failure);
    }
  }

  #pullOut({ board }: Session): boolean {
    if (!board.isNicPresent) return false;
    board.removeNic();
    this.#undo.push({ what: 'device' });
    return true;
  }

  #setKeyword({ parameters }: Session, failure: string): boolean {
    const [way, keyword] = failure.split(':');
    const before = parameters.get(keyword);
    if (way === 'missing') parameters.delete(keyword);
    else parameters.set(keyword, REGISTRY_VALUES[way as RegistryWay]);
    this.#undo.push({ what: 'registry', keyword, before });
    return true;
  }

  /** Takes what is armed: it happens now. */
  #take(name: Awaited): Fault | undefined {
    const fault = this.#armed[name];
    if (fault === undefined) return undefined;
    this.#armed[name] = undefined;
    const { os } = this.#session!;
    os.faults?.happened(fault);
    const endless = ENDLESS[name];
    if (endless !== undefined) this.#session!.board.hasNicLied = true;
    if (!this.#isElseClean) return fault;
    if (fault.failure === 'lost') os.senseless = LOST;
    else if (endless !== undefined)
      os.senseless = { endless, astray: 'hardware/hostile-value-not-survived' };
    return fault;
  }

  /** Takes the OIDs that are to be asked for: each is given once, and has happened then. */
  takeOids(): readonly number[] {
    return this.#oids.splice(0).map((fault) => {
      this.#session!.os.faults?.happened(fault);
      return parseOid(fault.failure);
    });
  }

  /** What the driver reads from a register that holds `value`. */
  read(space: 'memory' | 'port', address: number, width: Width, value: number): number {
    const bits = width === 4 ? 0xffff_ffff : 2 ** (8 * width) - 1;
    const { board } = this.#session!;
    if (this.#take('registers') !== undefined) board.isNicSilent = true;
    if (board.isNicSilent) {
      this.#vainReads?.spend();
      return bits;
    }
    const read = this.#take('read');
    if (read !== undefined) {
      const told = (Number(read.failure) & bits) >>> 0;
      if (told === bits) board.isNicSaidGone = true;
      return told;
    }
    const stuck = this.#take('stuck');
    if (stuck !== undefined)
      this.#stuck.push(
        stuck.failure === 'written'
          ? { space, address, mask: bits, value: undefined }
          : { space, address, mask: Number(stuck.failure), value },
      );
    const held = this.#stuck.find((one) => one.address === address && one.space === space);
    if (held === undefined) return value;
    this.#vainReads?.spend();
    const stays = held.value ?? this.#written[space].get(address) ?? value;
    return ((value & ~held.mask) | (stays & held.mask & bits)) >>> 0;
  }

  wrote(space: 'memory' | 'port', address: number, value: number): void {
    this.#written[space].set(address, value);
  }

  /** Whether a write gets to the NIC. */
  get reachesRegisters(): boolean {
    return this.#session?.board.isNicSilent !== true && this.#armed.registers === undefined;
  }

  /** Which bytes of this DMA write are to have which value, if it is to be spoilt. */
  spoilt(byteCount: number): Spoilt | undefined {
    const [value, field] = this.#armed.dma?.failure.split('@') ?? [];
    const [start, ofBytes] = field?.split('of').map(Number) ?? [0, undefined];
    const isMeant =
      ofBytes === undefined ? byteCount <= DESCRIPTOR_BYTES_MAX : byteCount === ofBytes;
    if (!isMeant || this.#take('dma') === undefined) return undefined;
    const end = field === undefined ? byteCount : start + FIELD_BYTES;
    return { value: Number(value), start, end };
  }

  /** Whether the assertion that comes now is to be lost. */
  losesInterrupt(): boolean {
    return this.#take('interrupt') !== undefined;
  }

  spaces(bus: DeviceSpaces): DeviceSpaces {
    return this.#has('registers', 'read', 'stuck') ? new DisturbedSpaces(this, bus) : bus;
  }

  busMaster(port: BusMasterPort): BusMasterPort {
    return this.#has('dma') ? new DisturbedBusMaster(this, port) : port;
  }

  interruptPin(pin: InterruptPin): InterruptPin {
    return this.#has('interrupt') ? new DisturbedPin(this, pin) : pin;
  }

  #has(...names: readonly Awaited[]): boolean {
    return this.#faults.some(({ call }) => names.some((name) => name === call));
  }
}

/** Memory that has run out, and a driver that asks for it: it must not ask for ever. */
class ShortMemory implements Shortage {
  readonly #fault: Fault;
  readonly #session: Session;
  readonly #refusals: Patience;
  #hasHappened = false;

  constructor(fault: Fault, session: Session) {
    this.#fault = fault;
    this.#session = session;
    this.#refusals = new Patience(
      session.os,
      'resource/low-memory-not-survived',
      'allocations that failed',
    );
  }

  begin(): void {
    const [way, bytes] = this.#fault.failure.split(':');
    this.#session.os.faults?.limitAllocations(way === 'empty' ? 0 : Number(bytes), this);
  }

  allocationRefused(): void {
    const { os } = this.#session;
    if (!this.#hasHappened) os.faults?.happened(this.#fault);
    this.#hasHappened = true;
    this.#refusals.spend();
  }
}

class DisturbedSpaces implements DeviceSpaces {
  readonly #disturber: Disturber;
  readonly #bus: DeviceSpaces;

  constructor(disturber: Disturber, bus: DeviceSpaces) {
    this.#disturber = disturber;
    this.#bus = bus;
  }

  readMemory(address: PhysicalAddress, width: Width): number {
    const value = this.#disturber.reachesRegisters ? this.#bus.readMemory(address, width) : 0;
    return this.#disturber.read('memory', address, width, value);
  }

  writeMemory(address: PhysicalAddress, width: Width, value: number): void {
    this.#disturber.wrote('memory', address, value);
    if (this.#disturber.reachesRegisters) this.#bus.writeMemory(address, width, value);
  }

  readPort(address: PortAddress, width: Width): number {
    const value = this.#disturber.reachesRegisters ? this.#bus.readPort(address, width) : 0;
    return this.#disturber.read('port', address, width, value);
  }

  writePort(address: PortAddress, width: Width, value: number): void {
    this.#disturber.wrote('port', address, value);
    if (this.#disturber.reachesRegisters) this.#bus.writePort(address, width, value);
  }
}

class DisturbedBusMaster implements BusMasterPort {
  readonly #disturber: Disturber;
  readonly #port: BusMasterPort;

  constructor(disturber: Disturber, port: BusMasterPort) {
    this.#disturber = disturber;
    this.#port = port;
  }

  read(address: PhysicalAddress, target: Uint8Array, offset: number, byteCount: number): boolean {
    return this.#port.read(address, target, offset, byteCount);
  }

  write(address: PhysicalAddress, source: Uint8Array, offset: number, byteCount: number): boolean {
    const spoilt = this.#disturber.spoilt(byteCount);
    if (spoilt === undefined) return this.#port.write(address, source, offset, byteCount);
    const bytes = source.slice(offset, offset + byteCount);
    bytes.fill(spoilt.value, spoilt.start, spoilt.end);
    return this.#port.write(address, bytes, 0, byteCount);
  }
}

/** An assertion that is lost never reaches the line, which sees the next one. */
class DisturbedPin implements InterruptPin {
  readonly #disturber: Disturber;
  readonly #pin: InterruptPin;
  #isAsserted = false;
  #isLost = false;

  constructor(disturber: Disturber, pin: InterruptPin) {
    this.#disturber = disturber;
    this.#pin = pin;
  }

  set(asserted: boolean): void {
    if (asserted && !this.#isAsserted) this.#isLost = this.#disturber.losesInterrupt();
    this.#isAsserted = asserted;
    this.#pin.set(asserted && !this.#isLost);
  }
}

function makeGood(one: Disturbed, { board, os, parameters }: Session): void {
  switch (one.what) {
    case 'device':
      return board.insertNic();
    case 'link':
      return board.wire.setLink(true);
    case 'eeprom':
      return board.nic.flipEepromChecksum?.();
    case 'medium':
      os.media = one.before;
      return;
    case 'registry':
      if (one.before === undefined) parameters.delete(one.keyword);
      else parameters.set(one.keyword, one.before);
  }
}

/** As if the driver's thread had not been given the processor until then. */
function passTime({ os }: Session): boolean {
  const { nextTimerNs } = os.scheduler;
  if (os.irql >= DISPATCH_LEVEL || nextTimerNs === Infinity) return false;
  const passedNs = Math.max(nextTimerNs - os.clock.nowNs, 0);
  os.clock.advance(passedNs);
  // Others had the processor.
  os.scheduler.idleNs += passedNs;
  return true;
}
