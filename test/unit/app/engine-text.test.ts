/** The engine's sentences in the window: every one that the source holds is known, and read back from what is told. */
import { beforeEach, describe, expect, it } from 'vitest';
import { engineText } from '../../../src/renderer/app/engine-text.ts';
import { setLanguage } from '../../../src/renderer/app/i18n.ts';
import engineDe from '../../../src/renderer/app/locales/engine.de.json' with { type: 'json' };
import { ReconstructError } from '../../../src/engine/errors.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { validateOptions } from '../../../src/engine/options.ts';
import { engineMessages } from '../../engine-messages.ts';
import { quietContext } from '../../run-context.ts';

const texts: Readonly<Record<string, string>> = engineDe;
const placesOf = (text: string): string[] => [...text.matchAll(/\{=?(\d+)\}/g)].map(([, place]) => place!).sort();

describe('the table of sentences', () => {
  const found = engineMessages();
  const templates = new Set(found.map(({ template }) => template));

  it('has all that the source says', () => {
    // A word alone may be a name in a file.
    const sentences = found.filter(({ template }) => /\S\s+\S/.test(template));
    expect(sentences.length).toBeGreaterThan(500);
    expect(sentences.filter(({ template }) => texts[template] === undefined)).toEqual([]);
  });

  it('has nothing else', () => {
    expect(Object.keys(texts).filter((template) => !templates.has(template))).toEqual([]);
  });

  it('puts the same into both languages', () => {
    const wrong = Object.entries(texts).filter(([en, de]) => placesOf(en).join() !== placesOf(de).join());
    expect(wrong).toEqual([]);
  });
});

describe('a message in German', () => {
  beforeEach(() => setLanguage('de'));

  it.each([
    ['no-points.xyz', 'a b\nc d\n', /^(?:Das ist Text ohne Punkte|Das ist Text, aber)/],
    ['other.ply', 'no points', /^Keine Datei als PLY: Sie beginnt nicht mit der Zeile „ply“\. Prüfen Sie/],
    ['empty.las', '', /^Die Datei ist leer \(0 Byte/],
    ['page.xyz', '<!doctype html><html><body>sign in</body></html>', /^(?:Es ist|Das ist) eine Webseite/],
    ['cut.ply', 'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\n', /^Der Kopf hat keine Zeile end_header/],
    ['short.las', 'LASF', /^Die Datei endet im Kopf, nach 4 von 227 Byte/],
    ['photo.jpg', '\xff\xd8\xff\xe0', /^Es ist ein Bild \(JPEG\)\. Rekonstruieren Sie zuerst/],
  ])('says of %s what is wrong, and names it not again', async (name, content, sentence) => {
    const bytes = Buffer.from(content, 'latin1');
    const source = {
      name,
      size: bytes.length,
      async *stream() {
        yield bytes;
      },
    };
    const error: unknown = await readCloud(source, quietContext).then(
      () => 'read',
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ReconstructError);
    const { message } = error as ReconstructError;
    const spoken = engineText(message, name);
    expect(spoken).toMatch(sentence);
    expect(spoken).not.toContain(name);
  });

  it('has numbers of the language, and versions as they are', () => {
    const dropped = '13528 of 20000 points were dropped: each has the same position as an earlier one.';
    expect(engineText(dropped)).toBe(
      '13.528 von 20.000 Punkten wurden weggelassen: Jeder liegt an derselben Stelle wie ein früherer.',
    );
    expect(engineText('a.las: LAS version 1.7 is not known. Export it as LAS 1.4 or earlier.', 'a.las')).toBe(
      'Die LAS-Version 1.7 ist nicht bekannt. Exportieren Sie sie als LAS 1.4 oder früher.',
    );
  });

  it('is a sentence for each of several warnings, with the names of other files', () => {
    const two = 'b.ply: all normals are zero, so the file has none.\na.xyz: 3 lines were skipped, the first is 1204.';
    expect(engineText(two, 'b.ply')).toBe(
      'Alle Normalen sind null; die Datei hat also keine.\na.xyz: 3 Zeilen wurden übersprungen, die erste ist 1.204.',
    );
  });

  it('says what options may be', () => {
    let message = '';
    try {
      validateOptions({ seed: -1 });
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(engineText(message)).toBe('seed ist -1; erlaubt: eine ganze Zahl von 0 bis 4.294.967.295.');
  });

  it('stays as it is where nobody knows it', () => {
    for (const text of ['EACCES: permission denied', 'the disk is full', '', 'it is raining. It is cold.']) {
      expect(engineText(text)).toBe(text);
    }
  });
});

it('an English message has its numbers and its beginning as sentences have them', () => {
  setLanguage('en');
  expect(engineText('the graphics device is out of memory; try a lower resolution')).toBe(
    'The graphics device is out of memory; try a lower resolution.',
  );
  const cut = 'a.ply: the file ends after 12345 of the 20000 points that it promises; those are read.';
  expect(engineText(cut, 'a.ply')).toBe(
    'The file ends after 12,345 of the 20,000 points that it promises; those are read.',
  );
});
