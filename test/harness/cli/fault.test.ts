/** Faults as they are typed. */
import { parseFault, parseFaults } from '../../../harness/cli/fault';

const REGISTER = 'NdisMRegisterMiniport';

test.each([
  { typed: REGISTER, failure: 'NDIS_STATUS_BAD_CHARACTERISTICS', occurrence: 1 },
  { typed: `${REGISTER}=FAILURE`, failure: 'NDIS_STATUS_FAILURE', occurrence: 1 },
  { typed: `${REGISTER}=NDIS_STATUS_FAILURE`, failure: 'NDIS_STATUS_FAILURE', occurrence: 1 },
  { typed: `${REGISTER}=failure#2`, failure: 'NDIS_STATUS_FAILURE', occurrence: 2 },
  { typed: `${REGISTER}#3`, failure: 'NDIS_STATUS_BAD_CHARACTERISTICS', occurrence: 3 },
  { typed: `${REGISTER}=MajorNdisVersion:9#1`, failure: 'MajorNdisVersion:9', occurrence: 1 },
])('$typed', ({ typed, failure, occurrence }) => {
  expect(parseFault(typed)).toEqual({ call: REGISTER, failure, occurrence });
});

test('a function that gives a handle fails with NULL', () => {
  expect(parseFault('NdisInitializeWrapper')).toEqual({
    call: 'NdisInitializeWrapper',
    failure: 'NULL',
    occurrence: 1,
  });
});

test.each([
  { typed: '', message: /EXPORT\[=STATUS\]\[#OCCURRENCE\]/ },
  { typed: '=FAILURE', message: /EXPORT/ },
  { typed: 'NdisMRegisterMinport', message: /did you mean NdisMRegisterMiniport\?/ },
  { typed: 'toString', message: /no export toString/ },
  { typed: 'NdisMSleep', message: /NdisMSleep cannot fail/ },
  { typed: 'NdisMatchPdoWithPacket', message: /is not modelled/ },
  { typed: `${REGISTER}=NONSENSE`, message: /no status NONSENSE; .* NDIS_STATUS_BAD_VERSION/ },
  { typed: `${REGISTER}=`, message: /no status without a name/ },
  { typed: `${REGISTER}=NDIS_STATUS_PENDING`, message: /not documented to fail so/ },
  { typed: `${REGISTER}=NoSuchField:9`, message: /no field NoSuchField to spoil/ },
  { typed: `${REGISTER}=MajorNdisVersion:`, message: /with a whole number, not ''/ },
  { typed: `${REGISTER}=MajorNdisVersion:-1`, message: /with a whole number, not -1/ },
  { typed: `${REGISTER}=MajorNdisVersoin:9`, message: /did you mean MajorNdisVersion\?/ },
  { typed: 'NdisMMapIoSpace=Length:9', message: /no status Length:9/ },
  { typed: `${REGISTER}#0`, message: /whole number from 1, not 0/ },
  { typed: `${REGISTER}#`, message: /whole number from 1, not nothing/ },
  { typed: `${REGISTER}#-1`, message: /whole number from 1/ },
  { typed: `${REGISTER}#1.5`, message: /whole number from 1/ },
  { typed: `${REGISTER}#99999999999`, message: /whole number from 1/ },
])('refuses $typed', ({ typed, message }) => {
  expect(() => parseFault(typed)).toThrow(message);
});

test('one call fails in one way', () => {
  expect(() => parseFaults([REGISTER, `${REGISTER}=FAILURE#1`])).toThrow(/twice/);
  expect(parseFaults([REGISTER, `${REGISTER}=FAILURE#2`])).toHaveLength(2);
});
