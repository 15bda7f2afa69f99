/** A small FHIR R4 server over resources in memory: searches, pages and refuses as a real one does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import { indexStored, type Stored, type StoredIndex } from './stand-in-index';

export type { Stored } from './stand-in-index';

export interface FhirStandIn {
  readonly url: string;
  close(): Promise<void>;
}

/** What each type can be searched by, as its capability statement would say. Anything else is refused. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  Patient: ['_id', 'identifier', 'family', 'given', 'birthdate', 'address-postalcode', 'gender', 'link'],
  RelatedPerson: ['_id', 'identifier', 'patient'],
  EpisodeOfCare: ['_id', 'patient', 'status', 'care-manager'],
  CareTeam: ['_id', 'patient', 'status'],
  Practitioner: ['_id', 'identifier'],
  PractitionerRole: ['_id', 'practitioner'],
  Organization: ['_id', 'identifier'],
  Encounter: ['_id', 'patient', 'status', 'class', 'type', 'date'],
  Immunization: ['_id', 'patient', 'status'],
  Observation: ['_id', 'patient', 'code', 'focus', 'value-date'],
  Appointment: ['_id', 'patient', 'status', 'service-type', 'date'],
  Flag: ['_id', 'patient', 'status', 'code'],
};
/** What a search for people can bring along, by the parameter of the type that refers. */
const INCLUDES = ['Patient:link', 'RelatedPerson:patient'];
const REVERSE_INCLUDES = ['RelatedPerson:patient', 'Patient:link', 'Observation:focus'];
const batch = z.object({
  type: z.literal('batch'),
  entry: z.array(z.object({ request: z.object({ method: z.literal('GET'), url: z.string() }) })),
});
const MOST_ON_A_PAGE = 50;
const MOST_KEPT = 50;

