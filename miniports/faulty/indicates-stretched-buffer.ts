/** Indicates a packet of 64 bytes, whose buffer was made for 60: packet/buffer-chain-invalid. */
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';
import { indicatingBytes } from './small-packet';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  ...indicatingBytes(64),
});

export const expected: ExpectedFindings = {
  life: ['packet/buffer-chain-invalid'],
  start: ['packet/buffer-chain-invalid'],
};
