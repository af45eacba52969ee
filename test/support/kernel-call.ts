/** Calls of ntoskrnl.exe and hal.dll as machine code makes them, without machine code. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { CALLS } from '../../ndis/calls';
import { DriverBench } from './machine';

export class KernelBench extends DriverBench {
  /** A call through the gate. */
  call(name: string, ...inputs: unknown[]): unknown {
    return CALLS.get(name)!(this.os, inputs);
  }

  /** Fresh memory with these bytes. */
  bytes(bytes: readonly number[]): VirtualAddress {
    const address = this.memory(Math.max(bytes.length, 1));
    bytes.forEach((byte, index) => this.os.raw.write8(virtual(address + index), byte));
    return address;
  }

  /** A string of bytes with its zero. */
  text(text: string): VirtualAddress {
    return this.bytes([...text].map((one) => one.charCodeAt(0)).concat(0));
  }

  /** A UNICODE_STRING over a buffer of its own. */
  unicode(text: string, maximumBytes = 2 * text.length): VirtualAddress {
    const buffer = this.memory(Math.max(maximumBytes, 1));
    [...text].forEach((one, index) =>
      this.os.raw.write16(virtual(buffer + 2 * index), one.charCodeAt(0)),
    );
    const string = this.memory(8);
    this.os.raw.write16(string, 2 * text.length);
    this.os.raw.write16(virtual(string + 2), maximumBytes);
    this.os.raw.write32(virtual(string + 4), buffer);
    return string;
  }

  /** What a UNICODE_STRING holds. */
  unicodeAt(string: VirtualAddress): string {
    const { raw } = this.os;
    const buffer = raw.read32(virtual(string + 4));
    return Array.from({ length: raw.read16(string) / 2 }, (_, index) =>
      String.fromCharCode(raw.read16(virtual(buffer + 2 * index))),
    ).join('');
  }

  /** A string of bytes in memory, up to its zero. */
  textAt(address: VirtualAddress): string {
    let text = '';
    for (let at: number = address; this.os.raw.read8(virtual(at)) !== 0; at++)
      text += String.fromCharCode(this.os.raw.read8(virtual(at)));
    return text;
  }

  /** OBJECT_ATTRIBUTES with a name, beneath a handle if one is given. */
  attributes(name: string, root = 0): VirtualAddress {
    const address = this.memory(0x18);
    this.os.raw.write32(address, 0x18);
    this.os.raw.write32(virtual(address + 4), root);
    this.os.raw.write32(virtual(address + 8), this.unicode(name));
    return address;
  }

  /** The status that an exception carries, which a call raised. */
  raised(body: () => unknown): number | undefined {
    try {
      body();
    } catch (error) {
      return (error as { status?: number }).status;
    }
    return undefined;
  }
}