export async function serveFhir(
  resources: readonly Stored[],
  options: {
    readonly port?: number;
    readonly now: string;
    /** What it states that it can do; all that it can, unless told otherwise. */
    readonly states?: { readonly batch?: boolean; readonly includes?: boolean };
  },
): Promise<FhirStandIn> {
  const store = new Map<string, Kept[]>(Object.keys(PARAMETERS).map((type) => [type, []]));
  for (const stored of resources) store.get(stored.resource.resourceType)?.push(keep(stored));
  const index = indexStored(store);
  // Made now: in a large borough whoever asks first would wait past their time for them.
  for (const [type, names] of Object.entries(PARAMETERS))
    for (const name of names) index.search(type, [{ name, texts: ['-'] }]);
  const search = keepFound(index);
  const server = createServer((request, response) => void answer(request, response, { ...index, search }, options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/R4`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the next pages of a search are of: as a real server, it does not search again for each. */
function keepFound(index: StoredIndex<Kept>): StoredIndex<Kept>['search'] {
  const kept = new Map<string, readonly Kept[]>();
  return (type, asked) => {
    const key = JSON.stringify([type, asked]);
    const found = kept.get(key) ?? index.search(type, asked);
    kept.delete(key);
    kept.set(key, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return found;
  };
}

/** As text: of hundreds of thousands of resources as objects, each collection of garbage would go through every one. */
interface Kept extends Stored {
  readonly text: string;
}
const keep = ({ resource, found }: Stored): Kept => {
  const { resourceType, id } = resource;
  return { resource: { resourceType, id }, found, text: JSON.stringify(resource) };
};

type Options = Parameters<typeof serveFhir>[1];

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  index: StoredIndex<Kept>,
  { now, states }: Options,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const [status, body] =
    request.method === 'POST' && url.pathname === '/R4'
      ? readBatch(await textOf(request), url, index, now)
      : request.method !== 'GET'
        ? refusal(404, 'not-supported')
        : url.pathname === '/R4/metadata'
          ? ([200, JSON.stringify(capabilities(states))] as const)
          : read(url, index, now);
  response.writeHead(status, { 'content-type': 'application/fhir+json; charset=utf-8' }).end(body);
}

type Reply = readonly [status: number, body: string];

function readBatch(text: string, base: URL, index: StoredIndex<Kept>, now: string): Reply {
  const asked = batch.safeParse(JSON.parse(text));
  if (!asked.success) return refusal(400, 'not-supported');
  const entry = asked.data.entry.map(({ request }) => {
    const [status, resource] = read(new URL(`${base.href}/${request.url}`), index, now);
    return `{"response":{"status":"${status}"},"resource":${resource}}`;
  });
  return [200, bundleOf({ type: 'batch-response' }, entry)];
}

function read(url: URL, index: StoredIndex<Kept>, now: string): Reply {
  const [, base, type = '', id] = url.pathname.split('/');
  const known = PARAMETERS[type];
  if (base !== 'R4' || known === undefined) return refusal(404, 'not-supported');
  if (id !== undefined) {
    const one = index.lookUp(type, '_id', id)[0];
    return one ? [200, one.text] : refusal(404, 'not-found');
  }
  const [includes, asked] = partedBy([...url.searchParams].filter(([name]) => name !== '_count' && name !== '_page'));
  const offered = includes.every(([name, value]) => INCLUDE_NAMES[name]?.includes(value) && type === 'Patient');
  if (asked.length === 0 || !offered || asked.some(([name]) => !known.includes(name)))
    return refusal(400, 'not-supported');
  const found = index.search(
    type,
    asked.map(([name, value]) => ({ name, texts: splitValues(value) })),
  );
  return [200, page(found, url, now, (shown) => included(shown, includes, index))];
}

const INCLUDE_NAMES: Readonly<Record<string, readonly string[]>> = {
  '_include:iterate': INCLUDES,
  '_revinclude:iterate': REVERSE_INCLUDES,
};
type Named = readonly (readonly [name: string, value: string])[];
const partedBy = (asked: Named): readonly [includes: Named, others: Named] => [
  asked.filter(([name]) => /^_(rev)?include/.test(name)),
  asked.filter(([name]) => !/^_(rev)?include/.test(name)),
];

/** What is referred to, and what refers, from one to the next until nothing new comes. */
function included(found: readonly Kept[], includes: Named, index: StoredIndex<Kept>): readonly Kept[] {
  const all = new Set(found);
  for (const { resource, found: values } of all) {
    for (const [name, value] of includes) {
      const [type = '', parameter = ''] = value.split(':');
      const references = name.startsWith('_include')
        ? resource.resourceType === type
          ? (values[parameter] ?? []).map((reference) => reference.split('/')).filter((parts) => parts.length === 2)
          : []
        : [];
      for (const [to = '', id = ''] of references) for (const one of index.lookUp(to, '_id', id)) all.add(one);
      if (name.startsWith('_revinclude'))
        for (const one of index.lookUp(type, parameter, `${resource.resourceType}/${resource.id}`)) all.add(one);
    }
  }
  return [...all].slice(found.length);
}

/** The CapabilityStatement, of what the connector looks at. */
const capabilities = ({ batch = true, includes = true }: Options['states'] = {}) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  fhirVersion: '4.0.1',
  format: ['json'],
  rest: [
    {
      mode: 'server',
      interaction: batch ? [{ code: 'batch' }] : [],
      resource: Object.entries(PARAMETERS).map(([type, names]) => ({
        type,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: names.map((name) => ({ name })),
        ...(includes && type === 'Patient' ? { searchInclude: INCLUDES, searchRevInclude: REVERSE_INCLUDES } : {}),
      })),
    },
  ],
});

const refusal = (status: number, code: string): Reply => [
  status,
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] }),
];

/** A comma parts alternatives, unless a backslash stands before it. */
const splitValues = (text: string): readonly string[] =>
  (text.match(/(?:\\.|[^,\\])+/g) ?? []).map((value) => value.replace(/\\(.)/g, '$1'));

function page(
  found: readonly Kept[],
  url: URL,
  now: string,
  alongWith: (shown: readonly Kept[]) => readonly Kept[],
): string {
  const size = Math.min(Number(url.searchParams.get('_count') ?? MOST_ON_A_PAGE) || MOST_ON_A_PAGE, MOST_ON_A_PAGE);
  const number = Number(url.searchParams.get('_page') ?? 1) || 1;
  const next = new URL(url);
  next.searchParams.set('_page', String(number + 1));
  const shown = found.slice((number - 1) * size, number * size);
  const link = [
    { relation: 'self', url: url.href },
    ...(found.length > number * size ? [{ relation: 'next', url: next.href }] : []),
  ];
  return bundleOf({ type: 'searchset', meta: { lastUpdated: now }, total: found.length, link }, [
    ...shown.map((stored) => entryOf(stored, url, 'match')),
    ...alongWith(shown).map((stored) => entryOf(stored, url, 'include')),
  ]);
}

/** @param entries as text. */
const bundleOf = (about: object, entries: readonly string[]): string =>
  `${JSON.stringify({ resourceType: 'Bundle', ...about }).slice(0, -1)},"entry":[${entries.join(',')}]}`;

const entryOf = ({ resource, text }: Kept, url: URL, mode: 'match' | 'include'): string => {
  const fullUrl = JSON.stringify(`${url.origin}/R4/${resource.resourceType}/${resource.id}`);
  return `{"fullUrl":${fullUrl},"resource":${text},"search":{"mode":"${mode}"}}`;
};
