/** The virtio driver follows the link by status, and filters with the device and behind it. */
import { ethernetFrame, macAddress, patternPayload } from '../../../hardware/wire';
import { Session } from '../../../harness/session';
import * as driver from '../../../miniports/netkvm';

const CARD = macAddress('52:54:00:12:34:56');
const STATION = macAddress('02:00:00:00:00:02');
const GROUP = macAddress('01:00:5e:00:00:05');
/** DDK ntddndis.h: OIDs, and DIRECTED with BROADCAST. */
const PACKET_FILTER = 0x0001010e;
const MULTICAST_LIST = 0x01010103;
const FILTER = 0x09;
const MULTICAST = 0x02;
const WHILE_NS = 100e6;

function open(): Session {
  const session = new Session({ driver, driverName: 'netkvm', device: 'virtio-net' });
  if (!session.load() || !session.start()) throw new Error(JSON.stringify(session.statuses));
  session.setUlong(PACKET_FILTER, FILTER);
  session.protocol!.statuses.length = 0;
  return session;
}

function close(session: Session): string[] {
  session.halt();
  session.unload();
  const findings = session.os.findings.map(({ rule, message }) => `${rule}: ${message}`);
  session.dispose();
  return findings;
}

const frameTo = (destination: typeof CARD) =>
  ethernetFrame({ destination, source: STATION }, 0x88b5, patternPayload(1, 86));

test('the filter of the device and of the driver: a group comes in once it is listed', () => {
  const session = open();
  const { board, protocol } = session;
  const arrive = () => {
    board.stationPort.transmit(frameTo(CARD), 100);
    board.stationPort.transmit(frameTo(GROUP), 100);
    session.idle(WHILE_NS);
    return protocol!.received.length;
  };
  expect(arrive()).toBe(1);
  session.set(MULTICAST_LIST, Uint8Array.of(0x01, 0x00, 0x5e, 0x00, 0x00, 0x05));
  session.setUlong(PACKET_FILTER, FILTER | MULTICAST);
  expect(arrive()).toBe(3);
  expect(close(session)).toEqual([]);
});

test('a link that goes and comes is told, once each', () => {
  const session = open();
  for (const isUp of [false, true]) {
    session.board.wire.setLink(isUp);
    session.idle(WHILE_NS);
  }
  // NDIS_STATUS_MEDIA_DISCONNECT and NDIS_STATUS_MEDIA_CONNECT.
  expect(session.protocol!.statuses).toEqual([0x4001000c, 0x4001000b]);
  expect(close(session)).toEqual([]);
});
