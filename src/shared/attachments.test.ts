import { expect, test } from 'vitest';
import { attachmentsIn, readAttachments } from './attachmentSchema.ts';
import {
  type Attachment,
  kindOfType,
  searchedText,
  shownType,
  summaryOf,
  typeOfAttachments,
} from './attachments.ts';
import { cleanFileName } from './fileName.ts';

const photo: Attachment = {
  fileId: 'file_1',
  name: 'Дача.jpg',
  bytes: 5,
  mimeType: 'image/jpeg',
  kind: 'image',
  width: 40,
  height: 30,
  preview: true,
};
const paper: Attachment = {
  fileId: 'file_2',
  name: 'Договор.pdf',
  bytes: 7,
  mimeType: 'application/pdf',
  kind: 'file',
};

test('the files of a message are read as they are told (P7.44)', () => {
  expect(attachmentsIn({ attachments: [photo, paper] })).toEqual([photo, paper]);
  expect(readAttachments({ meta: {} })).toEqual({});
});

test.each<[string, unknown]>([
  ['no list', 'file_1'],
  ['no record', [null, 1, 'x']],
  ['no id', [{ ...paper, fileId: undefined }]],
  ['an id that leads elsewhere', [{ ...paper, fileId: '../../etc/passwd' }]],
  ['no name', [{ ...paper, name: 5 }]],
  ['a size that is none', [{ ...paper, bytes: -1 }]],
])('%s is left out', (_name, attachments) => {
  expect(attachmentsIn({ attachments })).toEqual([]);
});

test('what is only good to know is left out alone', () => {
  const odd = { ...photo, width: 'wide', kind: 'hologram', preview: 'yes', evil: 1 };
  expect(attachmentsIn({ attachments: [odd, paper] })).toEqual([
    { fileId: 'file_1', name: 'Дача.jpg', bytes: 5, mimeType: 'image/jpeg', kind: 'file' },
    paper,
  ]);
});

test.each([
  ['Договор.pdf', 'Договор.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\cmd.exe', 'C_Windows_cmd.exe'],
  ['фото\u202Egpj.exe', 'фотоgpj.exe'],
  ['a\u0000b\nc\u200B.txt', 'abc.txt'],
  ['CON.txt', '_CON.txt'],
  ['lpt1', '_lpt1'],
  ['console.log', 'console.log'],
  ['  .hidden. ', 'hidden'],
  ['...', 'file'],
  ['', 'file'],
  ['a<b>|?*".md', 'a_b_.md'],
])('the name %j becomes %j', (name, clean) => {
  expect(cleanFileName(name)).toBe(clean);
});

test('a long name keeps its ending', () => {
  const name = cleanFileName(`${'ы'.repeat(500)}.tar.gz`);
  expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(240);
  expect(name.endsWith('ы.gz')).toBe(true);
});

test.each([
  ['image/JPEG; q=1', 'image'],
  ['image/svg+xml', 'file'],
  ['text/html', 'file'],
  ['video/mp4', 'video'],
  ['audio/ogg', 'audio'],
  ['toString', 'file'],
])('%s is shown as %s (S20.9)', (type, kind) => {
  expect(kindOfType(type)).toBe(kind);
  expect(shownType(type) !== null).toBe(kind !== 'file');
});

test('what a line says of them', () => {
  expect(summaryOf(undefined)).toBeNull();
  expect(summaryOf([])).toBeNull();
  expect(summaryOf([photo])).toEqual({ kind: 'image', count: 1, name: 'Дача.jpg' });
  expect(summaryOf([photo, photo])).toEqual({ kind: 'image', count: 2, name: null });
  expect(summaryOf([photo, paper])).toEqual({ kind: 'file', count: 2, name: null });
  expect(typeOfAttachments([photo])).toBe('image');
  expect(typeOfAttachments([photo, paper])).toBe('file');
});

test('a search looks through the text and the names', () => {
  expect(searchedText({ content: 'Смотри', attachments: [photo, paper] })).toBe(
    'Смотри\nДача.jpg\nДоговор.pdf',
  );
  expect(searchedText({ content: '', attachments: [paper] })).toBe('Договор.pdf');
  expect(searchedText({ content: 'Смотри' })).toBe('Смотри');
});
