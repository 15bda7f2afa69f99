import { FamilyViewError } from '../errors';

/** No record, no answer: the record is not on disk, so the caller may let nothing leave. */
export class AuditUnavailable extends FamilyViewError {
  constructor(what: string, cause?: unknown) {
    super(
      `The audit cannot be written (${what}), so nothing can be shown. Try again; if it lasts, ring the service desk.`,
      {
        code: 'AUDIT_UNAVAILABLE',
        httpStatus: 503,
        cause,
      },
    );
  }
}

/** A record held something that is no field, reason, version or pseudonym. `where` names the part, never its content. */
export class AuditRecordRefused extends FamilyViewError {
  constructor(where: string) {
    super(`The audit refused a record: its ${where} may hold only names of fields, reasons, versions and pseudonyms.`, {
      code: 'AUDIT_RECORD_REFUSED',
      httpStatus: 500,
    });
  }
}

/** Another gateway already writes in this directory. */
export class AuditInUse extends FamilyViewError {
  constructor(cause?: unknown) {
    super('Another gateway is writing the audit in this directory. Stop it, or give this one a directory of its own.', {
      code: 'AUDIT_IN_USE',
      httpStatus: 503,
      cause,
    });
  }
}

/** The end of the kept audit is not what was written: rows are gone or changed, or it was sealed with another key. */
export class AuditDamaged extends FamilyViewError {
  constructor(expected: string, came: string) {
    super(
      `The end of the audit is not as this gateway left it: expected ${expected}, found ${came}. Keep the directory for the information-governance officer and open the audit with the key that sealed it, or in a new directory.`,
      { code: 'AUDIT_DAMAGED', httpStatus: 503 },
    );
  }
}
