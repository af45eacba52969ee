/** The kinds of fault that a sweep goes through, by the names that `--only` takes. */

export const FAULT_KINDS = {
  call: 'each call that can fail, with each status that it may return',
  gone: 'the NIC is pulled out, before each device access',
  dead: 'no register of the NIC answers: all reads give ones',
  interrupt: 'another device on the line interrupts, or a frame arrives, at each point',
  'lost-interrupt': 'an interrupt of the NIC does not reach the processor',
  timer:
    'time goes on to the next timer of the driver, at each point; or one is cancelled too late',
  stuck: 'each bit that is waited for never changes, or a register stays as it is written',
  register: 'a register gives all ones, or zero',
  descriptor: 'the NIC writes a descriptor of all ones, or of zeros, or one with such a field',
  shortage: 'from each allocation on no memory is to be had, or never much at a time',
  memory: 'memory that is given, and the stack, hold other bytes than before',
  registry: 'each keyword that is read is missing, zero, maximal, negative, or other text',
  oid: 'each OID is asked for and set with buffers too short, misaligned and too long',
  eeprom: 'the checksum of the EEPROM is wrong',
  link: 'the link is down when the driver starts',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}
