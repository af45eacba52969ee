/**
 * The virtio network device (1AF4:1000, subsystem 1), driven through its legacy interface. Source:
 * OASIS, Virtual I/O Device (VIRTIO) Version 1.0, Committee Specification 04, by section, and where
 * that leaves the legacy interface open, Rusty Russell, Virtio PCI Card Specification v0.9.5. Laid
 * out as QEMU's `virtio-net-pci` with `disable-modern=on,vectors=0`: a legacy device, without the
 * capabilities of 1.0, MSI-X and power management.
 *
 * A driver that gives what makes no sense, as a chain that loops, stops the device until it resets
 * it: 0.9.5 has no bit in Device Status to tell that. Transmission and commands work before
 * DRIVER_OK (3.1.2); reception, which nobody asks for, does not (2.1.2).
 *
 * Not offered: segmentation, checksums of received frames (GUEST_CSUM), announcing, several queues.
 */
import { PAGE_BYTES } from '../../address';
import type { ClockPort } from '../../clock';
import type { BarSpec } from '../../pci/function';
import type { BusMasterPort, WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { ADDRESS_BYTES } from '../ethernet';
import type { DeviceActivity, Nic, NicPorts } from '../nic';
import { Control } from './control';
import type { Core } from './core';
import { Filter } from './filter';
import { Interrupts } from './interrupts';
import { DEVICE_STATUS, Feature, ISR_STATUS, R, REGISTERS, WINDOW_BYTES } from './registers';
import { Receiver } from './rx';
import { Transmitter } from './tx';
import { Virtqueue } from './virtqueue';
import { Window } from './window';

/** QEMU's first; with the bit of locally administered addresses. */
const DEFAULT_MAC_ADDRESS = Uint8Array.of(0x52, 0x54, 0x00, 0x12, 0x34, 0x56);
const DEFAULT_MBPS = 1000;
const REVISION_ID = 0x00;
const QUEUE_SIZE = 256;
const CONTROL_QUEUE_SIZE = 64;
const HEADER_BYTES = 10;
const MERGING_HEADER_BYTES = 12;
/** Of 5.1.2. */
const Queue = { RECEIVE: 0, TRANSMIT: 1, CONTROL: 2 } as const;

export class VirtioNet implements Core, Nic {
  readonly vendorId = 0x1af4;
  readonly deviceId = 0x1000;
  readonly revisionId = REVISION_ID;
  readonly classCode = 0x020000;
  readonly subsystemVendorId = 0x1af4;
  readonly subsystemId = 0x0001;
  readonly interruptPin = 1;
  readonly minGrant = 0x00;
  readonly maxLatency = 0x00;
  readonly statusCapabilities = 0;
  readonly bars: readonly BarSpec[];

  readonly regs: RegisterValues = REGISTERS.createValues();
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly filter: Filter;
  readonly bitsPerSecond: number;
  hasFailed = false;
  readonly #receiveQueue = new Virtqueue(this, 'receiveq', QUEUE_SIZE);
  readonly #transmitQueue = new Virtqueue(this, 'transmitq', QUEUE_SIZE);
  readonly #controlQueue = new Virtqueue(this, 'controlq', CONTROL_QUEUE_SIZE);
  readonly #queues = [this.#receiveQueue, this.#transmitQueue, this.#controlQueue];
  readonly #transmitter: Transmitter;
  readonly #receiver: Receiver;
  readonly #control: Control;
  readonly #macAddress: Uint8Array;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;

  /** @throws RangeError for what no such device has: an EEPROM, a revision, a MAC address not of six */
  constructor(ports: NicPorts) {
    const { macAddress = DEFAULT_MAC_ADDRESS, revisionId = REVISION_ID, eeprom } = ports;
    if (macAddress.length !== ADDRESS_BYTES) throw new RangeError('a MAC address has six bytes');
    if (revisionId !== REVISION_ID) throw new RangeError('a legacy virtio device has revision 0');
    if (eeprom !== undefined) throw new RangeError('a virtio device has no EEPROM');
    this.#macAddress = macAddress;
    this.clock = ports.clock;
    this.busMaster = ports.busMaster;
    this.bitsPerSecond = (ports.linkMbps ?? DEFAULT_MBPS) * 1_000_000;
    this.#wire = ports.wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.interrupts = new Interrupts(this.regs, ports.interruptPin);
    this.filter = new Filter(this);
    this.#transmitter = new Transmitter(this, this.#transmitQueue);
    this.#receiver = new Receiver(this, this.#receiveQueue);
    this.#control = new Control(this, this.#controlQueue);
    this.bars = [{ space: 'io', byteCount: WINDOW_BYTES, window: new Window(this) }];
    this.reset();
  }

  /** RST#: there is nothing that a write of 0 to Device Status does not reset. */
  reset(): void {
    this.resetSoftly();
  }

  /** A write of 0 to Device Status (2.1). */
  resetSoftly(): void {
    this.interrupts.reset();
    this.regs.set(REGISTERS.resetValues);
    this.regs.set(this.#macAddress, R.MAC);
    this.hasFailed = false;
    for (const queue of this.#queues) queue.setPageNumber(0);
    this.#stop();
    this.filter.reset();
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (this.isDriverOk && this.#receiveQueue.isLive && this.filter.passes(frame, byteCount))
      this.#receiver.receive(frame, byteCount);
  }

  /** The far end's link came up or went down (WireStation): status has changed (4.1.5.4). */
  linkChanged(): void {
    if (this.isDriverOk) this.interrupts.raise(ISR_STATUS.CONFIGURATION);
  }

  emit(frame: Uint8Array, byteCount: number): void {
    if (this.hasLink) this.#wire.transmit(frame, byteCount);
  }

  get hasLink(): boolean {
    return this.#wire.hasLink;
  }

  get isDriverOk(): boolean {
    return (this.regs[R.DEVICE_STATUS] & DEVICE_STATUS.DRIVER_OK) !== 0;
  }

  get headerBytes(): number {
    return this.hasFeature(Feature.MRG_RXBUF) ? MERGING_HEADER_BYTES : HEADER_BYTES;
  }

  hasFeature(mask: number): boolean {
    return (this.regs[R.DRIVER_FEATURES] & mask) !== 0;
  }

  /** That of queue_select; undefined where there is none. */
  get selectedQueue(): Virtqueue | undefined {
    return this.#queues[this.regs[R.QUEUE_SELECT]];
  }

  /** Queue Notify was written. The receive queue is looked at when a frame comes. */
  notified(index: number): void {
    if (index === Queue.TRANSMIT) this.#transmitter.notified();
    else if (index === Queue.CONTROL) this.#control.notified();
  }

  busFailed(): void {
    this.hasFailed = true;
    this.#stop();
  }

  fail(what: string): void {
    this.hasFailed = true;
    this.#stop();
    this.reportUnmodelled(what);
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** What is still going on, for whoever expects a halted device to be quiet. */
  activity(): DeviceActivity {
    const { isDriverOk } = this;
    return {
      interruptMask: isDriverOk ? ISR_STATUS.QUEUE | ISR_STATUS.CONFIGURATION : 0,
      interruptAsserted: this.interrupts.isAsserted,
      receiverEnabled: isDriverOk && this.#receiveQueue.isLive,
      transmitterEnabled: this.#transmitQueue.isLive,
      dmaActive: this.#transmitter.isActive || this.#control.isActive,
    };
  }

  memoryRoots(): readonly number[] {
    return this.#queues.map(({ pageNumber }) => pageNumber * PAGE_BYTES);
  }

  /** The registers without any side effect. */
  dump(): { name: string; offset: number; value: number }[] {
    return REGISTERS.dump(this.regs);
  }

  #stop(): void {
    this.#transmitter.reset();
    this.#control.reset();
  }
}
