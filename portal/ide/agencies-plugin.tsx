/// <reference lib="dom" />
import { type GraphiQLPlugin, useGraphiQL } from '@graphiql/react';
import { useMemo } from 'react';
import { partsByAgency } from './by-agency';

const ROW = 34;

/** A picture of what the requester may ask, and whose it is. */
function SchemaByAgency() {
  const schema = useGraphiQL((state) => state.schema);
  const parts = useMemo(() => (schema ? partsByAgency(schema) : []), [schema]);
  const height = Math.max(1, parts.length) * ROW + 16;
  if (parts.length === 0)
    return (
      <section className="agencies" aria-label="Schema by agency">
        <h2>Schema by agency</h2>
        <p>No field that an agency guards is open to this role for this purpose.</p>
      </section>
    );
  return (
    <section className="agencies" aria-label="Schema by agency">
      <h2>Schema by agency</h2>
      <p>What may be asked in this role, for this purpose, and whose it is.</p>
      <svg viewBox={`0 0 360 ${height}`} role="img" aria-label={parts.map(told).join(', ')}>
        <text className="root" x="0" y={height / 2 + 4}>
          Person, Family
        </text>
        {parts.map(({ agency, fields }, at) => {
          const y = at * ROW + ROW / 2 + 8;
          return (
            <g key={agency}>
              <path className="branch" d={`M114 ${height / 2} C140 ${height / 2} 130 ${y} 166 ${y}`} />
              <text x="172" y={y + 4}>
                {agency}
              </text>
              <text x="352" y={y + 4} textAnchor="end">
                {fields.length}
              </text>
            </g>
          );
        })}
      </svg>
      {parts.map(({ agency, fields }) => (
        <details key={agency}>
          <summary>
            {agency} ({fields.length})
          </summary>
          <ul>
            {fields.map((field) => (
              <li key={field}>
                <code>{field}</code>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

const told = ({ agency, fields }: ReturnType<typeof partsByAgency>[number]): string =>
  `${agency}: ${fields.length} fields`;

const Icon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
    <circle cx="5" cy="12" r="2.5" />
    <circle cx="19" cy="5" r="2.5" />
    <circle cx="19" cy="12" r="2.5" />
    <circle cx="19" cy="19" r="2.5" />
    <path d="M7.5 12h9M7 10.500l9.500-4.500M7 13.500l9.500 4.500" />
  </svg>
);

export const AGENCIES_PLUGIN: GraphiQLPlugin = { title: 'Schema by agency', icon: Icon, content: SchemaByAgency };
