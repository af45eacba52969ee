/** The halves of a physical address, as the macros of ndis.h take it apart and together. */
import { physical } from '../../../hardware/address';
import { DriverBench } from '../../support/machine';

const { ndis } = new DriverBench();

test.each([
  { address: 0x0000_0000, low: 0, high: 0 },
  { address: 0xffff_ffff, low: 0xffff_ffff, high: 0 },
  { address: 0x12_8000_0001, low: 0x8000_0001, high: 0x12 },
])('$address is $high and $low', ({ address, low, high }) => {
  expect(ndis.NdisGetPhysicalAddressLow(physical(address))).toBe(low);
  expect(ndis.NdisGetPhysicalAddressHigh(physical(address))).toBe(high);
  expect(ndis.NdisSetPhysicalAddressLow(physical(address), 0xfeed_beef)).toEqual({
    PhysicalAddress: high * 2 ** 32 + 0xfeed_beef,
  });
  expect(ndis.NdisSetPhysicalAddressHigh(physical(address), 0x34)).toEqual({
    PhysicalAddress: 0x34 * 2 ** 32 + low,
  });
});
