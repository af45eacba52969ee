/** Names that do not exist, told where they are used. */
import { guardImports, guardInterface } from '../../../harness/loader/unknown-names';
import { createSession } from '../../support/inline-driver';

const exported = {
  NDIS_STATUS_FAILURE: 1,
  get NULL() {
    return 0;
  },
};
const guarded = guardImports('ndislab/ndis', exported) as Record<string, unknown>;

test('what is exported stays as it is', () => {
  expect(guarded['NDIS_STATUS_FAILURE']).toBe(1);
  expect(guarded['NULL']).toBe(0);
  expect(Object.keys(guarded)).toEqual(['NDIS_STATUS_FAILURE', 'NULL']);
  expect('NDIS_STATUS_FAILED' in guarded).toBe(false);
  expect(String(guarded)).toBe('[object Object]');
  expect(JSON.stringify(guarded)).toBe('{"NDIS_STATUS_FAILURE":1,"NULL":0}');
});

test.each([
  {
    name: 'NDIS_STATUS_FAILED',
    want: "'ndislab/ndis' exports no NDIS_STATUS_FAILED; did you mean NDIS_STATUS_FAILURE?",
  },
  {
    name: 'NdisMSleep',
    want: 'NdisMSleep is not imported but called as ndis.NdisMSleep(...), with the ndis that a handler gets',
  },
])('import of $name', ({ name, want }) => {
  expect(() => guarded[name]).toThrow(new TypeError(want));
});

describe('the interface', () => {
  beforeAll(() => guardInterface());

  test.each([
    { name: 'NdisMSelep', want: 'ndis has no function NdisMSelep; did you mean NdisMSleep?' },
    { name: 'NULL', want: "ndis has no NULL: import it from 'ndislab/ndis'" },
  ])('$name', ({ name, want }) => {
    let told: unknown;
    const session = createSession({
      DriverEntry(ndis) {
        try {
          return (ndis as unknown as Record<string, () => never>)[name]();
        } catch (error) {
          told = error;
          throw error;
        }
      },
    });
    session.play(() => session.load());
    expect(told).toEqual(new TypeError(want));
    expect(session.os.findings[0].message).toContain(want);
  });

  test('calls what there is', () => {
    const session = createSession({ initialize: (ndis) => ndis.NdisMSleep(1) });
    session.play(() => {
      session.load();
      session.start();
    });
    expect(session.os.findings).toEqual([]);
  });
});
