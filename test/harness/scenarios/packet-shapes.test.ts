/** Packets of awkward sizes. */
import { rulesUnder, type NamedBug } from '../../support/bugs';

test('packets that are longer than the buffers are copied into them', () => {
  const bug = {
    sample: 'dc21x4',
    file: 'send.ts',
    right: "import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';",
    wrong: "import { HEADER_BYTES } from './frame';\nconst FRAME_BYTES_MAX = 0x1_0000;",
  };
  expect(rulesUnder('packet-shapes', bug)).toContain('dma/shared-memory-overrun');
});

test.each<NamedBug>([
  {
    bug: 'frames that are sent are not counted',
    sample: 'e1000',
    file: 'queries.ts',
    right: '[OID_GEN_XMIT_OK, counted((sum) => sum.XmitOk)]',
    wrong: '[OID_GEN_XMIT_OK, counted(() => 0)]',
    shows: 'oid/answers-inconsistent',
  },
  {
    bug: 'frames that are received are not counted',
    sample: 'e1000',
    file: 'queries.ts',
    right: '[OID_GEN_RCV_OK, counted((_sum, adapter) => adapter.RxOk)]',
    wrong: '[OID_GEN_RCV_OK, counted(() => 7)]',
    shows: 'oid/answers-inconsistent',
  },
])('$bug', (bug) => {
  expect(rulesUnder('packet-shapes', bug)).toContain(bug.shows);
});
