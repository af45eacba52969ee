/** Which device each sample drives, for a board on which nobody has put another. */

/** Those that are not for the 82540EM, by the sample's name. */
const OTHER_DEVICES: Readonly<Record<string, string>> = {
  dc21x4: 'i21143',
  netkvm: 'virtio-net',
  'keeps-one-handle': '82540em+82540em',
  'leaves-bus-master-on': '82540em,busmaster=off',
  ne2000: 'rtl8029',
  // Its network is nowhere but between its adapters.
  netvmini: '82540em+82540em',
  rtl8139: 'rtl8139',
  'stops-all-adapters': '82540em+82540em',
};

/** The device of a sample as on the command line. A driver of another name is for the 82540EM too. */
export function deviceOf(driver = ''): string {
  return Object.hasOwn(OTHER_DEVICES, driver) ? OTHER_DEVICES[driver] : '82540em';
}
