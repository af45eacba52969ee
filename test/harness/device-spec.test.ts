/** The devices of a board in words: what is read, and what is refused. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDevices } from '../../harness/device-spec';
import { runOnce } from '../../harness/run';
import { Session } from '../../harness/session';
import * as e1000 from '../../miniports/e1000';

test('names alone', () => {
  expect(parseDevices('82540em')).toEqual([{ name: '82540em', options: {} }]);
  expect(parseDevices('82540em+am79c970a').map(({ name }) => name)).toEqual([
    '82540em',
    'am79c970a',
  ]);
});

test('options of each', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'ndislab-')), 'card.bin');
  const eeprom = new Uint8Array(128).fill(7);
  writeFileSync(path, eeprom);
  const text = `82540em,mac=02:00:00:00:00:aB,link=100,revision=0x10+i82557,eeprom=${path},revision=8,busmaster=off`;
  expect(parseDevices(text)).toEqual([
    {
      name: '82540em',
      options: {
        macAddress: Uint8Array.of(2, 0, 0, 0, 0, 0xab),
        linkMbps: 100,
        revisionId: 16,
      },
    },
    { name: 'i82557', options: { eeprom, revisionId: 8, isBusMasterOff: true } },
  ]);
});

test.each([
  { text: '', message: "there is no device ''" },
  { text: '82540EM', message: 'there is no device 82540EM; did you mean 82540em?' },
  { text: '82540em+', message: "there is no device ''" },
  { text: '82540em,', message: '"" is no option of a device; there are mac=, link=, ' },
  { text: '82540em,link', message: '"link" is no option' },
  { text: '82540em,constructor=1', message: '"constructor=1" is no option' },
  { text: '82540em,link=', message: '"" is no link speed; there are 10, 100, 1000 (Mb/s)' },
  { text: '82540em,link=54', message: '"54" is no link speed' },
  { text: '82540em,mac=02:00:00:00:00', message: 'no MAC address of a station' },
  { text: '82540em,mac=01:00:00:00:00:00', message: 'no MAC address of a station' },
  { text: '82540em,revision=256', message: '"256" is no PCI revision' },
  { text: '82540em,revision=', message: '"" is no PCI revision' },
  {
    text: '82540em,busmaster=0',
    message: 'busmaster is on or off when the driver starts, not "0"',
  },
  { text: '82540em,eeprom=/no/such/file', message: '"/no/such/file" cannot be read (ENOENT)' },
  { text: Array(9).fill('82540em').join('+'), message: 'room for 8 devices, not 9' },
])('"$text" is refused', ({ text, message }) => {
  expect(() => parseDevices(text)).toThrow(message);
});

/** A file of so many bytes. */
function imageOf(byteCount: number): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ndislab-')), 'card.bin');
  writeFileSync(path, new Uint8Array(byteCount));
  return path;
}

test.each([
  { device: '82540em', byteCount: 0, message: 'no EEPROM of 0 bytes; it has 128 or 512' },
  { device: 'rtl8139', byteCount: 127, message: 'no EEPROM of 127 bytes; it has 128' },
  { device: 'rtl8029', byteCount: 129, message: 'no EEPROM of 129 bytes; it has 128' },
  { device: 'i82557', byteCount: 129, message: 'no EEPROM of 129 bytes; it has 128 or 512' },
  { device: 'i82557,revision=4', byteCount: 512, message: 'no EEPROM of 512 bytes; it has 128' },
  { device: 'i21143', byteCount: 7, message: 'no serial ROM of 7 bytes; it has 128 or 512' },
  { device: 'am79c970a', byteCount: 64, message: 'no EEPROM of 64 bytes; it has 128' },
  { device: 'am79c973', byteCount: 64, message: 'no EEPROM of 64 bytes; it has 128' },
])('$device has $message', ({ device, byteCount, message }) => {
  expect(() => parseDevices(`${device},eeprom=${imageOf(byteCount)}`)).toThrow(message);
});

test.each([
  {
    device: 'i82557,revision=0',
    message: '82557, 82558 or 82559 has revision 0x00; there are 0x01',
  },
  { device: 'i82557,revision=255', message: 'or 82559 has revision 0xFF; there are 0x01 to 0x09' },
  { device: 'rtl8139,revision=0x20', message: 'no RTL8139C has revision 0x20; it has 0x10' },
  { device: 'rtl8029,revision=1', message: 'no RTL8029AS has revision 0x01; it has 0x00' },
  { device: 'am79c970a,revision=0x40', message: 'has revision 0x40; there are 0x10 to 0x1F' },
  { device: 'am79c973,revision=0x16', message: 'has revision 0x16; there are 0x40 to 0x4F' },
  { device: 'i21143,revision=0x11', message: 'has revision 0x11; there are 0x20 to 0xFF' },
  { device: 'virtio-net,revision=1', message: 'a legacy virtio device has revision 0' },
])('$device: $message', ({ device, message }) => {
  expect(() => parseDevices(device)).toThrow(message);
});

describe('a board with several NICs', () => {
  test('the like of the first get its driver, and share its interrupt', () => {
    const session = new Session({
      driver: e1000,
      driverName: 'e1000',
      device: '82540em+am79c970a+82540em',
    });
    session.play(() => {
      expect([session.load(), session.start()]).toEqual([true, true]);
      session.idle(5e9);
      const [peer] = session.peers;
      expect(session.board.slotAt(peer.adapter.location!)).toBe(session.board.slots[2]);
      const frame = new Uint8Array(60).fill(0xff, 0, 6);
      session.board.stationPort.transmit(frame, frame.length);
      session.idle(20e6);
      expect(peer.protocol!.received).toEqual([frame]);
      session.halt();
      expect(session.peers).toEqual([]);
      session.unload();
    });
    expect(session.result(null, '').findings).toEqual([]);
  });

  test('a whole life among others, twice the same', () => {
    const play = () =>
      runOnce(
        { driver: e1000, driverName: 'e1000', device: '82540em,link=100+82540em+i82557' },
        { faults: [] },
      );
    const result = play();
    expect(result).toMatchObject({ verdict: 'clean', findings: [] });
    expect(play()).toEqual(result);
  });
});
