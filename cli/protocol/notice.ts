import { writeFileSync } from 'node:fs';
import { type PrivacyNotice, privacyNotice, type SharedLine } from '@family-view/gateway/policy/explain/privacy-notice';
import { EXIT, type Streams, told } from '../frame/command';
import { list, page, paragraph, table } from '../pages/write-page';
import { openProtocols } from './source';

const TITLE = 'How services share information about you';
const CASES = 'Some people are protected: what is recorded of them is closed to others, whatever stands here.';
const LOOKS = 'Each time that somebody looks, it is recorded who, when, why and at what kind of information.';
const RIGHTS = [
  'to know what a service holds about you, and to have a copy of it',
  'to know who looked at information about you',
  'to have what is wrong put right: the service that holds it notes that you asked, and tells whoever opens it next',
  'to object to its being used: the service that holds it notes that, too',
  'to complain to the Information Commissioner (ico.org.uk)',
];

/**
 * `familyview protocol notice [FILE] [--out NAME]`: what is shared about a person, with whom and why, by the protocols in
 * force: text on standard output, or NAME.html and NAME.txt. 0 written, 2 usage.
 */
export function noticeCommand(
  file: string | undefined,
  { out }: { readonly out?: string },
  streams: Streams,
): Promise<number> {
  return told(streams, () => {
    const now = new Date();
    const notice = privacyNotice(openProtocols(file, () => now).protocol);
    if (out === undefined) streams.stdout.write(noticeText(notice, now));
    else {
      writeFileSync(`${out}.html`, noticePage(notice, now));
      writeFileSync(`${out}.txt`, noticeText(notice, now));
      streams.stdout.write(`${out}.html and ${out}.txt are written.\n`);
    }
    return EXIT.fine;
  });
}

const day = (at: Date): string => at.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });
const asOf = (now: Date): string => `As the agreements stand on ${day(now)}.`;
const intro = 'These services work together in Family View. Each keeps its own records; no copy is kept in the middle.';
const emergencyOf = ({ emergency }: PrivacyNotice): string | null =>
  emergency &&
  `In an emergency ${emergency} may open more for a short time. The services that hold it are told at once, and each such time is reviewed.`;
const keptOf = ({ keptFor }: PrivacyNotice): string =>
  keptFor === null ? LOOKS : `${LOOKS} That record is kept for ${keptFor}; what was shown is not kept.`;

const whoOf = ({ who }: SharedLine): string =>
  [
    who.GRANTED.join('; '),
    who.MASKED.length > 0 ? `In part: ${who.MASKED.join('; ')}` : '',
    who.CONDITIONAL.length > 0
      ? `Where they work with you, or the agreement’s other conditions are met: ${who.CONDITIONAL.join('; ')}`
      : '',
  ]
    .filter((part) => part !== '')
    .join('. ');

export function noticePage(notice: PrivacyNotice, now: Date): string {
  const emergency = emergencyOf(notice);
  return page(TITLE, [
    paragraph(asOf(now)),
    paragraph(intro),
    list(notice.partners),
    '<h2>What is shared, with whom and why</h2>',
    paragraph(CASES),
    ...notice.shared.map(({ partner, lines }) =>
      table(
        `What ${partner} shares`,
        ['What', 'With whom', 'Why'],
        lines.map((line) => [line.what.join('; '), whoOf(line), line.why]),
      ),
    ),
    ...(emergency ? [paragraph(emergency)] : []),
    '<h2>What the law says</h2>',
    ...notice.purposes.map(
      ({ title, law }) => `<h3>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</h3>\n${list(law)}`,
    ),
    '<h2>How long it is kept</h2>',
    paragraph(keptOf(notice)),
    '<h2>Your rights</h2>',
    paragraph('You have the right'),
    list(RIGHTS),
    paragraph('Ask any of the services above, or the information-governance officer.'),
  ]);
}

export function noticeText(notice: PrivacyNotice, now: Date): string {
  const emergency = emergencyOf(notice);
  const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
  return `${[
    TITLE.toUpperCase(),
    asOf(now),
    `${intro}\n${bullets(notice.partners)}`,
    'WHAT IS SHARED, WITH WHOM AND WHY',
    CASES,
    ...notice.shared.map(
      ({ partner, lines }) =>
        `${partner} shares\n${lines.map((line) => `- ${line.what.join('; ')}\n  with: ${whoOf(line)}\n  why: ${line.why}`).join('\n')}`,
    ),
    ...(emergency ? [emergency] : []),
    'WHAT THE LAW SAYS',
    ...notice.purposes.map(({ title, law }) => `${title}\n${bullets(law)}`),
    'HOW LONG IT IS KEPT',
    keptOf(notice),
    'YOUR RIGHTS',
    `You have the right\n${bullets(RIGHTS)}`,
    'Ask any of the services above, or the information-governance officer.',
  ].join('\n\n')}\n`;
}
