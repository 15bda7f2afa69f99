import type { Grant, GrantSeal, GrantStatement } from '@family-view/schema';
import { z } from 'zod';

const group = z.object({ refs: z.array(z.string().min(1)), streams: z.array(z.string().min(1)) });

const grant = z.object({ statement: z.string().min(1), seal: z.string().min(1) });

const statement = z.object({
  v: z.literal(1),
  agency: z.string().min(1),
  requester: z.object({
    id: z.string().min(1),
    organisation: z.string().min(1),
    role: z.string().min(1),
    area: z.string().nullable(),
  }),
  purpose: z.string().min(1),
  caseReference: z.string().nullable(),
  protocolVersion: z.string().min(1),
  operation: z.string().min(1),
  people: z.array(group),
  families: z.array(group),
  streams: z.array(z.string().min(1)),
  body: z.string().min(1),
  salt: z.string().min(1),
});

const seal = z.object({
  iss: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1),
  digests: z.array(z.string()),
});

/** The grant in a request's `extensions`; null where there is none, undefined where it has another shape. */
export function readGrant(extensions: Readonly<Record<string, unknown>> | null | undefined): Grant | null | undefined {
  if (extensions?.grant === undefined || extensions.grant === null) return null;
  return grant.safeParse(extensions.grant).data;
}

/** What the statement says, or undefined where its text has another shape. */
export const readStatement = (text: string): GrantStatement | undefined => statement.safeParse(readJson(text)).data;

/** The claims of a seal whose signature was checked, or undefined where they have another shape. */
export const readSeal = (payload: Uint8Array): GrantSeal | undefined =>
  seal.safeParse(readJson(new TextDecoder().decode(payload))).data;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
