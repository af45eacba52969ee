/**
 * Traces as ui.perfetto.dev and chrome://tracing open them: the Trace Event Format of Google
 * ("JSON Array Format", whose closing bracket is optional). A run is a process, its lanes are
 * threads, and what is held are asynchronous spans: a leak is one that does not end.
 */
import type { TraceEvent } from '../../ndis/trace';
import { AppendedFile } from './appended-file';
import { frameArgs } from './frame-args';
import { printable } from './printable';
import type { TraceFile, TraceRun } from './trace-file';
import { UnderWay } from './under-way';

/** Lanes in the order in which they are shown. */
const LANES = [
  'driver: handlers and calls',
  'findings',
  'wire: sent by the NIC',
  'wire: received by the NIC',
  'interrupt line',
  'interrupt service',
  'DPCs',
  'timers',
] as const;
type Lane = (typeof LANES)[number];

/** Perfetto wants numbers of threads that no other process has. */
const LANES_MAX = 100;

type Args = Readonly<Record<string, unknown>>;

/** One entry of the array, by the format's own names; `ts` is in microseconds. */
interface Entry {
  readonly name: string;
  /** B and E a span, i an instant, b and e a span that may overlap others, C a counter, M a name. */
  readonly ph: 'B' | 'E' | 'i' | 'b' | 'e' | 'C' | 'M';
  readonly lane?: Lane;
  readonly cat?: string;
  readonly id?: string;
  readonly args?: Args;
}

class TraceEventFile implements TraceFile {
  readonly #file: AppendedFile;
  readonly #underWay = new UnderWay();
  #pid = 0;
  #timeNs = 0;

  constructor(path: string) {
    this.#file = new AppendedFile(path);
  }

  beginRun({ number, fault, driver, device, scenario, profile, seed, replay }: TraceRun): void {
    this.#pid = number;
    this.#timeNs = 0;
    this.#underWay.clear();
    this.#put({ name: 'process_name', ph: 'M', args: { name: fault ?? 'no fault' } });
    this.#put({ name: 'process_sort_index', ph: 'M', args: { sort_index: number } });
    LANES.forEach((lane, index) => {
      this.#put({ name: 'thread_name', ph: 'M', lane, args: { name: lane } });
      this.#put({ name: 'thread_sort_index', ph: 'M', lane, args: { sort_index: index } });
    });
    const args = { driver, device, scenario, profile, seed, fault, replay };
    this.#instant('findings', `run ${number}`, args);
  }

  write(event: TraceEvent): void {
    this.#timeNs = event.timeNs;
    const { kind, name, values = [] } = event;
    switch (kind) {
      case 'enter':
      case 'handler':
      case 'call':
      case 'return':
        return this.#driver(event);
      case 'finding':
        return this.#instant('findings', name, {
          while: this.#underWay.path ?? 'idle',
          evidence: event.finding?.evidence,
        });
      case 'stopped':
        return this.#instant('findings', 'the run is stopped', { why: values[0] });
      case 'irql':
        return this.#put({ name, ph: 'C', args: { level: values[0] } });
      case 'interrupt':
        return this.#interrupt(name);
      case 'dpc':
        return this.#dpc(name, String(values[0]));
      case 'timer':
        return this.#instant('timers', name, timerArgs(values));
      case 'acquire':
      case 'release':
        return this.#resource(kind, name, values);
      case 'frame':
        return this.#frame(event);
    }
  }

  close(): void {
    this.#file.write(Buffer.from(this.#file.isEmpty ? '[]\n' : '\n]\n'));
    this.#file.close();
  }

  #driver(event: TraceEvent): void {
    const { kind, name, values } = event;
    const lane = 'driver: handlers and calls';
    const ended = this.#underWay.hear(event);
    if (kind === 'enter') return this.#put({ name, ph: 'B', lane, cat: 'call' });
    const shown = values?.map((value) => printable(value));
    if (kind === 'handler')
      return this.#put({ name, ph: 'B', lane, cat: 'handler', args: { inputs: shown } });
    const result =
      kind === 'return'
        ? { returned: shown?.[0] }
        : { inputs: shown?.slice(0, -1), result: shown?.at(-1) };
    // The format wants no category at an end, but the DevTools of Chrome match by it.
    ended.forEach((one, index) => {
      const cat = one.isHandler ? 'handler' : 'call';
      const args = index === ended.length - 1 ? result : undefined;
      this.#put({ name: one.name, ph: 'E', lane, cat, args });
    });
  }

  #interrupt(name: string): void {
    switch (name) {
      case 'asserted':
        return this.#put({ name, ph: 'B', lane: 'interrupt line' });
      case 'deasserted':
        return this.#put({ name: 'asserted', ph: 'E', lane: 'interrupt line' });
      case 'service':
        return this.#put({ name, ph: 'B', lane: 'interrupt service' });
      case 'serviced':
        return this.#put({ name: 'service', ph: 'E', lane: 'interrupt service' });
    }
  }

  #dpc(what: string, of: string): void {
    const name = `DPC of ${of}`;
    if (what === 'queued') this.#instant('DPCs', `${name} queued`);
    else this.#put({ name, ph: what === 'begin' ? 'B' : 'E', lane: 'DPCs' });
  }

  #resource(kind: 'acquire' | 'release', name: string, values: readonly unknown[]): void {
    const [key, acquiredBy, acquiredIn, acquiredAt] = values;
    // Perfetto takes the same id in two processes for the same span.
    const id = `${this.#pid}:${name}:${String(key)}`;
    if (kind === 'release')
      return this.#put({ name, ph: 'e', cat: 'resource', id, args: { releasedIn: this.#path } });
    const args = { key, acquiredBy, acquiredIn, acquiredAt };
    this.#put({ name, ph: 'b', cat: 'resource', id, args });
  }

  #frame({ name, bytes = new Uint8Array() }: TraceEvent): void {
    const lane = name === 'transmit' ? 'wire: sent by the NIC' : 'wire: received by the NIC';
    this.#instant(lane, `${bytes.length} bytes`, { ...frameArgs(bytes), while: this.#path });
  }

  get #path(): string {
    return this.#underWay.path ?? 'idle';
  }

  #instant(lane: Lane, name: string, args?: Args): void {
    this.#put({ name, ph: 'i', lane, args });
  }

  #put({ name, ph, lane, cat, id, args }: Entry): void {
    const tid = this.#pid * LANES_MAX + (lane === undefined ? 0 : LANES.indexOf(lane) + 1);
    // Three digits behind the point, which the nearest double to a quotient by 1000 prints as.
    const ts = this.#timeNs / 1000;
    const scope = ph === 'i' ? { s: 't' } : {};
    const entry = { name, ph, cat, ts, pid: this.#pid, tid, id, ...scope, args };
    this.#file.write(Buffer.from(`${this.#file.isEmpty ? '[' : ','}\n${JSON.stringify(entry)}`));
  }
}

function timerArgs([delayNs, periodNs]: readonly unknown[]): Args | undefined {
  return delayNs === undefined ? undefined : { delayNs, periodNs };
}

/** Opens a trace in the Trace Event Format, to append to. */
export function openTraceEvents(path: string): TraceFile {
  return new TraceEventFile(path);
}
