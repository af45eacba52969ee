/** hardware/wire/frames.ts. Frames are typed from the RFCs, their checksums reckoned elsewhere. */
import {
  arpFrame,
  echoFrame,
  ethernetFrame,
  ipv4Address,
  macAddress,
  multicastMac,
  onesSum,
  tcpFrame,
  udpFrame,
} from '../../../hardware/wire';

const destination = macAddress('02:00:00:00:00:02');
const source = macAddress('02:00:00:00:00:01');
const sourceIp = ipv4Address('192.0.2.1');
const destinationIp = ipv4Address('192.0.2.2');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('addresses', () => {
  test.each([
    ['00:1b:21:AB:cd:ef', '001b21abcdef'],
    ['ff:ff:ff:ff:ff:ff', 'ffffffffffff'],
  ])('%s', (text, want) => expect(hex(macAddress(text))).toBe(want));

  test.each([
    '',
    '00:1b:21:ab:cd',
    '00:1b:21:ab:cd:ef:00',
    '0:1b:21:ab:cd:ef',
    '00-1b-21-ab-cd-ef',
  ])('%j is no Ethernet address', (text) => expect(() => macAddress(text)).toThrow(RangeError));

  test.each([
    ['192.0.2.1', 0xc0000201],
    ['255.255.255.255', 0xffffffff],
    ['0.0.0.0', 0],
  ])('%s', (text, want) => expect(ipv4Address(text)).toBe(want));

  test.each(['192.0.2', '192.0.2.256', '192.0.2.-1', '1.2.3.4.5', 'a.b.c.d', '1.2.3.4.5.6.7'])(
    '%j is no IPv4 address',
    (text) => expect(() => ipv4Address(text)).toThrow(RangeError),
  );

  test.each([
    ['224.0.0.1', '01005e000001'],
    ['239.255.255.250', '01005e7ffffa'],
    ['224.128.1.2', '01005e000102'],
  ])('group %s', (group, want) => expect(hex(multicastMac(ipv4Address(group)))).toBe(want));
});

describe('the internet checksum', () => {
  test.each<[name: string, bytes: string, want: number]>([
    ['the example of RFC 1071, section 3', '0001 f203 f4f5 f6f7', 0xddf2],
    ['nothing', '', 0],
    ['an odd byte', '01', 0x0100],
    ['a carry into a carry', 'ffff ffff 0001', 0x0001],
  ])('%s', (_name, text, want) => {
    const bytes = bytesOf(text);
    expect(onesSum(bytes, 0, bytes.length)).toBe(want);
  });
});

describe('frames', () => {
  test('any payload, padded', () => {
    const want = '020000000002 020000000001 88b5 010203'.replaceAll(' ', '').padEnd(120, '0');
    expect(hex(ethernetFrame({ destination, source }, 0x88b5, Uint8Array.of(1, 2, 3)))).toBe(want);
    expect(ethernetFrame({ destination, source }, 0x88b5, new Uint8Array(1500))).toHaveLength(1514);
  });

  test.each([
    {
      operation: 'request' as const,
      targetMac: undefined,
      want: `ffffffffffff 020000000001 0806 0001 0800 06 04 0001
        020000000001 c0000201 000000000000 c0000202`,
    },
    {
      operation: 'reply' as const,
      targetMac: destination,
      want: `020000000002 020000000001 0806 0001 0800 06 04 0002
        020000000001 c0000201 020000000002 c0000202`,
    },
  ])('ARP $operation', ({ operation, targetMac, want }) => {
    const fields = { operation, senderMac: source, senderIp: sourceIp, targetMac };
    const frame = arpFrame({ ...fields, targetIp: destinationIp });
    expect(hex(frame)).toBe(want.replaceAll(/\s/g, '').padEnd(120, '0'));
  });

  const fields = { destination, source, sourceIp, destinationIp, sourcePort: 0x1000 };

  test('UDP', () => {
    const frame = udpFrame(
      { ...fields, identification: 0x1234, destinationPort: 9 },
      bytesOf('414243'),
    );
    const want = `020000000002 020000000001 0800
      45 00 001f 1234 0000 40 11 e496 c0000201 c0000202
      1000 0009 000b e788 414243`;
    expect(hex(frame)).toBe(want.replaceAll(/\s/g, '').padEnd(120, '0'));
  });

  test.each([
    {
      operation: 'request' as const,
      fragment: undefined,
      want: '0000 40 01 f6da',
      icmp: '08 00 f1a4',
    },
    { operation: 'reply' as const, fragment: 0x2001, want: '2001 40 01 d6d9', icmp: '00 00 f9a4' },
  ])('ICMP echo $operation', ({ operation, fragment, want, icmp }) => {
    const echo = { ...fields, operation, fragment, identifier: 0x8211, sequenceNumber: 7 };
    const frame = echoFrame(echo, bytesOf('414243'));
    const whole = `020000000002 020000000001 0800
      45 00 001f 0000 ${want} c0000201 c0000202
      ${icmp} 8211 0007 414243`;
    expect(hex(frame)).toBe(whole.replaceAll(/\s/g, '').padEnd(120, '0'));
  });

  test('TCP', () => {
    const frame = tcpFrame(
      {
        ...fields,
        destinationPort: 80,
        sequenceNumber: 0x01020304,
        acknowledgmentNumber: 0xa0b0c0d0,
        controlBits: 0x18,
      },
      bytesOf('414243'),
    );
    const want = `020000000002 020000000001 0800
      45 00 002b 0000 0000 40 06 f6c9 c0000201 c0000202
      1000 0050 01020304 a0b0c0d0 50 18 ffff 31ac 0000 414243`;
    expect(hex(frame)).toBe(want.replaceAll(/\s/g, '').padEnd(120, '0'));
  });

  test('a UDP checksum of zero is sent as all ones', () => {
    const frame = udpFrame({ ...fields, destinationPort: 9 }, bytesOf('6bcd'));
    expect(hex(frame.subarray(40, 44))).toBe('ffff6bcd');
  });

  test('the longest datagram fills the longest frame, and its sums are right', () => {
    const payload = Uint8Array.from({ length: 1472 }, (_, index) => index & 0xff);
    const frame = udpFrame({ ...fields, destinationPort: 9 }, payload);
    expect(frame).toHaveLength(1514);
    expect(onesSum(frame, 14, 20)).toBe(0xffff);
    // Pseudo header: addresses, protocol 17, length 1480.
    const pseudo = 0xc000 + 0x0201 + 0xc000 + 0x0202 + 17 + 1480;
    expect(onesSum(frame, 34, 1480, pseudo)).toBe(0xffff);
  });
});
