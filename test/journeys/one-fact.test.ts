import { searchFor, storyPerson } from '../borough';
import { type SharedStack, sharedStack } from '../stack';

/** Issue: one fact under two streams. What `schema/equivalent-facts.yaml` lists is told by one right, whatever field asks. */
let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id ...Told
  family { needHistory { code from } members { person { id ...Told } relationships { relationship } } endedTies { relationship } }
} } }
fragment Told on Person { displayName lifeState expectedDateOfBirth
  identities { agency expectedDateOfBirth }
  involvements { agency service team role status from to contact { name role phone email dutyLine } }
  health { mandatedContacts { kind dueDate date } maternity { dueDate midwife { name } } }
  socialCare { status { lookedAfter latestCategoryOfAbuse } }
  earlyHelp { steps { date } }
  housing { tenancy { tenureType tenureDescription isActive } temporaryAccommodation { kind } }
  education { earlyYears { fundedHours fundingBasis } }
}`;

interface Told {
  readonly displayName: string | null;
  readonly lifeState: string;
  readonly expectedDateOfBirth: string | null;
  readonly involvements: readonly {
    readonly agency: string;
    readonly service: string;
    readonly contact: object | null;
  }[];
  readonly housing: { readonly tenancy: object | null } | null;
}

async function find(persona: Parameters<SharedStack['ask']>[0], who: object, purpose: string) {
  const { body } = await stack.ask(persona, FIND, { purpose, caseReference: 'CASE-12', variables: { who } });
  const [found] = body.data.findPeople.certain;
  const people = found.family.members.map(({ person }: { person: Told }) => person) as readonly Told[];
  const services = people.flatMap(({ involvements }) => (involvements ?? []).map(({ service }) => service));
  // Reasons name the stream that is closed: what is held stands in the data.
  // A sealed id is of random letters, in which any short word may come to stand.
  const text = JSON.stringify(body.data, (name, value) => (name === 'id' ? undefined : value));
  return { found, people, services, text, errors: body.errors ?? [], notices: body.extensions.notices ?? [] };
}

describe('when an unborn child is due, and who its midwife is', () => {
  const anna = searchFor(storyPerson('kowalska', 'mother'));
  const DUE = '2027-01-18';

  test('a head of centre, denied maternity, learns by no field; that a child is expected stays, with whom to ring', async () => {
    const { people, services, text, notices } = await find('head-of-centre', anna, 'EARLY_HELP');
    expect(text).not.toContain(DUE);
    expect(text).not.toMatch(/midwi/i);
    const unborn = people.filter(({ lifeState }) => lifeState === 'UNBORN');
    expect(unborn).toEqual([expect.objectContaining({ expectedDateOfBirth: null })]);
    expect(unborn[0]!.involvements).toContainEqual({
      agency: 'health',
      service: 'Health service, not named',
      team: null,
      role: null,
      status: 'CURRENT',
      from: null,
      to: null,
      contact: {
        name: null,
        role: null,
        phone: null,
        email: null,
        dutyLine: 'Health visiting duty line, 01632 960901',
      },
    });
    expect(services).toContain('Health service, not named');
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'WITHHELD', stream: 'health:maternity' }));
  });

  test('a health lead reads the due date and the midwife wherever they stand', async () => {
    const { people, services, text } = await find('health-lead', anna, 'EARLY_HELP');
    expect(services).toContain('Midwifery');
    const unborn = people.filter(({ lifeState }) => lifeState === 'UNBORN');
    expect(unborn).toEqual([expect.objectContaining({ expectedDateOfBirth: DUE })]);
    expect(text).toMatch(/Community Midwife/);
  });
});

describe('that a child is looked after', () => {
  const child = searchFor(storyPerson('dewhirst', 'child'));

  test('a school lead reads it for early help in no service’s name, team, role or relationship', async () => {
    const { services, text } = await find('school-lead', child, 'EARLY_HELP');
    expect(text).not.toMatch(/looked.after|foster/i);
    expect(services).toContain("Children's social care");
    expect(text).toContain('"relationship":"Carer"');
  });

  test('a social worker reads it as it is written', async () => {
    const { services, text } = await find('social-worker', child, 'SAFEGUARDING');
    expect(services).toContain('Looked-after children');
    expect(text).toContain('Foster carer');
  });
});

test('a service’s name is settled by the right that it tells of, though nothing else under that right is asked for', async () => {
  const query = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { involvements { service } } } }`;
  const variables = { who: searchFor(storyPerson('dewhirst', 'child')) };
  const asked = { purpose: 'SAFEGUARDING', caseReference: 'CASE-12', variables };
  const { body } = await stack.ask('social-worker', query, asked);
  expect(body.data.findPeople.certain[0].involvements).toContainEqual({ service: 'Looked-after children' });
});

describe('that a home is bed and breakfast', () => {
  const kian = { ...searchFor(storyPerson('naylor', 'child')) };

  test('a school lead sees that somebody is housed, and not how; a social worker sees both', async () => {
    const asSchool = await find('school-lead', kian, 'EARLY_HELP');
    expect(asSchool.text).not.toMatch(/bed and breakfast|TBB|homeless/i);
    expect(asSchool.people.some(({ housing }) => housing?.tenancy)).toBe(true);
    expect(asSchool.errors).toContainEqual(
      expect.objectContaining({
        extensions: expect.objectContaining({ stream: 'housing:temporary-accommodation' }),
      }),
    );
    const asSocialWorker = await find('social-worker', kian, 'SAFEGUARDING');
    expect(asSocialWorker.text).toMatch(/bed and breakfast/i);
  });
});
