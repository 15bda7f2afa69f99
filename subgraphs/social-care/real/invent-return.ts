/** A census return of many invented children, some with a fault of a kind that a published rule names. */
/** The check letters of a UPN, by remainder (DfE UPN guide). */
const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

interface Draft {
  upn: string | null;
  readonly unknown: string | null;
  born: string;
  sex: string;
  disabilities: string[];
  died: string | null;
  episodes: Episode[];
}
interface Episode {
  referred: string;
  closed: string | null;
  reason: string | null;
  nfa: string;
  need: string | null;
  source: string;
  assessments: { start: string; done: string | null; factors: string[] }[];
  cinPlans: { start: string; end: string | null }[];
  enquiries: { start: string; conference: string | null }[];
  plans: { start: string; end: string | null; reviews: string[] }[];
  conference: string | null;
}

type Spoil = (child: Draft, episode: Episode) => void;
const open = (): Omit<Episode, 'referred'> => ({
  closed: null,
  reason: null,
  nfa: 'false',
  need: 'N1',
  source: '3A',
  assessments: [],
  cinPlans: [],
  enquiries: [],
  plans: [],
  conference: null,
});

/** Each makes one child break at least the rule that it is named by. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  '1510': (child) =>
    void Object.assign(child, { upn: `${child.upn?.startsWith('A') ? 'B' : 'A'}${child.upn?.slice(1)}` }),
  '1510 in small letters': (child) => void Object.assign(child, { upn: child.upn?.toLowerCase() ?? null }),
  '2990': (_, episode) =>
    void Object.assign(episode, {
      closed: '2025-12-01',
      reason: 'RC8',
      cinPlans: [{ start: '2025-06-01', end: '2025-07-01' }],
    }),
  '4003': (_, episode) => {
    episode.cinPlans = [{ start: '2025-08-01', end: '2025-12-01' }];
    episode.plans = [{ start: '2025-07-01', end: '2025-11-01', reviews: ['2025-09-01'] }];
  },
  '4004': (_, episode) =>
    void Object.assign(episode, {
      cinPlans: [
        { start: '2025-06-01', end: null },
        { start: '2025-08-01', end: null },
      ],
    }),
  '4001': (_, episode) => {
    episode.cinPlans = [{ start: '2025-06-01', end: null }];
    episode.plans = [{ start: '2025-07-01', end: null, reviews: [] }];
  },
  '4014': (_, episode) => {
    episode.cinPlans = [
      { start: '2025-06-01', end: '2025-08-01' },
      { start: '2025-07-01', end: '2025-09-01' },
    ];
  },
  '4016': (_, episode) => {
    episode.cinPlans = [{ start: '2025-08-01', end: '2025-12-01' }];
    episode.plans = [{ start: '2025-07-01', end: '2025-11-01', reviews: [] }];
  },
  '4017': (_, episode) => {
    episode.cinPlans = [{ start: '2025-06-01', end: '2025-08-01' }];
    episode.plans = [{ start: '2025-07-01', end: null, reviews: [] }];
  },
  '4011': (_, episode) => void Object.assign(episode, { cinPlans: [{ start: '2025-08-01', end: '2025-07-01' }] }),
  '8520': (child) => void Object.assign(child, { born: '2026-05-01' }),
  '8535Q': (child) => void Object.assign(child, { died: '2009-01-01' }),
  '8565': (_, episode) =>
    void Object.assign(episode, {
      closed: '2025-07-01',
      reason: 'RC1',
      plans: [{ start: '2025-06-01', end: '2025-09-01', reviews: [] }],
    }),
  '8568': (_, episode) => void Object.assign(episode, { nfa: '' }),
  '8600': (_, episode) => void Object.assign(episode, { referred: '2026-06-01' }),
  '8606': (child) => void Object.assign(child, { born: '2026-02-15' }),
  '8608': (_, episode) =>
    void Object.assign(episode, { assessments: [{ start: '2025-07-01', done: '2025-06-01', factors: ['4B'] }] }),
  '8610': (_, episode) => void Object.assign(episode, { need: null }),
  '8614': (_, episode) =>
    void Object.assign(episode, { assessments: [{ start: '2025-07-01', done: null, factors: ['4B'] }] }),
  '8620': (_, episode) => void Object.assign(episode, { referred: '2024-05-01', closed: '2025-01-01', reason: 'RC1' }),
  '8630': (_, episode) => void Object.assign(episode, { closed: '2025-04-10', reason: 'RC1', referred: '2025-05-01' }),
  '8640': (_, episode) => void Object.assign(episode, { closed: '2025-12-01', reason: 'RC77' }),
  '8650': (_, episode) => void Object.assign(episode, { need: 'N77' }),
  '8720': (_, episode) => void Object.assign(episode, { plans: [{ start: '2026-05-01', end: null, reviews: [] }] }),
  '8775Q': (child) => void Object.assign(child, { born: '2000-02-01' }),
  '8790': (child) => void Object.assign(child, { disabilities: ['NONE', 'AUT'] }),
  '8794': (child) => void Object.assign(child, { disabilities: ['AUT', 'AUT'] }),
  '8805': (_, episode) => void Object.assign(episode, { closed: '2025-12-01' }),
  '8810': (_, episode) => void Object.assign(episode, { reason: 'RC1' }),
  '8815': (child) => void child.episodes.push({ referred: '2025-09-01', ...open() }),
  '8816': (child) =>
    void child.episodes.push({ referred: '2025-09-01', ...open(), closed: '2025-10-01', reason: 'RC1' }),
  '8820': (child, episode) => {
    Object.assign(episode, { closed: '2025-10-01', reason: 'RC1' });
    child.episodes.push({ referred: '2025-09-01', ...open() });
  },
  '8831': (_, episode) =>
    void Object.assign(episode, { nfa: 'true', enquiries: [{ start: '2025-06-01', conference: null }] }),
  '8832': (_, episode) =>
    void Object.assign(episode, { nfa: '1', plans: [{ start: '2025-06-01', end: null, reviews: [] }] }),
  '8840': (_, episode) =>
    void Object.assign(episode, { plans: [{ start: '2025-06-01', end: '2025-06-01', reviews: [] }] }),
  '8841': (_, episode) =>
    void Object.assign(episode, { plans: [{ start: '2025-06-01', end: null, reviews: ['2025-06-01'] }] }),
  '8863Q': (_, episode) =>
    void Object.assign(episode, {
      assessments: [
        { start: '2025-06-01', done: '2025-08-01', factors: ['4B'] },
        { start: '2025-07-01', done: '2025-09-01', factors: ['4B'] },
      ],
    }),
  '8866': (_, episode) => void Object.assign(episode, { source: '99' }),
  '8867': (_, episode) =>
    void Object.assign(episode, {
      closed: '2025-12-01',
      reason: 'RC1',
      assessments: [{ start: '2025-06-01', done: null, factors: [] }],
    }),
  '8869': (_, episode) =>
    void Object.assign(episode, { assessments: [{ start: '2025-06-01', done: '2025-07-01', factors: ['21', '4B'] }] }),
  '8896': (_, episode) =>
    void Object.assign(episode, {
      assessments: [
        { start: '2025-06-01', done: null, factors: [] },
        { start: '2025-08-01', done: null, factors: [] },
      ],
    }),
  '8898': (_, episode) =>
    void Object.assign(episode, { assessments: [{ start: '2025-06-01', done: '2025-07-01', factors: ['4B', '4B'] }] }),
  '8920': (child, episode) => {
    child.died = '2025-10-01';
    episode.cinPlans = [{ start: '2025-05-02', end: '2025-11-01' }];
    episode.plans = [{ start: '2025-05-03', end: '2025-11-01', reviews: [] }];
  },
  '8915': (child, episode) => {
    child.died = '2025-10-01';
    episode.plans = [{ start: '2025-11-01', end: null, reviews: [] }];
  },
  '8925': (_, episode) =>
    void Object.assign(episode, { plans: [{ start: '2025-08-01', end: '2025-07-01', reviews: [] }] }),
  '8930': (_, episode) =>
    void Object.assign(episode, { plans: [{ start: '2025-08-01', end: '2026-05-01', reviews: [] }] }),
  '8935': (_, episode) =>
    void Object.assign(episode, {
      plans: [
        { start: '2025-06-01', end: null, reviews: [] },
        { start: '2026-01-01', end: null, reviews: [] },
      ],
    }),
  '8940': (_, episode) =>
    void Object.assign(episode, {
      plans: [
        { start: '2025-06-01', end: '2025-09-01', reviews: [] },
        { start: '2025-08-01', end: '2025-12-01', reviews: [] },
      ],
    }),
};
const KINDS = Object.keys(SPOILS);

/** Of so many children the last of each ten has a fault, in turn of every kind; two pairs share an id and a UPN. */
export function inventReturn(children: number): string {
  const drafts = Array.from({ length: children }, (_, at) => ({ id: `C${at}`, child: inventChild(at) }));
  for (const [at, { child }] of drafts.entries()) {
    if (at % 3 === 0) SPOILS[KINDS[(at / 3) % KINDS.length]!]!(child, child.episodes[0]!);
  }
  drafts[1]!.child.upn = drafts[2]!.child.upn;
  const twice = { id: 'C4', child: inventChild(children + 4) };
  const body = [...drafts, twice].map(({ id, child }) => write(id, child)).join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>
<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>201</LEA><SoftwareCode>T</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo><DateTime>2026-05-01T10:00:00</DateTime></Source></Header><Children>
${body}
</Children></Message>
`;
}

function inventChild(at: number): Draft {
  const year = 2010 + (at % 14);
  const month = String((at % 12) + 1).padStart(2, '0');
  return {
    upn: upnOf(at),
    unknown: null,
    born: `${year}-${month}-15`,
    sex: at % 2 === 0 ? 'F' : 'M',
    disabilities: [at % 5 === 0 ? 'AUT' : 'NONE'],
    died: null,
    episodes: [
      {
        referred: '2025-05-01',
        ...open(),
        assessments: [{ start: '2025-05-02', done: '2025-05-20', factors: ['4B'] }],
        cinPlans: at % 4 === 1 ? [{ start: '2025-06-01', end: null }] : [],
        plans: at % 4 === 2 ? [{ start: '2025-07-11', end: null, reviews: ['2025-10-01'] }] : [],
      },
    ],
  };
}

function upnOf(at: number): string {
  const digits = `201${String(1000 + (at % 9000)).padStart(4, '0')}20${String(at % 1000).padStart(3, '0')}`;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (place + 2), 0);
  return `${UPN_LETTERS[sum % 23]}${digits}`;
}

const tag = (name: string, value: string | null): string => (value === null ? '' : `<${name}>${value}</${name}>`);

function write(id: string, child: Draft): string {
  const disabilities = child.disabilities.map((code) => tag('Disability', code)).join('');
  return `<Child><ChildIdentifiers>${tag('LAchildID', id)}${tag('UPN', child.upn)}${tag('PersonBirthDate', child.born)}${tag('Sex', child.sex)}${tag('PersonDeathDate', child.died)}</ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities>${disabilities}</Disabilities></ChildCharacteristics>${child.episodes.map(writeEpisode).join('')}</Child>`;
}

function writeEpisode(episode: Episode): string {
  const assessments = episode.assessments.map(
    ({ start, done, factors }) =>
      `<Assessments>${tag('AssessmentActualStartDate', start)}${tag('AssessmentAuthorisationDate', done)}${factors.length === 0 ? '' : `<FactorsIdentifiedAtAssessment>${factors.map((code) => tag('AssessmentFactors', code)).join('')}</FactorsIdentifiedAtAssessment>`}</Assessments>`,
  );
  const cinPlans = episode.cinPlans.map(
    ({ start, end }) => `<CINPlanDates>${tag('CINPlanStartDate', start)}${tag('CINPlanEndDate', end)}</CINPlanDates>`,
  );
  const enquiries = episode.enquiries.map(
    ({ start, conference }) =>
      `<Section47>${tag('S47ActualStartDate', start)}${tag('DateOfInitialCPC', conference)}<ICPCnotRequired>true</ICPCnotRequired></Section47>`,
  );
  const plans = episode.plans.map(
    ({ start, end, reviews }) =>
      `<ChildProtectionPlans>${tag('CPPstartDate', start)}${tag('CPPendDate', end)}<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>${reviews.map((day) => `<Reviews>${tag('CPPreviewDate', day)}</Reviews>`).join('')}</ChildProtectionPlans>`,
  );
  return `<CINdetails>${tag('CINreferralDate', episode.referred)}${tag('ReferralSource', episode.source)}${tag('PrimaryNeedCode', episode.need)}${tag('CINclosureDate', episode.closed)}${tag('ReasonForClosure', episode.reason)}${tag('DateOfInitialCPC', episode.conference)}${assessments.join('')}${cinPlans.join('')}${enquiries.join('')}${tag('ReferralNFA', episode.nfa)}${plans.join('')}</CINdetails>`;
}
