/** A PCI function for bus tests: windows over plain bytes, and a log of what the bus did to it. */
import type { PciFunction, PowerState } from '../../hardware/pci';
import type { RegisterWindow } from '../../hardware/ports';

export class FakeWindow implements RegisterWindow {
  readonly view: DataView;
  readonly log: string[] = [];

  constructor(byteCount: number) {
    this.view = new DataView(new ArrayBuffer(byteCount));
  }

  read(offset: number, width: 1 | 2 | 4): number {
    this.log.push(`r${width}@${offset.toString(16)}`);
    if (width === 1) return this.view.getUint8(offset);
    if (width === 2) return this.view.getUint16(offset, true);
    return this.view.getUint32(offset, true);
  }

  write(offset: number, width: 1 | 2 | 4, value: number): void {
    this.log.push(`w${width}@${offset.toString(16)}=${value.toString(16)}`);
    if (width === 1) this.view.setUint8(offset, value);
    else if (width === 2) this.view.setUint16(offset, value, true);
    else this.view.setUint32(offset, value, true);
  }
}

export class FakeFunction implements PciFunction {
  readonly vendorId = 0x8086;
  deviceId = 0x100e;
  readonly revisionId = 0x02;
  readonly classCode = 0x020000;
  readonly subsystemVendorId = 0x8086;
  readonly subsystemId = 0x001e;
  readonly interruptPin: number = 1;
  readonly minGrant = 0xff;
  readonly maxLatency = 0x00;
  readonly registers = new FakeWindow(0x20000);
  readonly ports = new FakeWindow(0x40);
  readonly bars: PciFunction['bars'] = [
    { space: 'memory', byteCount: 0x20000, window: this.registers },
    undefined,
    { space: 'io', byteCount: 0x40, window: this.ports },
  ];
  readonly log: string[] = [];
  readonly powerManagement: PciFunction['powerManagement'];

  /** `pmc` 0xC822: version 2, DSI, PME# from D0, D3hot and D3cold. */
  constructor(overrides: Partial<PciFunction> = {}, pmc: number | undefined = 0xc822) {
    this.powerManagement = {
      offset: 0xdc,
      pmc,
      setPowerState: (state: PowerState) => this.log.push(`D${state}`),
    };
    Object.assign(this, overrides);
  }

  reset(): void {
    this.log.push('reset');
  }
}
