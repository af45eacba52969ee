/** The rules of using the device itself: checks H09, K01 to K08. */
import { DOCUMENTS } from './documents';
import type { RulesOf } from './rule';

export const HARDWARE_RULES = {
  'hardware/absent-device-accepted': {
    id: 'H09',
    title: 'The driver initialized a device that is absent or dead.',
    advice:
      'Check in MiniportInitialize that registers and EEPROM answer sensibly, and fail when ' +
      'they do not.',
    document: DOCUMENTS.initialize,
  },
  'hardware/access-outside-claimed-range': {
    id: 'K01',
    alsoIds: ['K03'],
    title: 'The driver accessed the device outside the ranges that it had claimed.',
    advice: 'Register or map the range first, and keep within it.',
    document: DOCUMENTS.registerIoPortRange,
  },
  'hardware/access-after-release': {
    id: 'K01',
    title: 'The driver accessed the device after it had released its ranges.',
    advice: 'Make the last access before deregistering or unmapping.',
    document: DOCUMENTS.deregisterIoPortRange,
  },
  'hardware/register-access-width': {
    id: 'K02',
    title:
      'The driver accessed a register with a width or alignment that the device does not allow.',
    advice: 'Access each register with the width that the manual gives.',
    document: DOCUMENTS.nicManual,
  },
  'hardware/reserved-bit-written': {
    id: 'K02',
    title: 'The driver wrote to a read-only register or changed reserved bits.',
    advice: 'Write reserved bits as the manual says, and keep them on read-modify-write.',
    document: DOCUMENTS.nicManual,
  },
  'hardware/timing-violated': {
    id: 'K02',
    title: 'The driver did not keep a time that the device needs.',
    advice: 'Wait as long as the manual says after a reset and between EEPROM or PHY cycles.',
    document: DOCUMENTS.nicManual,
  },
  'hardware/base-address-rewritten': {
    id: 'K03',
    title: 'The driver rewrote a base address register.',
    advice: 'Leave the base addresses to the system.',
    document: DOCUMENTS.pciBaseAddress,
  },
  'hardware/poll-without-limit': {
    id: 'K04',
    title: 'The driver polled for a bit without limit.',
    advice: 'Bound each polling loop by count or time, and treat its end as a failure.',
    document: DOCUMENTS.own,
  },
  'hardware/hostile-value-not-survived': {
    id: 'K05',
    title: 'The driver did not survive a senseless value from the device.',
    advice: 'Check indexes, lengths and status from the device before using them.',
    document: DOCUMENTS.own,
  },
  'hardware/descriptor-misaligned': {
    id: 'K06',
    title: 'A ring, descriptor or buffer is not aligned as the device needs.',
    advice: 'Align rings, descriptors and buffers as the manual says.',
    document: DOCUMENTS.nicRings,
  },
  'hardware/ring-ownership-broken': {
    id: 'K06',
    title:
      'The driver touched a descriptor that the device owned, or gave it one that was not ready.',
    advice:
      'Fill a descriptor completely before handing it over, and leave it alone until the device ' +
      'gives it back.',
    document: DOCUMENTS.nicRings,
  },
  'hardware/not-quiescent': {
    id: 'K07',
    title: 'The driver gave up its device without quieting it.',
    advice:
      'Mask all interrupts, stop receiving and sending, and stop the DMA engine before giving ' +
      'the device up.',
    document: DOCUMENTS.halt,
  },
  'hardware/invalid-frame-sent': {
    id: 'K08',
    title: 'The driver sent a frame that is not valid on the wire.',
    advice:
      "Send frames of 60 bytes or more with the station's source address, and let the device " +
      'append the checksum.',
    document: DOCUMENTS.ethernet,
  },
} as const satisfies RulesOf<'hardware'>;
