import { virtual } from '../../ndis';
import { auditDevice } from '../../harness/device-audit';
import { rulesOf, startSession } from '../support/inline-driver';
import type { DeviceActivity } from '../../hardware/nic/nic';

const QUIET: DeviceActivity = {
  interruptAsserted: false,
  interruptMask: 0,
  receiverEnabled: false,
  transmitterEnabled: false,
  dmaActive: false,
};

const cases: {
  name: string;
  activity: Partial<DeviceActivity>;
  interrupt: boolean;
  memory: boolean;
}[] = [
  { name: 'quiet', activity: {}, interrupt: false, memory: false },
  { name: 'able to interrupt', activity: { interruptMask: 4 }, interrupt: true, memory: false },
  { name: 'receiving', activity: { receiverEnabled: true }, interrupt: false, memory: true },
  { name: 'transmitting', activity: { transmitterEnabled: true }, interrupt: false, memory: true },
  { name: 'at work in memory', activity: { dmaActive: true }, interrupt: false, memory: true },
];

describe.each([true, false])('a NIC that is there: %s', (isPresent) => {
  test.each(cases)('$name', ({ activity, interrupt, memory }) => {
    const session = startSession();
    session.board.nic.activity = () => ({ ...QUIET, ...activity });
    if (!isPresent) session.board.removeNic();
    const auditor = auditDevice(session.board);
    auditor.interruptDeregistered(session.adapter!.handle);
    auditor.sharedMemoryFreed(session.adapter!.handle, virtual(0x8010_0000));
    const want = [
      ...(interrupt ? ['interrupt/deregistered-unmasked'] : []),
      ...(memory ? ['dma/memory-freed-while-dma-runs'] : []),
    ];
    expect(rulesOf(session)).toEqual(isPresent ? want : []);
  });
});
