/** The receive checksum offload. 8254x SDM 3.2.9, 3.2.3.1, 3.2.3.2, 13.4.47. */
import { Bench } from '../../../support/nic/82540em-bench';

const [IXSM, TCPCS, IPCS] = [0x04, 0x20, 0x40];
const [TCPE, IPE] = [0x20, 0x40];

/** To our address, from 10.0.0.1 to 10.0.0.2: 20 bytes of TCP, checksums by hand. */
// prettier-ignore
const TCP = [
  0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56, 0x02, 0, 0, 0, 0, 1, 0x08, 0x00,
  0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0x66, 0xcd, 10, 0, 0, 1, 10, 0, 0, 2,
  0x03, 0xe8, 0x07, 0xd0, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x10, 0x20, 0x00, 0x70, 0x19, 0, 0,
  0, 0, 0, 0, 0, 0,
];
/** The same with 8 bytes of UDP. */
// prettier-ignore
const UDP = [
  0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56, 0x02, 0, 0, 0, 0, 1, 0x08, 0x00,
  0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0x66, 0xce, 10, 0, 0, 1, 10, 0, 0, 2,
  0x03, 0xe8, 0x07, 0xd0, 0x00, 0x08, 0xe0, 0x23,
  ...Array(18).fill(0),
];
const ARP = [...TCP.slice(0, 12), 0x08, 0x06, ...Array(46).fill(1)];
const TAGGED = [...TCP.slice(0, 12), 0x81, 0x00, 0x00, 0x05, ...TCP.slice(12)];

function change(bytes: number[], changes: Record<number, number>): number[] {
  return bytes.map((byte, index) => changes[index] ?? byte);
}

test.each([
  { name: 'a TCP packet', bytes: TCP, rxcsum: 0x300, status: IPCS | TCPCS, errors: 0 },
  { name: 'only IP asked for', bytes: TCP, rxcsum: 0x100, status: IPCS, errors: 0 },
  { name: 'only TCP asked for', bytes: TCP, rxcsum: 0x200, status: TCPCS, errors: 0 },
  { name: 'nothing asked for', bytes: TCP, rxcsum: 0x000, status: IXSM, errors: 0 },
  { name: 'a UDP packet', bytes: UDP, rxcsum: 0x300, status: IPCS | TCPCS, errors: 0 },
  { name: 'a tagged packet', bytes: TAGGED, rxcsum: 0x300, status: IPCS | TCPCS, errors: 0 },
  { name: 'another protocol', bytes: ARP, rxcsum: 0x300, status: IXSM, errors: 0 },
  {
    name: 'a wrong IP checksum',
    bytes: change(TCP, { 24: 0 }),
    rxcsum: 0x300,
    status: IPCS | TCPCS,
    errors: IPE,
  },
  {
    name: 'a wrong TCP checksum',
    bytes: change(TCP, { 50: 0 }),
    rxcsum: 0x300,
    status: IPCS | TCPCS,
    errors: TCPE,
  },
  {
    name: 'a wrong UDP checksum',
    bytes: change(UDP, { 41: 0 }),
    rxcsum: 0x300,
    status: IPCS | TCPCS,
    errors: TCPE,
  },
  {
    name: 'UDP without checksum',
    bytes: change(UDP, { 40: 0, 41: 0 }),
    rxcsum: 0x300,
    status: IPCS,
    errors: 0,
  },
  {
    name: 'a fragment',
    bytes: change(TCP, { 20: 0x20, 24: 0x46 }),
    rxcsum: 0x300,
    status: IPCS,
    errors: 0,
  },
  {
    name: 'a header length beyond the frame',
    bytes: change(TCP, { 14: 0x4f }),
    rxcsum: 0x300,
    status: IXSM,
    errors: 0,
  },
  {
    name: 'a header length too small',
    bytes: change(TCP, { 14: 0x44 }),
    rxcsum: 0x300,
    status: IXSM,
    errors: 0,
  },
  {
    name: 'a length beyond the frame',
    bytes: change(TCP, { 16: 0xff, 24: 0x67 }),
    rxcsum: 0x200,
    status: 0,
    errors: 0,
  },
  {
    name: 'a length within the header',
    bytes: change(TCP, { 17: 21 }),
    rxcsum: 0x200,
    status: 0,
    errors: 0,
  },
])('$name', ({ bytes, rxcsum, status, errors }) => {
  const bench = new Bench();
  bench.startReceiver();
  bench.set(0x5000, rxcsum);
  bench.receive(Uint8Array.from(bytes));
  const descriptor = bench.receiveDescriptor(0);
  expect([descriptor.status & ~0x3, descriptor.errors]).toEqual([status, errors]);
});
