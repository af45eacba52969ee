/** The page on INFs and registry values: what `--inf` and `--set` do. */
import { code, heading, link, list, markdownTable, page } from './markdown';

const LEARN = 'https://learn.microsoft.com/en-us/windows-hardware/drivers';

const EXAMPLE = `\`\`\`sh
ndislab run e1000 --inf miniports/e1000/e1000.inf
ndislab run e1000 --inf miniports/e1000/e1000.inf --set TransmitBuffers=128
ndislab run driver.sys --inf driver.inf --set NetworkAddress=020000000005 --set '*SpeedDuplex=1'
\`\`\``;

const LIBRARY = `\`\`\`ts
const configuration = loadConfiguration({ inf: 'driver.inf', set: ['TransmitBuffers=128'] });
const { device } = configuration;
const result = runScenario({ driver, driverName: 'driver.ts', device, configuration });
\`\`\``;

/** What a value reads as, by what it is in the registry and what the driver asks for. */
const READING = [
  ['REG_SZ `10`', '10', '0x10', 'the text'],
  ['REG_DWORD 16', '16', '16', 'NDIS_STATUS_FAILURE'],
];

const SETTINGS = [
  ['`X=0x40`', 'REG_DWORD 0x40'],
  ['`X=64`', 'REG_SZ `64`; REG_DWORD 64 if the INF has X as a REG_DWORD'],
  ['`X=text`', 'REG_SZ `text`'],
  ['`Sub\\Key\\X=64`', 'X in the subkey `Sub\\Key`'],
];

const WRITTEN = [
  'what the sections of its `AddReg` say under `HKR`, with flags and types of each kind;',
  '`Characteristics`, `BusType`, `ComponentId`, `MatchingDeviceId`, `DriverDesc`, `ProviderName`, `InfSection` and ' +
    '`InfSectionExt`, which the class installer writes;',
  'the `Default` of each parameter of `Ndi\\params` that is not optional and has no value yet. ' +
    'One that is optional is not there until it is set.',
];

const LEFT_OUT = [
  'Other roots than `HKR`, services, `DelReg`, files to copy.',
  "`Include` finds INFs beside the driver's own. Those of Windows are not there, and what " +
    '`Needs` takes from them is left out.',
  'A text without byte-order mark is read in code page 1252, and of the `[Strings]` sections the ' +
    'English one is taken, else the plain one: the Windows that is modelled is English.',
];

/** The pages on configuration by their paths under docs/. */
export function configurationPages(): ReadonlyMap<string, string> {
  return new Map([['configuration.md', configurationPage()]]);
}

function configurationPage(): string {
  return page([
    heading(1, 'Configuration'),
    'Many drivers do not start without the values that their INF would have put into the ' +
      `registry. ${code('--inf FILE')} installs them as 32-bit Windows XP would, and ` +
      `${code('--set KEYWORD=VALUE')} gives single ones, in place of the INF's or without one.`,
    EXAMPLE,
    `${link('miniports/e1000/e1000.inf', '../miniports/e1000/e1000.inf')} is an example with ` +
      'comments. The line that repeats a run has these options; a program gives them so:',
    LIBRARY,
    heading(2, 'The device'),
    'The INF says which device is on the board: the one of its IDs that is modelled, by the ' +
      'rules by which Windows ranks drivers, with the revision that the INF names if it must be ' +
      `so. With ${code('--device')} it is that device, and its model of the INF is installed; if ` +
      'the INF is for others, a line says so, and its first model is installed. An INF of which ' +
      `no device is modelled needs ${code('--device')}, but not for the scenario ` +
      'registration-failure, which does not start the driver.',
    heading(2, 'What is in the registry'),
    `The key that NdisOpenConfiguration opens has, of the model's install section ` +
      `(${code('.NTx86')} before ${code('.NT')} before the plain one):`,
    list(WRITTEN),
    `Keys beneath it, as ${code('Ndi\\Interfaces')}, can be opened by name and by index. All ` +
      'NICs on the board that the driver drives have the same values.',
    heading(2, 'What the driver reads'),
    'NdisReadConfiguration gives a value as the driver asks for it, by ParameterType:',
    markdownTable(
      [
        'In the registry',
        'NdisParameterInteger',
        'NdisParameterHexInteger',
        'NdisParameterString',
      ],
      READING,
    ),
    'A text that is no number of that base in 32 bits is NDIS_STATUS_FAILURE, and so is a ' +
      'REG_MULTI_SZ or REG_BINARY that is asked for as anything else. NDIS answers ' +
      'Environment, ProcessorType and NdisVersion itself, whatever the registry says, and ' +
      'NetCfgInstanceId and MiniportName, the names of the adapter, where the registry has none. ' +
      'NdisReadNetworkAddress reads NetworkAddress: hexadecimal digits, with hyphens or without. ' +
      'What the INF says of a parameter, as its Min and Max, is checked by nobody: a driver must ' +
      'do it (NdisReadConfiguration, Remarks).',
    heading(2, 'What --set sets'),
    markdownTable(['Setting', 'In the registry'], SETTINGS),
    heading(2, 'What is left out'),
    list(LEFT_OUT),
    heading(2, 'Documents'),
    list(
      [
        ['General Syntax Rules for INF Files', 'install/general-syntax-rules-for-inf-files'],
        ['INF Manufacturer Section', 'install/inf-manufacturer-section'],
        ['INF Models Section', 'install/inf-models-section'],
        ['INF DDInstall Section', 'install/inf-ddinstall-section'],
        ['INF AddReg Directive', 'install/inf-addreg-directive'],
        ['INF Strings Section', 'install/inf-strings-section'],
        ['Identifiers for PCI Devices', 'install/identifiers-for-pci-devices'],
        [
          'Specifying Configuration Parameters for the Advanced Properties Page',
          'network/specifying-configuration-parameters-for-the-advanced-properties-page',
        ],
      ].map(([title, path]) => link(title, `${LEARN}/${path}`)),
    ),
  ]);
}
