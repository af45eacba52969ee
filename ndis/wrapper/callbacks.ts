/**
 * Callback objects: ExCreateCallback and its kin. The system has three of its own (ExCreateCallback,
 * "Remarks"), and drivers can make more; nothing here notifies those of the system.
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { callHandler } from '../kernel/call-handler';
import type { OperatingSystem } from '../operating-system';
import { handler, input, Irql } from '../row';
import { PVOID, VOID } from '../types';

const SYSTEM_CALLBACKS = [
  '\\callback\\setsystemtime',
  '\\callback\\powerstate',
  '\\callback\\processoradd',
];
const OBJECT_BYTES = 16;

const CallbackFunction = handler({
  name: 'CallbackFunction',
  returns: VOID,
  args: [input('CallbackContext', PVOID), input('Argument1', PVOID), input('Argument2', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-exregistercallback',
  summary: 'Is told what a callback object announces.',
});

interface Registration {
  readonly object: VirtualAddress;
  readonly routine: VirtualAddress;
  readonly context: VirtualAddress;
  readonly adapter: number;
}

interface CallbackObject {
  readonly allowsMany: boolean;
}

export class Callbacks {
  readonly #os: OperatingSystem;
  readonly #byName = new Map<string, VirtualAddress>();
  readonly #objects = new Map<VirtualAddress, CallbackObject>();
  readonly #registrations = new Map<VirtualAddress, Registration>();

  constructor(os: OperatingSystem) {
    this.#os = os;
  }

  /** The object of a name; undefined if there is none, and it is not to be made. */
  open(name: string | undefined, mayCreate: boolean, allowsMany: boolean) {
    const lower = name?.toLowerCase() ?? '';
    const known = this.#byName.get(lower);
    if (known !== undefined) return known;
    const isSystems = SYSTEM_CALLBACKS.includes(lower);
    if (!isSystems && !mayCreate) return undefined;
    const object = this.#os.allocateObject(OBJECT_BYTES, Shadow.OPAQUE);
    this.#objects.set(object, { allowsMany: isSystems || allowsMany });
    if (lower !== '') this.#byName.set(lower, object);
    return object;
  }

  isObject(object: VirtualAddress): boolean {
    return this.#objects.has(object);
  }

  /** A handle of the registration; NULL if the object has one, and takes no more. */
  register(
    object: VirtualAddress,
    routine: VirtualAddress,
    context: VirtualAddress,
  ): VirtualAddress {
    const isTaken = [...this.#registrations.values()].some((one) => one.object === object);
    if (isTaken && this.#objects.get(object)?.allowsMany === false) return NULL;
    const handle = this.#os.allocateObject(OBJECT_BYTES, Shadow.OPAQUE);
    const adapter = this.#os.frame?.adapter ?? 0;
    this.#registrations.set(handle, { object, routine, context, adapter });
    return handle;
  }

  unregister(handle: VirtualAddress): void {
    this.#registrations.delete(handle);
    this.#os.pool.free(handle);
  }

  /** Calls every routine that is registered, in the order of registration. */
  notify(object: VirtualAddress, first: VirtualAddress, second: VirtualAddress): void {
    for (const one of [...this.#registrations.values()])
      if (one.object === object)
        callHandler(
          this.#os,
          CallbackFunction,
          one.routine,
          one.adapter,
          ...([one.context, first, second] as const),
        );
  }
}
