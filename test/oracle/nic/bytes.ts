/** Bytes as text: the short form of programs, hex, and digests that stand for long ones. */
import { createHash } from 'node:crypto';
import type { ByteText } from './program';

/** Longer than this, recorded bytes are kept as a digest. */
const DIGEST_ABOVE_BYTES = 20;
const DIGEST_DIGITS = 10;

/** Bytes that differ from their neighbours and from seed to seed, and repeat on every host. */
function madeBytes(seed: number, byteCount: number): Uint8Array {
  const bytes = new Uint8Array(byteCount);
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
  for (let index = 0; index < byteCount; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** The bytes that the short form of programs stands for. */
export function expand(text: ByteText): Uint8Array {
  const [hex, ...runs] = text.split('~');
  const parts = runs.map((run) => {
    const [seed, byteCount] = run.split(':').map(Number);
    return madeBytes(seed, byteCount);
  });
  return Uint8Array.from(Buffer.concat([Buffer.from(hex, 'hex'), ...parts]));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** `#count:digits` for long bytes given in hex, and the hex itself for short ones. */
export function digest(hex: string): string {
  if (hex.length <= 2 * DIGEST_ABOVE_BYTES || hex.startsWith('#')) return hex;
  const hash = createHash('sha1').update(hex).digest('hex');
  return `#${hex.length / 2}:${hash.slice(0, DIGEST_DIGITS)}`;
}

export function isDigest(text: string): boolean {
  return text.startsWith('#');
}
