import { AGENCIES } from '@family-view/schema';
import { readRequirements } from '../../schema-registry/read-published';
import { unknownFields } from '../decide/find-equivalents';
import {
  BadEquivalentFacts,
  EQUIVALENT_FACTS,
  readEquivalentFacts,
  sensitiveRelationship,
  sensitiveService,
} from './equivalent-facts';

const FORM = 'facts: []\nservices: {}\nrelationships: []\n';
const read = (text: string) => readEquivalentFacts('facts.yaml', text);

describe('the list of equivalent facts', () => {
  test('names fields and agencies that there are', () => {
    expect(unknownFields(EQUIVALENT_FACTS, readRequirements().requirements)).toEqual([]);
    expect(Object.keys(EQUIVALENT_FACTS.services).sort()).toEqual([...AGENCIES].sort());
  });

  test('a file that is not of its form is refused with its place; so is a field of two facts', () => {
    const fact = (id: string) => `  - { id: ${id}, what: x, stream: north:notes, fields: [Home.kind] }\n`;
    expect(read(FORM)).toEqual({ facts: [], services: {}, relationships: [] });
    expect(() => read(FORM.replace('facts: []', 'facts:\n  - { id: a }'))).toThrow(BadEquivalentFacts);
    expect(() => read('facts: [')).toThrow(/^facts\.yaml:1/);
    expect(() => read(FORM.replace('facts: []', `facts:\n${fact('ONE')}${fact('TWO')}`))).toThrow(
      'Home.kind stands under ONE and TWO',
    );
  });
});

describe('a service is sensitive by whole words', () => {
  test.each([
    ['social-care', 'Looked-after children', 'social-care:status'],
    ['social-care', 'LOOKED AFTER CHILDREN TEAM', 'social-care:status'],
    ['social-care', 'LAC', 'social-care:status'],
    ['health', 'Community Midwives', 'health:maternity'],
    ['health', "Looked-after children's nursing", 'social-care:status'],
    ['housing', 'Temporary bed-and-breakfast', 'housing:temporary-accommodation'],
    ['housing', 'Homelessness', 'housing:homelessness'],
  ])('%s: %s tells %s', (agency, name, stream) => {
    expect(sensitiveService(agency, [name])?.streams).toEqual([stream]);
  });

  test.each([
    ['social-care', 'Social work'],
    ['social-care', 'Early help'],
    ['social-care', 'Placement'],
    ['health', 'Health visiting'],
    ['health', 'Black country school nursing'],
    ['housing', 'Tenancy'],
    ['education', 'School'],
    ['youth-justice', 'Looked-after children'],
  ])('%s: %s tells nothing', (agency, name) => {
    expect(sensitiveService(agency, [name])).toBeNull();
  });

  test('a foster carer is a carer in public, and a mother a mother', () => {
    expect(
      ['Foster carer', 'Foster Mother', 'Former foster-father'].map((word) => sensitiveRelationship(word)?.shownAs),
    ).toEqual(['Carer', 'Carer', 'Carer']);
    expect([null, 'Mother', 'Stepfather'].map(sensitiveRelationship)).toEqual([null, null, null]);
  });
});
