import { FamilyViewError } from '../errors';
import type { Postgres } from '../shared/postgres';

/** A user of the database that is to be the gateways' own cannot be. */
export class BadGatewayRole extends FamilyViewError {
  constructor(why: string) {
    super(`The gateways' user of the database cannot be this one: ${why}.`, { code: 'BAD_GATEWAY_ROLE' });
  }
}

/**
 * What a user of the database that is only the gateways' may do. To what is evidence it adds, and that is all: of the audit
 * nothing is changed or taken out, of stops and published versions neither. What is not named here it may not see.
 */
export const GATEWAY_RIGHTS: Readonly<Record<string, string>> = {
  'family_view.migration': 'SELECT',
  'family_view.service': 'SELECT, INSERT',
  'family_view.grant_keys': 'SELECT, INSERT, UPDATE',
  'family_view.limit_count': 'SELECT, INSERT, UPDATE, DELETE',
  'family_view.limit_set': 'SELECT, INSERT, UPDATE, DELETE',
  'family_view.asked_table': 'SELECT, INSERT, DELETE',
  'family_view.kept_back': 'SELECT, INSERT, UPDATE',
  'family_view.stop_entry': 'SELECT, INSERT',
  'family_view.registry': 'SELECT, INSERT',
  'family_view.registry_text': 'SELECT, INSERT',
  'family_view.registry_version': 'SELECT, INSERT',
  'family_view.registry_staged': 'SELECT, INSERT, UPDATE, DELETE',
  'family_view.registry_nonce': 'SELECT, INSERT, DELETE',
  'family_view_audit.look': 'SELECT, INSERT',
  'family_view_audit.term': 'SELECT, INSERT',
  // How far each gateway has come, how reviews stand, and counts: made of the records, and of nothing else.
  'family_view_audit.shipped': 'SELECT, INSERT, UPDATE (sequence)',
  'family_view_audit.review': 'SELECT, INSERT, UPDATE (state, assignee, raised)',
  'family_view_audit.asked': 'SELECT, INSERT, UPDATE (operations)',
  'family_view_audit.asked_field': 'SELECT, INSERT',
};

const SCHEMAS = 'SCHEMA family_view, family_view_audit';

/**
 * Gives a user of the database what gateways need, and takes whatever else it had on these tables.
 * @param postgres as the owner of the tables.
 * @param password by which the user is made where it is not there, and comes in from then on; it is left as it is where
 *   none is given.
 * @throws {BadGatewayRole} it is not there, or could do as the owner does.
 */
export async function grantGateway(postgres: Postgres, role: string, password?: string): Promise<void> {
  if (password !== undefined && !(await isOwner(postgres, role))) await makeRole(postgres, role, password);
  const owns = await isOwner(postgres, role);
  if (owns === null) throw new BadGatewayRole(`there is no user ${role}: CREATE ROLE makes one`);
  if (owns) throw new BadGatewayRole(`${role} owns the tables, or is a superuser, and could change what is recorded`);
  const named = `"${role.replaceAll('"', '""')}"`;
  await postgres.inTransaction(async (ask) => {
    await ask(`GRANT USAGE ON ${SCHEMAS} TO ${named}`);
    await ask(`REVOKE ALL ON ALL TABLES IN ${SCHEMAS} FROM ${named}`);
    for (const [table, rights] of Object.entries(GATEWAY_RIGHTS)) await ask(`GRANT ${rights} ON ${table} TO ${named}`);
    await ask(`GRANT USAGE ON ALL SEQUENCES IN ${SCHEMAS} TO ${named}`);
    await ask(`GRANT EXECUTE ON ALL FUNCTIONS IN ${SCHEMAS} TO ${named}`);
  });
}

/** Null where it is not there. */
async function isOwner(postgres: Postgres, role: string): Promise<boolean | null> {
  const [found] = await postgres.ask(
    `SELECT rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') OR pg_has_role(rolname, nspowner, 'MEMBER') AS owns
     FROM pg_roles, pg_namespace WHERE rolname = $1 AND nspname = 'family_view'`,
    [role],
  );
  return found ? (found as { readonly owns: boolean }).owns : null;
}

async function makeRole(postgres: Postgres, role: string, password: string): Promise<void> {
  const [there] = await postgres.ask('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const [written] = await postgres.ask(
    "SELECT format('%s ROLE %I LOGIN PASSWORD %L', $1::text, $2::text, $3::text) AS text",
    [there ? 'ALTER' : 'CREATE', role, password],
  );
  await postgres.ask((written as { readonly text: string }).text);
}
