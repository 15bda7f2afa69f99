import { type FormEvent, useState } from 'react';
import { BreakGlass, type BreakGlassReason } from '../../operations/stored';
import type { Opened } from '../family/opened';
import { Page } from '../look/page';
import { Radios } from '../look/radios';
import { Statement, tooShort } from '../look/statement';
import { agencyName, day, listed, word } from '../look/words';
import { goTo } from '../route';
import { useSession } from '../session';
import { ErrorSummary, type Fault } from './sign-in';

const REASONS: readonly (readonly [reason: BreakGlassReason, meaning: string])[] = [
  ['IMMEDIATE_HARM', 'A child is at risk of harm now'],
  ['SECTION_47', 'A section 47 enquiry is under way'],
  ['MISSING_CHILD', 'A child is missing'],
  ['MEDICAL_EMERGENCY', 'A medical emergency'],
];

/** To see more of one family for some minutes. The owners are told before anything is shown. */
export function BreakGlassPage({
  at,
  opened,
  place,
}: {
  readonly at: number;
  readonly opened: Opened;
  /** What it is opened for: where the family's page opens afterwards. */
  readonly place: string | undefined;
}) {
  const { asker, breakGlass } = useSession();
  const [reason, setReason] = useState<BreakGlassReason | null>(null);
  const [statement, setStatement] = useState('');
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [busy, setBusy] = useState(false);

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = check(reason, statement, opened);
    setFaults(found);
    if (found.length > 0 || reason === null || opened.family === null) return;
    setBusy(true);
    try {
      const { data, errors } = await asker.ask(BreakGlass, { family: opened.family, reason, statement });
      const broken = data?.breakGlass;
      if (!broken) {
        setFaults([{ field: 'statement', message: errors[0]?.message ?? 'Emergency access was not opened.' }]);
        return;
      }
      breakGlass(at, { ...broken, until: new Date(broken.until), reviewBy: new Date(broken.reviewBy) });
      goTo(`family/${at}${place === undefined ? '' : `/${place}`}`);
    } catch {
      const message =
        'The gateway did not answer: emergency access may be open, and may not. Nothing more is shown here. If you try again, it may be recorded twice.';
      setFaults([{ field: 'statement', message }]);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Page title="Open emergency access" caption={opened.person.displayName ?? undefined}>
      <ErrorSummary faults={faults} />
      <div className="govuk-warning-text">
        <span className="govuk-warning-text__icon" aria-hidden="true">
          !
        </span>
        <strong className="govuk-warning-text__text">
          <span className="govuk-visually-hidden">Warning</span>
          Only where waiting would harm a child. The agencies that own the records are told at once, and each use is
          reviewed.
        </strong>
      </div>
      <form onSubmit={(event) => void send(event)} noValidate className="narrow">
        <Radios legend="Why now?" name="reason" options={REASONS} value={reason} onChange={setReason} />
        <Statement label="In your own words" reader="the reviewer" value={statement} onChange={setStatement} />
        <button className="govuk-button govuk-button--warning" type="submit" aria-disabled={busy}>
          {busy ? 'Telling the agencies…' : 'Open emergency access'}
        </button>
        <p className="govuk-body">
          <a className="govuk-link" href={`#/family/${at}`}>
            Go back without opening it
          </a>
        </p>
      </form>
    </Page>
  );
}

function check(reason: string | null, statement: string, opened: Opened): readonly Fault[] {
  const faults: Fault[] = [];
  if (opened.family === null)
    faults.push({ field: 'reason', message: 'The glass is broken for a family, and none is told of here' });
  if (reason === null) faults.push({ field: 'reason', message: 'Choose a reason' });
  const short = tooShort(statement);
  if (short !== null) faults.push({ field: 'statement', message: short });
  return faults;
}

/** What a break-glass session opens, beside the family. */
export function UnderGlass() {
  const { glass } = useSession();
  if (glass === null) return null;
  return (
    <div className="govuk-inset-text under-glass">
      <p>
        Told: {listed(glass.told.map(agencyName)) ?? 'nobody'}.
        {glass.notTold.length === 0
          ? ''
          : ` Could not be told, so what they own stays closed: ${listed(glass.notTold.map(agencyName))}.`}
      </p>
      <p>
        Opened:{' '}
        {listed(
          glass.streams.map(
            (stream) => `${agencyName(stream.split(':')[0])} ${word(stream.split(':')[1])?.replaceAll('-', ' ')}`,
          ),
        )}
        . Reference {glass.reference}; to be reviewed by {day(glass.reviewBy.toISOString())}.
      </p>
    </div>
  );
}
