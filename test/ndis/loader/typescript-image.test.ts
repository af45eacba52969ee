import { TypeScriptImage } from '../../../ndis/loader/typescript-image';
import { createSession, inlineDriver } from '../../support/inline-driver';

test('an image has an entry that can be called, a name, and a number of its own', () => {
  const { os } = createSession();
  const driver = inlineDriver();
  const first = new TypeScriptImage(os, 'first', driver);
  os.images.push(first);
  const second = new TypeScriptImage(os, 'second', driver);
  expect([first.number, second.number]).toEqual([1, 2]);
  expect(os.code.get(first.entry)).toMatchObject({ image: first, name: 'DriverEntry' });
  expect(first.entry).not.toBe(second.entry);
  expect([first.isUnloaded, first.isTerminated, first.registrationStatus]).toEqual([
    false,
    false,
    undefined,
  ]);
});

test('each load is a new image: nothing of the last one is left', () => {
  const session = createSession();
  session.play(() => {
    session.load();
    const first = session.image;
    session.unload();
    session.load();
    expect(session.image).not.toBe(first);
    expect(first?.isUnloaded).toBe(true);
    expect(session.image?.isUnloaded).toBe(false);
  });
});
