/** What is said of the examination of the graphics device. */
export const deviceEn = {
  title: 'Graphics device',
  open: 'Examine it…',
  help: 'Small problems with known answers, and a whole small run: does this device compute rightly? It takes a few seconds, on a device without a graphics card up to a minute.',
  examine: 'Examine',
  again: 'Examine again',
  trying: 'Test {{number, number}} …',
  sound: 'This device computes rightly.',
  unsound:
    'Some answers are wrong: results of this device cannot be trusted. Update the graphics driver, or compute without the graphics card (Settings).',
  failed: 'The device could not be examined.',
  report: 'Report',
  copy: 'Copy the report',
};
