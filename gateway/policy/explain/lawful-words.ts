import type { ProtocolDocument } from '../read/protocol-document';

type Lawful = NonNullable<ProtocolDocument['purposes'][number]['lawful']>;

/** UK GDPR, Article 6(1), by its letter. */
const ARTICLE_6: Readonly<Record<string, string>> = {
  a: 'consent',
  b: 'a contract',
  c: 'a legal obligation',
  d: 'vital interests',
  e: 'a task in the public interest',
  f: 'legitimate interests',
};
/** UK GDPR, Article 9(2), by its letter. */
const ARTICLE_9: Readonly<Record<string, string>> = {
  a: 'explicit consent',
  b: 'employment, social security and social protection law',
  c: 'vital interests',
  f: 'legal claims',
  g: 'substantial public interest',
  h: 'health or social care',
  i: 'public health',
  j: 'archiving, research and statistics',
};
/** Data Protection Act 2018, Schedule 1, by paragraph: those of Part 2 that partners of a family use, and of Part 1. */
const SCHEDULE_1: Readonly<Record<number, string>> = {
  1: 'employment, social security and social protection',
  2: 'health or social care',
  6: 'statutory and government purposes',
  8: 'equality of opportunity or treatment',
  17: 'counselling',
  18: 'safeguarding of children and of individuals at risk',
};
const ACTS: Readonly<Record<string, string>> = {
  CA1989: 'Children Act 1989',
  CA2004: 'Children Act 2004',
  CCA2006: 'Childcare Act 2006',
  EA1996: 'Education Act 1996',
  EA2002: 'Education Act 2002',
  CDA1998: 'Crime and Disorder Act 1998',
  HSCA2015: 'Health and Social Care (Safety and Quality) Act 2015',
  HRA2017: 'Homelessness Reduction Act 2017',
  DEA2017: 'Digital Economy Act 2017',
};

/** The legal basis of a purpose in words, each part on its own. */
export function lawfulWords({ art6, art9, sch1 = [], gateways = [] }: Lawful): readonly string[] {
  return [
    `UK GDPR, Article 6(1)(${art6}): ${ARTICLE_6[art6] ?? 'as it is written there'}`,
    ...(art9 ? [`UK GDPR, Article 9(2)(${art9}): ${ARTICLE_9[art9] ?? 'as it is written there'}`] : []),
    ...sch1.map(
      (paragraph) =>
        `Data Protection Act 2018, Schedule 1, paragraph ${paragraph}${SCHEDULE_1[paragraph] ? `: ${SCHEDULE_1[paragraph]}` : ''}`,
    ),
    ...gateways.map(actWords),
  ];
}

function actWords(gateway: string): string {
  const [act = '', section = ''] = gateway.split('.');
  return `${ACTS[act] ?? act}${section ? `, section ${section.replace(/^s/, '')}` : ''}`;
}

/** `P6Y`, as somebody would say it. */
export function periodWords(period: string): string {
  const [, many = '', unit] = /^P(\d+)([YMD])$/.exec(period) ?? [];
  const word = { Y: 'year', M: 'month', D: 'day' }[unit as 'Y' | 'M' | 'D'];
  return word ? `${many} ${word}${many === '1' ? '' : 's'}` : period;
}
