/** The 21143's driver looks before it takes: another card, a ROM that is empty, a larger one. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeSession, newSession } from '../../support/dc21x4-session';

const PERMANENT_ADDRESS = 0x01010101;

function cardWith(bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ndislab-')), 'srom.bin');
  writeFileSync(path, bytes);
  return `i21143,eeprom=${path}`;
}

test.each([
  { name: 'an RTL8139C', device: 'rtl8139' },
  { name: 'an erased ROM', device: cardWith(new Uint8Array(128).fill(0xff)) },
  { name: 'a ROM of zeros', device: cardWith(new Uint8Array(128)) },
])('$name: it does not start, and keeps nothing', ({ device }) => {
  const session = newSession({ device });
  expect([session.load(), session.start()]).toEqual([true, false]);
  session.unload();
  expect(session.os.findings).toEqual([]);
  session.dispose();
});

test('a 93C66 has longer addresses', () => {
  const image = new Uint8Array(512);
  image.set([0x00, 0x00, 0xf8, 0x01, 0x02, 0x03], 20);
  const session = newSession({ device: cardWith(image) });
  expect([session.load(), session.start()]).toEqual([true, true]);
  expect([...session.query(PERMANENT_ADDRESS).bytes.subarray(0, 6)]).toEqual([0, 0, 0xf8, 1, 2, 3]);
  expect(closeSession(session)).toEqual([]);
});
