/**
 * The software styles of BCR20: how wide the addresses in the structures of memory are, and how a
 * descriptor is laid out. Am79C970A data sheet (publication 19436), BCR20, Initialization Block,
 * Receive Descriptors, Transmit Descriptors.
 */
import { BCR20 } from './bcr-registers';

export const Style = { LANCE: 0, ILACC: 1, PCNET_PCI: 2, PCNET_PCI_BURST: 3 } as const;
export type Style = (typeof Style)[keyof typeof Style];

/** BCR20 with SSIZE32 and CSRPCNET as SWSTYLE makes them. */
export function withDerivedBits(bcr20: number): number {
  const style = bcr20 & BCR20.SWSTYLE;
  let value = bcr20 & ~(BCR20.SSIZE32 | BCR20.CSRPCNET);
  if (style !== Style.LANCE) value |= BCR20.SSIZE32;
  if (style !== Style.ILACC) value |= BCR20.CSRPCNET;
  return value;
}

/** The style selected; a reserved one, of which the data sheet says nothing, is taken as LANCE's. */
export function styleOf(bcr20: number): Style {
  const style = bcr20 & BCR20.SWSTYLE;
  return style <= Style.PCNET_PCI_BURST ? (style as Style) : Style.LANCE;
}

export function descriptorBytes(style: Style): 8 | 16 {
  return style === Style.LANCE ? 8 : 16;
}
