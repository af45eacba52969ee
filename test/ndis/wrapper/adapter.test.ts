import type { Adapter } from '../../../ndis/wrapper/adapter';
import { CONTEXT, createSession, startSession } from '../../support/inline-driver';

test.each([
  { flags: 0x00, isBusMaster: false, isDeserialized: false, isSurpriseRemoveOk: false },
  { flags: 0x08, isBusMaster: true, isDeserialized: false, isSurpriseRemoveOk: false },
  { flags: 0x20, isBusMaster: false, isDeserialized: true, isSurpriseRemoveOk: false },
  { flags: 0x80, isBusMaster: false, isDeserialized: false, isSurpriseRemoveOk: true },
])('attributes $flags', ({ flags, ...want }) => {
  const { adapter } = startSession({ attributes: flags });
  expect(adapter).toMatchObject(want);
});

test('its handle is an NDIS_MINIPORT_BLOCK, which shows the context', () => {
  const { adapter, os } = startSession();
  // MiniportAdapterContext lies at 0x0C (ndis.h).
  expect(os.raw.read32((adapter!.handle + 0x0c) as never)).toBe(CONTEXT);
  expect(os.memory.read32((adapter!.handle + 0x0c) as never)).toBe(CONTEXT);
  expect(os.findings).toEqual([]);
});

test('0 seconds of CheckForHangTimeInSeconds are 2', () => {
  expect(startSession().adapter!.checkForHangSeconds).toBe(2);
});

test('handles live until it is disposed of', () => {
  const session = createSession();
  session.play(() => {
    session.load();
    session.start();
  });
  const { os } = session;
  const adapter = session.adapter as Adapter;
  expect(os.isHandle('miniport-adapter', adapter.handle)).toBe(true);
  expect(os.isHandle('wrapper-configuration-context', adapter.configurationContext)).toBe(true);
  session.play(() => session.halt());
  expect(os.isHandle('miniport-adapter', adapter.handle)).toBe(false);
  expect(os.isHandle('wrapper-configuration-context', adapter.configurationContext)).toBe(false);
  expect(adapter.driver.adapters).toEqual([]);
});
