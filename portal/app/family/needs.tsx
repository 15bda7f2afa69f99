import { placeAt } from '@family-view/client';
import type { FamilySocialCareQuery } from '../../operations/stored';
import { Skeleton, Unavailable, WithheldPart } from '../look/parts';
import { Worker } from '../look/records';
import { day, word } from '../look/words';
import type { Family } from './use-family';

type Level = NonNullable<NonNullable<FamilySocialCareQuery['family']>['needHistory']>[number];
type Lead = NonNullable<NonNullable<FamilySocialCareQuery['family']>['leadProfessional']>;

const LEVELS = ['Universal', 'Vulnerable', 'Complex', 'Acute'];
const CENTRE = { x: 320, y: 300 };
const OUTER = 270;
const INNER = 130;

/** The family's place on the continuum of need, and how it came there. */
export function Needs({
  family,
  onBreakGlass,
}: {
  readonly family: Family;
  readonly onBreakGlass: ((place?: string) => void) | undefined;
}) {
  const part = family.parts.find(({ agency }) => agency === 'social-care');
  if (part === undefined || family.alone) return null;
  const { asked } = part;
  const toHere = onBreakGlass === undefined ? undefined : () => onBreakGlass('need');
  if (asked.state === 'asking') return <Skeleton what="social care" />;
  if (asked.state === 'failed') return <Unavailable what="social care" again={asked.again} />;
  const now = placeAt(asked.told, ['family', 'needLevel']);
  const history = placeAt(asked.told, ['family', 'needHistory']);
  const lead = placeAt(asked.told, ['family', 'leadProfessional']);
  const levels = history.kind === 'shown' ? (history.value as readonly Level[]) : [];
  return (
    <>
      {now.kind === 'shown' ? <Windscreen now={now.value as Level} history={levels} /> : null}
      {now.kind === 'shown' && history.kind === 'withheld' ? (
        <WithheldPart part={history} person={null} onBreakGlass={toHere} />
      ) : null}
      {now.kind === 'withheld' ? <WithheldPart part={now} person={null} onBreakGlass={toHere} /> : null}
      {now.kind === 'unavailable' ? <Unavailable what="social care" message={now.message} again={asked.again} /> : null}
      {now.kind === 'nothing' ? (
        <p className="govuk-body">Social care has recorded no place on the continuum of need for this family.</p>
      ) : null}
      {lead.kind === 'shown' ? (
        <p className="govuk-body">
          Lead professional: <Worker worker={lead.value as Lead} />
        </p>
      ) : null}
    </>
  );
}

function Windscreen({ now, history }: { readonly now: Level; readonly history: readonly Level[] }) {
  const rank = now.rank ?? 0;
  const steps = [...history].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
  return (
    <div className="needs">
      {rank < 1 || rank > LEVELS.length ? null : (
        <svg
          className="windscreen"
          viewBox="0 0 640 325"
          role="img"
          aria-label={`Continuum of need: ${word(now.code)}, level ${rank} of ${LEVELS.length}`}
        >
          {LEVELS.map((level, at) => (
            <g
              key={level}
              className={`windscreen__level windscreen__level--${at + 1}${at + 1 === rank ? ' is-now' : ''}`}
            >
              <path d={segment(at)} />
              <text {...pointAt(at + 0.5, (OUTER + INNER) / 2 + 22)} textAnchor="middle">
                {level}
              </text>
            </g>
          ))}
          {steps.map((step, at) => (
            <g key={`${step.code}${step.from}`} className="windscreen__step">
              <circle {...dot(step, at, steps.length)} r="13" />
              <text {...labelOf(step, at, steps.length)} textAnchor="middle">
                {at + 1}
              </text>
            </g>
          ))}
          <line className="windscreen__needle" {...needle(rank)} />
          <circle className="windscreen__hub" cx={CENTRE.x} cy={CENTRE.y} r="12" />
        </svg>
      )}
      <div>
        <p className="govuk-body-l needs__now">
          <strong>{word(now.code)}</strong>
          {now.from === null ? null : ` since ${day(now.from)}`}
        </p>
        {steps.length === 0 ? null : (
          <ol className="govuk-list govuk-list--number needs__history">
            {steps.map((step) => (
              <li key={`${step.code}${step.from}`}>
                {word(step.code)}, {step.from === null ? 'from a day not told' : `from ${day(step.from)}`}
                {step.until === null ? '' : ` until ${day(step.until)}`}
              </li>
            ))}
          </ol>
        )}
      </div>
    </div>
  );
}

/** From the left (0) to the right (4), on a half circle. */
function pointAt(place: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = Math.PI * (1 - place / LEVELS.length);
  return { x: round(CENTRE.x + radius * Math.cos(angle)), y: round(CENTRE.y - radius * Math.sin(angle)) };
}

function segment(at: number): string {
  const [a, b, c, d] = [pointAt(at, OUTER), pointAt(at + 1, OUTER), pointAt(at + 1, INNER), pointAt(at, INNER)];
  return `M${a.x} ${a.y} A${OUTER} ${OUTER} 0 0 1 ${b.x} ${b.y} L${c.x} ${c.y} A${INNER} ${INNER} 0 0 0 ${d.x} ${d.y} Z`;
}

/** Steps within one level stand side by side, in their order. */
const stepAt = (step: Level, at: number, of: number) => pointAt((step.rank ?? 1) - 1 + (at + 1) / (of + 1), INNER + 28);
const dot = (...step: Parameters<typeof stepAt>) => {
  const { x, y } = stepAt(...step);
  return { cx: x, cy: y };
};
const labelOf = (...step: Parameters<typeof stepAt>) => {
  const { x, y } = stepAt(...step);
  return { x, y: y + 5 };
};
const needle = (rank: number) => {
  const { x, y } = pointAt(rank - 0.5, INNER - 16);
  return { x1: CENTRE.x, y1: CENTRE.y, x2: x, y2: y };
};
const round = (value: number): number => Math.round(value * 10) / 10;
