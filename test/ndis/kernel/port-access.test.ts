import { virtual } from '../../../ndis';
import {
  barsOf,
  createSession,
  endOf,
  FAILURE,
  inDriver,
  rulesOf,
  SUCCESS,
} from '../../support/inline-driver';

/** IOADDR and IODATA: 8254x SDM 13.2.2. */
const PORT_BYTES = 8;
/** NDIS_STATUS_RESOURCE_CONFLICT (ndis.h). */
const RESOURCE_CONFLICT = 0xc001001e;

test('a range is claimed, used and given back', () => {
  const session = inDriver((ndis, handle, one) => {
    const { ports } = barsOf(one);
    const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(handle, ports, PORT_BYTES);
    expect(Result).toBe(SUCCESS);
    const before = one.os.clock.nowNs;
    // STATUS lies at 0x08.
    ndis.NdisRawWritePortUlong(PortOffset, 8);
    const { Data } = ndis.NdisRawReadPortUlong(virtual(PortOffset + 4));
    expect(Data).not.toBe(0xffff_ffff);
    expect(one.os.clock.nowNs - before).toBeGreaterThanOrEqual(2 * 700);
    ndis.NdisMDeregisterIoPortRange(handle, ports, PORT_BYTES, PortOffset);
  });
  expect(rulesOf(session)).toEqual([]);
  expect(endOf(session)).toBeNull();
});

test.each([
  {
    name: 'not claimed',
    offset: 0,
    claims: false,
    releases: false,
    rule: 'hardware/access-outside-claimed-range',
  },
  {
    name: 'that ends beyond the range',
    offset: PORT_BYTES - 2,
    claims: true,
    releases: false,
    rule: 'hardware/access-outside-claimed-range',
  },
  {
    name: 'given back',
    offset: 0,
    claims: true,
    releases: true,
    rule: 'hardware/access-after-release',
  },
])('an access to ports $name', ({ offset, claims, releases, rule }) => {
  const session = inDriver((ndis, handle, one) => {
    const { ports } = barsOf(one);
    if (claims) ndis.NdisMRegisterIoPortRange(handle, ports, PORT_BYTES);
    if (releases) ndis.NdisMDeregisterIoPortRange(handle, ports, PORT_BYTES, virtual(ports));
    ndis.NdisRawReadPortUlong(virtual(ports + offset));
    ndis.NdisRawReadPortUlong(virtual(ports + offset));
  });
  expect(rulesOf(session)).toEqual([rule]);
});

test('a driver that starts again has given nothing back yet', () => {
  const session = createSession({
    initialize: (ndis, handle) => {
      const { ports } = barsOf(session);
      ndis.NdisRawReadPortUlong(virtual(ports));
      ndis.NdisMRegisterIoPortRange(handle, ports, PORT_BYTES);
      ndis.NdisMDeregisterIoPortRange(handle, ports, PORT_BYTES, virtual(ports));
      ndis.NdisWriteErrorLogEntry(handle, 0xc000138a, 0);
      return FAILURE;
    },
  });
  session.play(() => {
    session.load();
    session.start();
    session.start();
  });
  expect(rulesOf(session)).toEqual(['hardware/access-outside-claimed-range']);
});

test.each([
  { name: 'of another device', start: -0x40, count: 0x10, want: RESOURCE_CONFLICT },
  { name: 'longer than the BAR', start: 0, count: PORT_BYTES + 1, want: RESOURCE_CONFLICT },
  { name: 'of no ports', start: 0, count: 0, want: RESOURCE_CONFLICT },
  { name: 'within the BAR', start: 4, count: 4, want: SUCCESS },
])('a range $name', ({ start, count, want }) => {
  inDriver((ndis, handle, one) => {
    const { ports } = barsOf(one);
    expect(ndis.NdisMRegisterIoPortRange(handle, ports + start, count).Result).toBe(want);
  });
});

test('a port belongs to one claim at a time', () => {
  inDriver((_ndis, _handle, { os }) => {
    expect(os.ports.claim(0x100, 0x10)).toBe(true);
    expect(os.ports.claim(0x10f, 1)).toBe(false);
    expect(os.ports.claim(0x0f0, 0x11)).toBe(false);
    expect(os.ports.claim(0x110, 1)).toBe(true);
    os.ports.release(0x100);
    expect(os.ports.claim(0x10f, 1)).toBe(true);
  });
});

test('a buffer of ports is bounded by what a NIC can hold, and by memory', () => {
  const session = inDriver((ndis, handle, one) => {
    const { ports } = barsOf(one);
    const { PortOffset } = ndis.NdisMRegisterIoPortRange(handle, ports, PORT_BYTES);
    const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(8, 1);
    ndis.NdisRawReadPortBufferUlong(PortOffset, VirtualAddress, 0xffff_ffff);
    expect(one.os.callCount).toBeLessThan(0x1_0000 + 100);
  });
  expect(rulesOf(session)[0]).toBe('memory/overrun');
});
