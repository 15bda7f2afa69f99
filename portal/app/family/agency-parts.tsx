import { codesOf, type Withheld } from '@family-view/client';
import { NoAnswer } from '../look/no-answer';
import { Skeleton, Unavailable } from '../look/parts';
import { agencyName, listed } from '../look/words';
import { AgencyRecord } from './agency-record';
import { standsTo } from './involved';
import { placeOfAgency } from './place';
import type { Family, Part } from './use-family';
import type { Places } from './use-places';

interface PartsProps {
  readonly family: Family;
  readonly places: Places;
  readonly onBreakGlass: ((place?: string) => void) | undefined;
}

/** Each agency's record of each person, folded, and drawn when it is opened: shown, nothing, withheld or unavailable. */
export function AgencyParts({ family, places, onBreakGlass }: PartsProps) {
  return (
    <>
      {family.parts.map((part) => {
        const { agency } = part;
        const isOpen = places.isOpen(agency);
        return (
          <details
            className={`agency-part agency-part--${agency}`}
            key={agency}
            open={isOpen}
            onToggle={({ currentTarget, target }) =>
              target === currentTarget && places.toggle(currentTarget.open, agency)
            }
          >
            <summary className="agency-part__summary">
              <h3 className="govuk-heading-m agency-part__name" id={placeOfAgency(agency)}>
                {agencyName(agency)}
              </h3>
              <span className="agency-part__state">{stateOf(part, family)}</span>
            </summary>
            {isOpen ? <OneAgency part={part} family={family} places={places} onBreakGlass={onBreakGlass} /> : null}
          </details>
        );
      })}
    </>
  );
}

/** What one may expect behind the fold, in a few words. */
function stateOf(part: Part, { members }: Family): string {
  const { asked, agency } = part;
  if (asked.state === 'asking') return 'being asked';
  const stands = members.map(({ id }) => standsTo(part, id));
  const is = (status: string): number => stands.filter((one) => one.state === 'told' && one.status === status).length;
  const closed = (asked.told?.notices ?? []).filter((one) => one.kind === 'WITHHELD' && one.agency === agency).length;
  return listed([heldBy(asked.told === null, is, members.length), closed === 0 ? null : `${closed} withheld`], ' · ')!;
}

/** Of whom it holds a record: "none" is said only where it looked for everybody, and may say so. */
function heldBy(silent: boolean, is: (status: string) => number, of: number): string {
  if (silent || is('UNAVAILABLE') > 0) return 'did not answer';
  if (is('WITHHELD') > 0) return 'whom they know is withheld';
  const held = is('ANSWERED');
  const perhaps = is('POSSIBLE') > 0 ? ', and may hold others' : '';
  if (held === 0) return perhaps === '' ? 'holds nothing on them' : 'may hold a record of them';
  return `holds records of ${held} of ${of} people${perhaps}`;
}

function OneAgency({ part, family, places, onBreakGlass }: PartsProps & { readonly part: Part }) {
  const { state, told, again } = part.asked;
  const name = agencyName(part.agency);
  if (state === 'asking') return <Skeleton what={name} />;
  if (state === 'failed')
    return (
      <Unavailable
        what={name}
        message="The gateway did not answer. This does not mean that nothing is held there."
        again={again}
      />
    );
  const silent = told.notices.find(({ kind, agency }) => kind === 'UNAVAILABLE' && agency === part.agency);
  const isRefused = codesOf(told).length > 0 && told.data === null;
  return (
    <>
      {silent ? <Unavailable what={name} message={silent.message} ring={silent.ring} again={again} /> : null}
      {silent === undefined && isRefused ? <NoAnswer what={name} told={told} again={again} /> : null}
      {told.notices
        .filter(({ kind, agency }) => kind === 'MASKED' && agency === part.agency)
        .map(({ message }) => (
          <p className="part part--possible govuk-body-s" key={message}>
            {message}
          </p>
        ))}
      {family.members.map((member, at) => (
        <AgencyRecord
          key={member.id}
          part={part}
          family={family}
          member={member}
          isOpen={places.isOpen(part.agency, at)}
          onToggle={(open) => places.toggle(open, part.agency, at)}
          silent={silent !== undefined || isRefused}
          onBreakGlass={onBreakGlass}
        />
      ))}
      {part.isListed ? null : (
        <p className="part part--possible govuk-body-s">
          What {name} records is not among the operations that this gateway answers. Ask whoever runs it to add them.
        </p>
      )}
      {part.spec.isWritten || isRefused ? null : <ClosedToRole part={part} />}
    </>
  );
}

/** Of an agency that is drawn from the schema: what is closed to the role is not in its answer, and is told by the gateway. */
function ClosedToRole({ part: { spec } }: { readonly part: Part }) {
  if (spec.partner.withheld.length === 0) return null;
  const { ring, withheld } = spec.partner;
  return (
    <>
      {withheld.map(({ message, stream }) => (
        <p className="part part--withheld govuk-body-s" key={stream}>
          <span className="part__mark">Withheld</span> {message}
          {ring === null ? '' : ` If you need it, ring ${ring}.`}
        </p>
      ))}
    </>
  );
}

/** What is closed in an agency's part, of everybody: from its notices, and of those that are drawn from the schema from there. */
export function withheldBy({ agency, asked, spec }: Part): readonly Withheld[] {
  const noticed = (asked.told?.notices ?? []).flatMap(({ kind, agency: of, message, stream, fields, ring }) =>
    kind === 'WITHHELD' && of === agency
      ? [{ kind: 'withheld' as const, message, also: [], stream, fields, ring }]
      : [],
  );
  if (spec.isWritten || asked.told === null) return noticed;
  const known = new Set(noticed.map(({ message }) => message));
  const others = spec.partner.withheld.flatMap(({ message, stream }): readonly Withheld[] =>
    known.has(message) ? [] : [{ kind: 'withheld', message, also: [], stream, fields: [], ring: spec.partner.ring }],
  );
  return [...noticed, ...others];
}
