/** Another device on the interrupt line of the NIC under test. */
import type { InterruptPin } from '../../hardware/ports';
import type { InterruptService, Scheduler } from '../../ndis/kernel/scheduler';
import type { Session } from '../session';

/** Another device on the line asserts it until its own service routine, the last, is called. */
class OtherDevice implements InterruptService {
  readonly #scheduler: Scheduler;
  readonly #pin: InterruptPin;

  constructor({ os, board }: Session) {
    this.#scheduler = os.scheduler;
    this.#pin = board.interruptLine.pin();
    this.#scheduler.connectInterrupt(this);
    this.#pin.set(true);
  }

  service(): boolean {
    this.#pin.set(false);
    this.#scheduler.disconnectInterrupt(this);
    return true;
  }
}

/** It interrupts now. False if the driver has no interrupt that it could take this one for. */
export function shareInterrupt(session: Session): boolean {
  const adapters = [...session.os.adapters.values()];
  if (adapters.every(({ interrupt }) => interrupt === undefined)) return false;
  new OtherDevice(session);
  return true;
}
