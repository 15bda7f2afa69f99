import { type FormEvent, useState } from 'react';
import { ProtocolChanges, type ProtocolChangesQuery, ProtocolText } from '../../operations/stored';
import { Choice } from '../look/choice';
import { saveFile } from '../looks/save-file';
import { useSession } from '../session';
import type { Answered } from './agreements';
import { ChangesByRole } from './changes-by-role';

type Told =
  | { readonly kind: 'changes'; readonly found: NonNullable<ProtocolChangesQuery['protocolChanges']> }
  | { readonly kind: 'fault'; readonly message: string };

const YAML = 'application/yaml';
const SILENT = 'The gateway did not answer.';

/** Another version of an agreement: begun from the one in use, compared by role, saved, and kept nowhere. */
export function Proposed({ agreements }: Pick<Answered, 'agreements'>) {
  const { asker } = useSession();
  const [of, setOf] = useState(agreements[0]?.id ?? '');
  const [text, setText] = useState('');
  const [told, setTold] = useState<Told | null>(null);
  const chosen = agreements.find(({ id }) => id === of);
  const inUse = async (): Promise<string | null> => {
    setTold(null);
    const answer = await asker.ask(ProtocolText, {}).catch(() => null);
    const found = answer?.data?.sharing?.agreements.find(({ id }) => id === of)?.text ?? null;
    if (found === null) setTold({ kind: 'fault', message: answer?.errors[0]?.message ?? SILENT });
    return found;
  };
  const begin = async (): Promise<void> => {
    const found = await inUse();
    if (found !== null) setText((before) => (before === '' ? found : before));
  };
  const save = async (): Promise<void> => {
    const found = await inUse();
    if (found !== null) saveFile(`${of}-${chosen?.version}.yaml`, found, YAML);
  };
  const compare = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTold(null);
    const answer = await asker.ask(ProtocolChanges, { proposed: text }).catch(() => null);
    const found = answer?.data?.protocolChanges;
    setTold(found ? { kind: 'changes', found } : { kind: 'fault', message: answer?.errors[0]?.message ?? SILENT });
  };
  return (
    <section aria-labelledby="proposed">
      <h2 className="govuk-heading-m" id="proposed" tabIndex={-1}>
        What would a new version of the protocol change?
      </h2>
      <form onSubmit={(event) => void compare(event)}>
        <Choice label="Agreement" id="proposed-of" value={of} onChange={setOf}>
          {agreements.map(({ id, title, version }) => (
            <option key={id} value={id}>
              {title}, version {version}
            </option>
          ))}
        </Choice>
        <div className="govuk-button-group">
          {/* What somebody has written is not written over. */}
          <button
            type="button"
            className="govuk-button govuk-button--secondary"
            disabled={text !== ''}
            onClick={() => void begin()}
          >
            Start from the version in use
          </button>
          <button type="button" className="govuk-button govuk-button--secondary" onClick={() => void save()}>
            Save the version in use
          </button>
        </div>
        <div className="govuk-form-group">
          <label className="govuk-label govuk-label--s" htmlFor="proposed-text">
            The proposed protocol
          </label>
          <div className="govuk-hint" id="proposed-hint">
            The whole YAML file. Change what a clause shares, with whom or for what, and compare: nothing comes into
            force here. It is not kept: save it before you leave, and give it to the partners to agree and to the
            operator to put in force. Empty it to start again.
          </div>
          <textarea
            className="govuk-textarea proposed__text"
            id="proposed-text"
            rows={text === '' ? 8 : 24}
            spellCheck={false}
            aria-describedby="proposed-hint"
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              // What was compared is another text.
              setTold(null);
            }}
          />
        </div>
        <div className="govuk-button-group">
          <button className="govuk-button" type="submit">
            Compare
          </button>
          <button
            type="button"
            className="govuk-button govuk-button--secondary"
            disabled={text === ''}
            onClick={() => saveFile(`${of}-proposed.yaml`, text, YAML)}
          >
            Save what is proposed
          </button>
        </div>
      </form>
      <div aria-live="polite">
        {told?.kind === 'fault' ? (
          <div className="part part--unavailable">
            <pre className="fault">{told.message}</pre>
          </div>
        ) : null}
        {told?.kind === 'changes' ? <ChangesByRole {...told.found} /> : null}
      </div>
    </section>
  );
}
