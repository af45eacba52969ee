/**
 * What makes two findings the same bug: rule, driver, the call that acquired (or in which it was
 * noticed) and the exit path, never a line or an address. It stays when the source is edited.
 */
import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { Finding } from '../../ndis/finding';

const DIGITS = 16;

/** 16 hexadecimal digits. Where the driver's file lies does not count, nor how it is written. */
export function fingerprintOf(driver: string, { rule, boundary, evidence }: Finding): string {
  const path = driver.replaceAll('\\', '/');
  const name = basename(path, extname(path)).toLowerCase();
  const call = evidence.resource?.acquiredBy ?? evidence.call ?? '';
  const text = [rule, name, call, boundary].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
