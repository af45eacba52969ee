/**
 * What things cost in virtual time. The order of magnitude is that of a 2003 desktop (1 GHz
 * processor, 33 MHz PCI): it decides how many polls fit in a timeout, and nothing finer.
 */
export const EXPORT_CALL_NS = 100;
/** A read over PCI waits for the device; a write is posted. */
export const DEVICE_READ_NS = 600;
export const DEVICE_WRITE_NS = 120;
/** IN and OUT both wait. */
export const PORT_ACCESS_NS = 700;
export const INTERRUPT_ENTRY_NS = 1_000;
/** XP's clock interrupt on a uniprocessor PC: timers and sleeps are rounded up to it. */
export const CLOCK_TICK_NS = 10_000_000;
/** One x86 instruction, whichever. */
export const INSTRUCTION_NS = 1;
