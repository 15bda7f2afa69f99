/**
 * The index of all audits, in a schema of its own: a table of each month, rows that are added and never changed. Versions
 * before this step read `family_view.audit_…`; what is in there is taken over, and a gateway of such a version writes there
 * until it is replaced, and has its records shipped here then. A later step drops them.
 */
export const AUDIT_BY_MONTHS = `
CREATE SCHEMA family_view_audit;

CREATE SEQUENCE family_view_audit.look_sequence;
CREATE TABLE family_view_audit.look (
  sequence bigint NOT NULL, at bigint NOT NULL, gateway text NOT NULL, own bigint NOT NULL,
  event text NOT NULL, operation text NOT NULL, requester text, organisation text, purpose text, case_reference text,
  intent bigint, intent_at bigint, record text NOT NULL, PRIMARY KEY (sequence, at), UNIQUE (gateway, own, at)
) PARTITION BY RANGE (at);
CREATE INDEX look_at ON family_view_audit.look (at);
CREATE INDEX look_event ON family_view_audit.look (event, sequence)
  WHERE event NOT IN ('FAMILY_VIEW_INTENT', 'FAMILY_VIEW_DISCLOSURE');
CREATE INDEX look_requester ON family_view_audit.look (requester, sequence);
CREATE INDEX look_operation ON family_view_audit.look (operation) WHERE event = 'FAMILY_VIEW_INTENT';
CREATE INDEX look_intent ON family_view_audit.look (intent);
CREATE TABLE family_view_audit.term (
  name text NOT NULL, sequence bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY (name, sequence, at)
) PARTITION BY RANGE (at);

CREATE TRIGGER look_kept BEFORE UPDATE OR DELETE ON family_view_audit.look
  FOR EACH ROW EXECUTE FUNCTION family_view.refuse_change();
CREATE TRIGGER look_not_emptied BEFORE TRUNCATE ON family_view_audit.look
  FOR EACH STATEMENT EXECUTE FUNCTION family_view.refuse_change();
CREATE TRIGGER term_kept BEFORE UPDATE OR DELETE ON family_view_audit.term
  FOR EACH ROW EXECUTE FUNCTION family_view.refuse_change();
CREATE TRIGGER term_not_emptied BEFORE TRUNCATE ON family_view_audit.term
  FOR EACH STATEMENT EXECUTE FUNCTION family_view.refuse_change();

-- Makes the tables of a month where they are not there: whoever may add rows may not make tables. Attached, and not made in
-- place, so that nobody who reads waits for it.
CREATE FUNCTION family_view_audit.make_month(of_at bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  month timestamp := date_trunc('month', to_timestamp(of_at / 1000.0) AT TIME ZONE 'UTC');
  from_at bigint := extract(epoch FROM month) * 1000;
  to_at bigint := extract(epoch FROM month + interval '1 month') * 1000;
  parent text;
  part text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['look', 'term'] LOOP
    part := parent || to_char(month, '_YYYY_MM');
    CONTINUE WHEN to_regclass('family_view_audit.' || part) IS NOT NULL;
    EXECUTE format('CREATE TABLE family_view_audit.%I (LIKE family_view_audit.%I INCLUDING ALL)', part, parent);
    EXECUTE format('ALTER TABLE family_view_audit.%I ATTACH PARTITION family_view_audit.%I FOR VALUES FROM (%s) TO (%s)',
      parent, part, from_at, to_at);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION family_view_audit.make_month FROM PUBLIC;

CREATE TABLE family_view_audit.shipped (gateway text PRIMARY KEY, sequence bigint NOT NULL);
CREATE TABLE family_view_audit.review (
  reference text PRIMARY KEY, sequence bigint NOT NULL, at bigint NOT NULL, kind text NOT NULL, review_by bigint NOT NULL,
  state text NOT NULL, assignee text, raised integer NOT NULL DEFAULT 0
);
CREATE INDEX review_newest ON family_view_audit.review (sequence);
CREATE INDEX review_state ON family_view_audit.review (state, sequence);
CREATE INDEX review_due ON family_view_audit.review (review_by) WHERE state IN ('OPEN', 'ASSIGNED');
CREATE TABLE family_view_audit.asked (
  fields text NOT NULL, role text NOT NULL, day integer NOT NULL, operations bigint NOT NULL, PRIMARY KEY (fields, role, day)
);
CREATE TABLE family_view_audit.asked_field (name text NOT NULL, fields text NOT NULL, PRIMARY KEY (name, fields));

DO $$
DECLARE
  month bigint;
BEGIN
  FOR month IN
    SELECT DISTINCT (extract(epoch FROM date_trunc('month', to_timestamp(at / 1000.0) AT TIME ZONE 'UTC')) * 1000)::bigint
    FROM family_view.audit_look
  LOOP
    PERFORM family_view_audit.make_month(month);
  END LOOP;
END $$;
INSERT INTO family_view_audit.look
  SELECT look.sequence, look.at, look.gateway, look.own, look.event, look.operation, look.requester, look.organisation,
    look.purpose, look.case_reference, look.intent, asked.at, look.record
  FROM family_view.audit_look AS look LEFT JOIN family_view.audit_look AS asked ON asked.sequence = look.intent;
INSERT INTO family_view_audit.term
  SELECT term.name, term.sequence, look.at FROM family_view.audit_term AS term JOIN family_view.audit_look AS look USING (sequence);
SELECT setval('family_view_audit.look_sequence', coalesce(max(sequence), 0) + 1, false) FROM family_view.audit_look;
INSERT INTO family_view_audit.shipped SELECT * FROM family_view.audit_shipped;
INSERT INTO family_view_audit.review
  SELECT review.reference, review.sequence, look.at, review.kind, review.review_by, review.state, review.assignee, review.raised
  FROM family_view.audit_review AS review JOIN family_view.audit_look AS look USING (sequence);
INSERT INTO family_view_audit.asked SELECT * FROM family_view.audit_asked;
INSERT INTO family_view_audit.asked_field SELECT * FROM family_view.audit_asked_field;
`;
