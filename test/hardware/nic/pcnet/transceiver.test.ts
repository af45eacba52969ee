/** The 10BASE-T transceiver's link. IEEE 802.3 14.2.1.7. */
import { Clock } from '../../../../hardware/clock';
import { Transceiver } from '../../../../hardware/nic/pcnet/transceiver';

test('the link comes after five pulses, goes at once, and is there after power-on', () => {
  const clock = new Clock();
  const wire = { hasLink: false, transmit() {} };
  const changes: boolean[] = [];
  const transceiver: Transceiver = new Transceiver(clock, wire, () =>
    changes.push(transceiver.isUp),
  );
  transceiver.powerOn();
  transceiver.linkChanged(true);
  clock.advance(79_000_000);
  expect(transceiver.isUp).toBe(false);
  clock.advance(1_000_000);
  expect(transceiver.isUp).toBe(true);
  transceiver.linkChanged(false);
  transceiver.linkChanged(true);
  transceiver.linkChanged(false);
  clock.advance(1_000_000_000);
  expect(changes).toEqual([true, false]);
  wire.hasLink = true;
  transceiver.powerOn();
  expect([transceiver.isUp, transceiver.mbps]).toEqual([true, 10]);
});
