import { modelsOf } from '../../../harness/inf/models';
import { parseInf } from '../../../harness/inf/syntax';

const VERSION = '[Version]\nSignature = "$Windows NT$"\n';

function models(text: string) {
  return modelsOf(parseInf(text, 'a.inf'));
}

test('what a model is', () => {
  const text = `${VERSION}[Manufacturer]
%M% = Mfg
Plain
[Mfg]
%D% = Inst, pci\\ven_8086&dev_100e, , %ID%
; an entry that names no section
nothing
[Plain]
"B" = Inst2
[Strings]
M = "Maker"
D = "A card"
ID = PCI\\VEN_8086`;
  expect(models(text)).toEqual([
    {
      line: 7,
      description: 'A card',
      install: 'Inst',
      ids: ['PCI\\VEN_8086&DEV_100E', 'PCI\\VEN_8086'],
    },
    { line: 11, description: 'B', install: 'Inst2', ids: [] },
  ]);
});

/** Which of its sections a manufacturer's entry means: each has a model that is named after it. */
function chosen(entry: string, sections: readonly string[]): string | undefined {
  const texts = sections.map((name) => `[${name}]\nx = ${name}`);
  return models(`${VERSION}[Manufacturer]\nm = ${entry}\n${texts.join('\n')}`)[0]?.install;
}

test.each([
  { entry: 'M', want: 'M' },
  { entry: 'M, NTx86', want: 'M.NTx86' },
  { entry: 'M, NT', want: 'M.NT' },
  { entry: 'M, ntX86.5.1', want: 'M.ntX86.5.1' },
  { entry: 'M, NTx86, NTx86.5.1, NTx86.6.0', want: 'M.NTx86.5.1' },
  { entry: 'M, NTx86.5.2, NTx86.5', want: 'M.NTx86.5' },
  { entry: 'M, NTx86.5.1..2, NTx86.5', want: 'M.NTx86.5' },
  { entry: 'M, NTx86.5.1, NTx86.5.1.1', want: 'M.NTx86.5.1.1' },
  { entry: 'M, NT, NTx86', want: 'M.NTx86' },
  { entry: 'M, NT.5.1, NTx86', want: 'M.NT.5.1' },
  { entry: 'M, NTamd64', want: 'M' },
  { entry: 'M, NTia64.5.1, NTx86.6', want: 'M' },
  { entry: 'M, NTx86.10.0...14393', want: 'M' },
  { entry: 'M, Whatever', want: 'M' },
  // The example of the page, for XP with and without the Data Center suite.
  { entry: 'M, NT, NT.5, NT.5.5, NT....0x80', want: 'M.NT.5' },
])('$entry', ({ entry, want }) => {
  const all = entry.split(', ').slice(1);
  expect(chosen(entry, ['M', ...all.map((one) => `M.${one}`)])).toBe(want);
});

test('for other systems only, or by an empty section, it installs nothing', () => {
  expect(chosen('M, NTamd64', ['M.NTamd64'])).toBeUndefined();
  expect(models(`${VERSION}[Manufacturer]\nm = M, NTx86.5.1\n[M.NTx86.5.1]\n[M]\nx=y`)).toEqual([]);
});

test.each([
  { text: '[Other]', message: 'a.inf: no [Version], by which an INF is known' },
  { text: '[Version]\nClass=Net', message: 'a.inf:1: [Version] has the Signature ""; it is' },
  {
    text: '[Version]\nSignature=$Linux$',
    message: 'a.inf:2: [Version] has the Signature "$Linux$"',
  },
  { text: VERSION, message: 'a.inf: no [Manufacturer], which lists what it installs' },
  { text: `${VERSION}[Manufacturer]\nm = M`, message: 'a.inf:4: no section [M], which lists' },
  {
    text: `${VERSION}[Manufacturer]\nm = M,NTx86\n[M]`,
    message: 'a.inf:4: no section [M.NTx86], which lists',
  },
])('broken: $message', ({ text, message }) => {
  expect(() => models(text)).toThrow(message);
});

test.each(['"$WINDOWS nt$"', '$Chicago$', '"$Windows 95$"'])('the signature %s', (signature) => {
  expect(models(`[Version]\nSignature=${signature}\n[Manufacturer]`)).toEqual([]);
});
