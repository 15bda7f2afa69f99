import { foldName } from './fold-name';
import { isKnownAs, isOtherFamilySpelling, isOtherSpelling, isShortForm, NAME_LISTS } from './variants';

test.each(Object.entries(NAME_LISTS))(
  'the %s list says where its names can be looked up, and has them folded',
  (_, list) => {
    expect(list.sources.length).toBeGreaterThan(1);
    for (const { title, at } of list.sources) {
      expect(title).not.toBe('');
      expect(at).toMatch(/^https?:\/\//);
    }
    const names = [
      ...list.spellings.flat(),
      ...list.familySpellings.flat(),
      ...Object.entries({ ...list.shortForms, ...list.knownAs }).flatMap(([name, forms]) => [name, ...forms]),
    ];
    expect(names.filter((name) => foldName(name) !== name || name.includes(' '))).toEqual([]);
    for (const line of [...list.spellings, ...list.familySpellings]) {
      expect(line.length).toBeGreaterThan(1);
      expect(new Set(line).size).toBe(line.length);
    }
  },
);

test.each([
  ['mohammed', 'muhammad'],
  ['zayn', 'zain'],
  ['omar', 'umar'],
  ['yousef', 'yusuf'],
  ['xaliimo', 'halima'],
  ['padraig', 'padraic'],
])('%s and %s are spellings of one name', (one, other) => {
  expect(isOtherSpelling(one, other)).toBe(true);
  expect(isOtherSpelling(other, one)).toBe(true);
});

test.each([
  ['hassan', 'hussain'],
  ['haroon', 'haroun'],
  ['ann', 'anna'],
  ['jack', 'john'],
  ['william', 'liam'],
  ['elizabeth', 'beth'],
  ['abdirahman', 'abdirahim'],
  ['julia', 'julita'],
  ['ayodele', 'ayodeji'],
  ['mohamed', 'mohamud'],
  ['mehmet', 'muhammad'],
  ['arjan', 'arjun'],
  ['zaid', 'zayed'],
  ['maura', 'moira'],
  ['selam', 'salem'],
])('%s and %s are not', (one, other) => expect(isOtherSpelling(one, other)).toBe(false));

test.each([
  ['kasia', 'katarzyna'],
  ['gosia', 'malgorzata'],
  ['danny', 'dan'],
  ['emeka', 'chukwuemeka'],
  ['paddy', 'patrick'],
])('%s is a short form of %s, or of the same name', (one, other) => expect(isShortForm(one, other)).toBe(true));

test.each([
  ['liam', 'william'],
  ['beth', 'elizabeth'],
  ['jack', 'john'],
  ['harry', 'henry'],
  ['ellie', 'elizabeth'],
  ['alex', 'alexandra'],
  ['max', 'maximilian'],
  ['olivia', 'oliwia'],
  ['millie', 'emily'],
  ['tommy', 'thomas'],
  ['mandy', 'amanda'],
  ['kiera', 'ciara'],
  ['sasha', 'oleksandr'],
  ['alexei', 'oleksii'],
  ['nelu', 'ion'],
  ['fatos', 'fatma'],
  ['chico', 'francisco'],
  ['mehmet', 'muhammad'],
  ['khadro', 'khadija'],
])('%s may be %s, and others are named so: no short form', (one, other) => {
  expect(isKnownAs(one, other)).toBe(true);
  expect(isShortForm(one, other)).toBe(false);
});

test('two who may both be called by forms of one name are two', () => {
  expect(isKnownAs('jack', 'jake')).toBe(false);
  expect(isKnownAs('harry', 'hal')).toBe(false);
});

test('a list of family names is not one of given names', () => {
  expect(isOtherFamilySpelling('wong', 'huang')).toBe(true);
  expect(isOtherSpelling('wong', 'huang')).toBe(false);
});
