/** Packets of awkward sizes. */
import { rulesUnder } from '../../support/bugs';

test('packets that are longer than the buffers are copied into them', () => {
  const bug = {
    sample: 'dc21x4',
    file: 'send.ts',
    right: "import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';",
    wrong: "import { HEADER_BYTES } from './frame';\nconst FRAME_BYTES_MAX = 0x1_0000;",
  };
  expect(rulesUnder('packet-shapes', bug)).toContain('dma/shared-memory-overrun');
});
