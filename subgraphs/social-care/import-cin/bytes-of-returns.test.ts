/** One return in each way that XML 1.0 and "Namespaces in XML" let it be written, and in some that they do not. */
import { SocialCareConnector } from '../connector';
import { type CaseDatabase, openCaseDatabase } from '../database/open-database';
import { census, child, identifiers } from './census-fixture';
import { CensusFileBroken, importCensus } from './index';

let database: CaseDatabase;
let connector: SocialCareConnector;
beforeEach(async () => {
  database = await openCaseDatabase(':memory:');
  connector = new SocialCareConnector(database, { today: () => '2026-11-01', dutyLine: null });
});
afterEach(() => database.destroy());

/** `Zoë` stands where letters differ by encoding. */
const WHOLE = census([child({ identifiers: identifiers('A1') })]).replace(
  '<LEA>',
  '<SoftwareCode>Zoë</SoftwareCode><LEA>',
);
const encoded = (name: string): string => WHOLE.replace('encoding="utf-8"', `encoding="${name}"`);
const wide = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

async function run(bytes: Buffer) {
  const faults: string[] = [];
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 61) yield bytes.subarray(at, at + 61);
  }
  const counts = await importCensus(pieces(), database, { onFault: ({ element }) => void faults.push(element) });
  return { counts, faults };
}

test.each([
  ['a byte order mark', Buffer.from(`\uFEFF${WHOLE}`)],
  ['UTF-16', wide(encoded('UTF-16'))],
  ['UTF-16 the other way round', wide(encoded('utf-16')).swap16()],
  ['Windows-1252', Buffer.from(encoded('windows-1252'), 'latin1')],
  ['ISO-8859-1', Buffer.from(encoded('ISO-8859-1'), 'latin1')],
  ['no declaration', Buffer.from(WHOLE.replace(/^<\?xml.*\?>\n/, ''))],
  ['a namespace of its own', Buffer.from(WHOLE.replace('<Message>', '<Message xmlns="urn:cin">'))],
  [
    'a prefix',
    Buffer.from(WHOLE.replace(/<(\/?)(\w)/g, '<$1c:$2').replace('<c:Message>', '<c:Message xmlns:c="urn:cin">')),
  ],
  [
    'character references and CDATA',
    Buffer.from(WHOLE.replace('>A1<', '>&#65;1<').replace('>WBRI<', '><![CDATA[WBRI]]><')),
  ],
  ['a doctype without entities', Buffer.from(WHOLE.replace('<Message>', '<!DOCTYPE Message><Message>'))],
  ['comments and instructions', Buffer.from(WHOLE.replace('<Children>', '<?x y?><!-- <Child/> --><Children>'))],
])('%s: the same child', async (_, bytes) => {
  const { counts } = await run(bytes);
  expect(counts.children).toMatchObject({ read: 1, new: 1, notStored: 0 });
  expect((await connector.people(['cin:201:A1']))[0]).toMatchObject({
    laChildId: 'A1',
    dateOfBirth: '2016-05-04',
    sex: 'F',
  });
});

const nested = (levels: number): string => `${'<x>'.repeat(levels)}${'</x>'.repeat(levels)}`;
const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${'bcdefghij'.replace(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>`;

test.each([
  ['UTF-8 that says it is UTF-16', Buffer.from(encoded('UTF-16')).subarray(0, -1)],
  ['Windows-1252 that says it is UTF-8', Buffer.from(WHOLE, 'latin1')],
  [
    'a file on this machine',
    Buffer.from(
      WHOLE.replace('<Message>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><Message>').replace(
        '>2A<',
        '>&a;<',
      ),
    ),
  ],
  ['a billion laughs', Buffer.from(WHOLE.replace('<Message>', `${bomb}<Message>`).replace('>2A<', '>&j;<'))],
  [
    'a hundred thousand levels beside the children',
    Buffer.from(WHOLE.replace('<Children>', `${nested(100_000)}<Children>`)),
  ],
  [
    'forty thousand levels in a child',
    Buffer.from(WHOLE.replace('</ChildIdentifiers>', `${nested(40_000)}</ChildIdentifiers>`)),
  ],
])('%s: refused, and nothing is stored', async (_, bytes) => {
  await expect(run(bytes)).rejects.toBeInstanceOf(CensusFileBroken);
  expect(await database.selectFrom('ssd_person').selectAll().execute()).toEqual([]);
});
