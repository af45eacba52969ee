/** Sleep: what comes to a driver while its NIC sleeps, and what is there again after it. */
import { rulesUnder, type NamedBug } from '../../support/bugs';

test.each<NamedBug>([
  {
    bug: 'a packet that comes back in D3 is given to the NIC',
    sample: 'e1000',
    file: 'receive.ts',
    right: 'Packet);\n  if (adapter.IsReceiving) write',
    wrong: 'Packet);\n  write',
    shows: 'power/hardware-accessed-in-d3',
  },
  {
    bug: 'a DPC that was queued before sleep enables interrupts',
    sample: 'e1000',
    file: 'interrupt.ts',
    right: '  if (adapter.State !== State.RUNNING) return false;\n',
    wrong: '',
    shows: 'power/hardware-accessed-in-d3',
  },
  {
    bug: 'the multicast list does not come back from sleep',
    sample: 'e1000',
    file: 'power.ts',
    right: 'beginTransition(ndis, adapter, Transition.SLEEP)',
    wrong: 'adapter.MulticastCount = 0;\n    beginTransition(ndis, adapter, Transition.SLEEP)',
    shows: 'power/traffic-lost-after-sleep',
  },
  {
    bug: 'the transmitter does not come back from sleep',
    sample: 'e1000',
    file: 'program.ts',
    right: '  programTransmit(ndis, adapter);\n',
    wrong: '  if (adapter.TxCompleted === 0) programTransmit(ndis, adapter);\n',
    shows: 'power/traffic-lost-after-sleep',
  },
])('$bug', (bug) => {
  expect(rulesUnder('power', bug)).toContain(bug.shows);
});

// As DDK's sample mux gives each of its virtual miniports one of its own.
test('an intermediate driver of another address than its NIC wakes by a magic packet for the NIC', () => {
  const rules = rulesUnder('power', {
    sample: 'passthru',
    file: 'requests.ts',
    right: '  return {\n    Result: passed.status,',
    wrong:
      '  if (Oid === 0x01010102) ndis.memory.write32(InformationBuffer + 2, 0x77);\n' +
      '  return {\n    Result: passed.status,',
  });
  expect(rules).not.toContain('power/wake-up-not-signalled');
});
