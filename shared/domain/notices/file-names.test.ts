import { describe, expect, it } from 'vitest';
import { numberedNames, safeFileName } from './file-names.ts';

const pdf = 'application/pdf';

describe('safeFileName', () => {
  it.each([
    ['Sähkölasku 10/2026.pdf', pdf, 'Sähkölasku 10-2026.pdf'],
    ['Räkning för el.PDF', pdf, 'Räkning för el.pdf'],
    ['../../etc/passwd', pdf, '-..-etc-passwd.pdf'],
    ['..\\..\\Startup\\run.exe', pdf, '-..-Startup-run.exe.pdf'],
    ['C:\\lasku.pdf', pdf, 'C--lasku.pdf'],
    ['lasku.pdf:$DATA', pdf, 'lasku.pdf-$DATA.pdf'],
    ['CON', pdf, '_CON.pdf'],
    ['com1.pdf', pdf, '_com1.pdf'],
    ['nul.tar.pdf', pdf, '_nul.tar.pdf'],
    ['COM³.png', 'image/png', '_COM³.png'],
    ['.htaccess', 'image/png', 'htaccess.png'],
    ['lasku.pdf. . .', pdf, 'lasku.pdf'],
    // The end of the text is written from right to left: it looks like "laskuexe.pdf".
    ['lasku\u202Efdp.exe', pdf, 'laskufdp.exe.pdf'],
    ['a\u0000b\nc.pdf', pdf, 'abc.pdf'],
    ['<b>"?*|.pdf', pdf, '_b____-.pdf'],
    ['', pdf, 'liite.pdf'],
    ['...', pdf, 'liite.pdf'],
    ['kuva.jpeg', 'image/jpeg', 'kuva.jpeg'],
    ['kuva.png', 'image/jpeg', 'kuva.png.jpg'],
    ['Selvitys.rtf', 'application/rtf', 'Selvitys.rtf'],
    ['ohje.exe', 'application/octet-stream', 'ohje.exe.bin'],
    ['ohje.lnk', 'text/plain', 'ohje.lnk.bin'],
    ['a\u0308iti.pdf', pdf, 'äiti.pdf'],
  ])('%j of %s becomes %j', (name, mediaType, safe) => {
    expect(safeFileName(name, mediaType, 'liite')).toBe(safe);
  });

  it('keeps the ending of a name that is far too long, and cuts no character in two', () => {
    const name = safeFileName(`${'😀'.repeat(300)}.pdf`, pdf, 'liite');
    expect(name).toBe(`${'😀'.repeat(50)}.pdf`);
  });
});

it('numberedNames goes on with numbers before the ending', () => {
  expect([...numberedNames('Lasku 1.pdf')].slice(0, 3)).toEqual([
    'Lasku 1.pdf',
    'Lasku 1 (2).pdf',
    'Lasku 1 (3).pdf',
  ]);
});
