import { AUDIT_BY_MONTHS } from './audit-months';

/** The tables that gateways share, as steps that are each taken once. A step that was released is never changed. */
export const MIGRATIONS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: '2026-11-keys-limits-stops-registry',
    sql: `
CREATE TABLE family_view.service (one integer PRIMARY KEY CHECK (one = 1), key_check text NOT NULL);

CREATE TABLE family_view.grant_keys (one integer PRIMARY KEY CHECK (one = 1), kids text NOT NULL, sealed text NOT NULL);

CREATE TABLE family_view.limit_count (name text PRIMARY KEY, held bigint NOT NULL, until timestamptz NOT NULL);
CREATE INDEX limit_count_until ON family_view.limit_count (until);
CREATE TABLE family_view.limit_set (name text PRIMARY KEY, members text[] NOT NULL, until timestamptz NOT NULL);
CREATE INDEX limit_set_until ON family_view.limit_set (until);

CREATE FUNCTION family_view.take(of_name text, by_count bigint, most bigint, for_ms bigint)
RETURNS TABLE (taken boolean, held bigint, added bigint, remaining double precision) LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
  was bigint;
  ends timestamptz;
BEGIN
  IF by_count = 0 THEN
    SELECT c.held, c.until INTO was, ends FROM family_view.limit_count c WHERE c.name = of_name AND c.until > at;
    RETURN QUERY SELECT true, coalesce(was, 0), 0::bigint, coalesce(extract(epoch FROM ends - at) * 1000, for_ms)::double precision;
    RETURN;
  END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  INSERT INTO family_view.limit_count AS c VALUES (of_name, 0, at + for_ms * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET
    held = CASE WHEN c.until <= at THEN 0 ELSE c.held END,
    until = CASE WHEN c.until <= at THEN excluded.until ELSE c.until END
  RETURNING c.held, c.until INTO was, ends;
  taken := was + by_count <= most;
  IF taken THEN UPDATE family_view.limit_count c SET held = was + by_count WHERE c.name = of_name; END IF;
  held := CASE WHEN taken THEN was + by_count ELSE was END;
  added := CASE WHEN taken THEN by_count ELSE 0 END;
  remaining := extract(epoch FROM ends - at) * 1000;
  RETURN NEXT;
END $$;

CREATE FUNCTION family_view.gather(of_name text, given text[], most bigint, for_ms bigint)
RETURNS TABLE (taken boolean, held bigint, added bigint, remaining double precision) LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
  known text[];
  fresh text[];
  ends timestamptz;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  INSERT INTO family_view.limit_set AS s VALUES (of_name, '{}', at + for_ms * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET
    members = CASE WHEN s.until <= at THEN '{}' ELSE s.members END,
    until = CASE WHEN s.until <= at THEN excluded.until ELSE s.until END
  RETURNING s.members, s.until INTO known, ends;
  fresh := ARRAY(SELECT DISTINCT one FROM unnest(given) AS one WHERE one <> ALL (known));
  taken := cardinality(fresh) = 0 OR cardinality(known) + cardinality(fresh) <= most;
  IF taken AND cardinality(fresh) > 0 THEN
    UPDATE family_view.limit_set s SET members = known || fresh WHERE s.name = of_name;
  END IF;
  added := CASE WHEN taken THEN cardinality(fresh) ELSE 0 END;
  held := cardinality(known) + added;
  remaining := extract(epoch FROM ends - at) * 1000;
  RETURN NEXT;
END $$;

CREATE TABLE family_view.asked_table (
  at bigint NOT NULL, requester text NOT NULL, organisation text NOT NULL, subject text NOT NULL, asked text NOT NULL,
  requester_cost integer NOT NULL, organisation_cost integer NOT NULL
);
CREATE INDEX asked_table_requester ON family_view.asked_table (requester, at);
CREATE INDEX asked_table_organisation ON family_view.asked_table (organisation, at);
CREATE TABLE family_view.kept_back (name text NOT NULL, cell text NOT NULL, at bigint NOT NULL, PRIMARY KEY (name, cell));

CREATE FUNCTION family_view.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are added and never changed', TG_TABLE_NAME;
END $$;

CREATE TABLE family_view.stop_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry text NOT NULL);
CREATE TRIGGER stop_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON family_view.stop_entry
  FOR EACH STATEMENT EXECUTE FUNCTION family_view.refuse_change();

CREATE TABLE family_view.registry (one integer PRIMARY KEY CHECK (one = 1), id text NOT NULL);
CREATE TABLE family_view.registry_text (hash text PRIMARY KEY, body text NOT NULL);
CREATE TABLE family_view.registry_version (version integer PRIMARY KEY, record text NOT NULL);
CREATE TRIGGER registry_version_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON family_view.registry_version
  FOR EACH STATEMENT EXECUTE FUNCTION family_view.refuse_change();
CREATE TABLE family_view.registry_staged (agency text PRIMARY KEY, subgraph text NOT NULL);
CREATE TABLE family_view.registry_nonce (nonce text PRIMARY KEY, used_at timestamptz NOT NULL DEFAULT clock_timestamp());
`,
  },
  {
    name: '2026-11-audit-index',
    sql: `
CREATE TABLE family_view.audit_shipped (gateway text PRIMARY KEY, sequence bigint NOT NULL);
CREATE TABLE family_view.audit_look (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gateway text NOT NULL, own bigint NOT NULL, at bigint NOT NULL,
  event text NOT NULL, operation text NOT NULL, requester text, organisation text, purpose text, case_reference text,
  intent bigint, record text NOT NULL, UNIQUE (gateway, own)
);
CREATE INDEX audit_look_at ON family_view.audit_look (at);
CREATE INDEX audit_look_event ON family_view.audit_look (event, sequence)
  WHERE event NOT IN ('FAMILY_VIEW_INTENT', 'FAMILY_VIEW_DISCLOSURE');
CREATE INDEX audit_look_requester ON family_view.audit_look (requester, sequence);
CREATE INDEX audit_look_operation ON family_view.audit_look (operation) WHERE event = 'FAMILY_VIEW_INTENT';
CREATE INDEX audit_look_intent ON family_view.audit_look (intent);
CREATE TABLE family_view.audit_term (name text NOT NULL, sequence bigint NOT NULL, PRIMARY KEY (name, sequence));
CREATE INDEX audit_term_sequence ON family_view.audit_term (sequence);
CREATE TABLE family_view.audit_review (
  reference text PRIMARY KEY, sequence bigint NOT NULL, kind text NOT NULL, review_by bigint NOT NULL,
  state text NOT NULL, assignee text, raised integer NOT NULL DEFAULT 0
);
CREATE TABLE family_view.audit_asked (
  fields text NOT NULL, role text NOT NULL, day integer NOT NULL, operations bigint NOT NULL, PRIMARY KEY (fields, role, day)
);
CREATE TABLE family_view.audit_asked_field (name text NOT NULL, fields text NOT NULL, PRIMARY KEY (name, fields));
CREATE INDEX audit_review_newest ON family_view.audit_review (sequence);
CREATE INDEX audit_review_state ON family_view.audit_review (state, sequence);
CREATE INDEX audit_review_due ON family_view.audit_review (review_by) WHERE state IN ('OPEN', 'ASSIGNED');
`,
  },
  { name: '2026-11-audit-by-months', sql: AUDIT_BY_MONTHS },
];
