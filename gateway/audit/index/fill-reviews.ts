import type Database from 'libsql';
import type { KeptRecord } from '../kept-record';
import { reviewStepOf } from './review-steps';

/** Keeps, behind the record, how each review stands: a page of the queue reads this and twenty records. */
export function createReviewFiller(database: Database.Database) {
  const begin = database.prepare('INSERT OR IGNORE INTO review VALUES (?, ?, ?, ?, ?, NULL, 0)');
  const assign = database.prepare(
    "UPDATE review SET state = 'ASSIGNED', assignee = ? WHERE reference = ? AND state IN ('OPEN', 'ASSIGNED')",
  );
  const decide = database.prepare('UPDATE review SET state = ? WHERE reference = ?');
  const raise = database.prepare('UPDATE review SET raised = 1 WHERE reference = ?');
  const term = database.prepare('INSERT OR IGNORE INTO term VALUES (?, ?)');

  return {
    take(sequence: number, record: KeptRecord): void {
      const done = reviewStepOf(record);
      if (!done) return;
      const { reference } = done;
      switch (done.step) {
        case 'begin':
          begin.run(reference, sequence, done.kind, done.reviewBy, 'OPEN');
          return;
        case 'assign':
          assign.run(done.assignee, reference);
          break;
        case 'decide':
          decide.run(done.state, reference);
          break;
        case 'raise':
          raise.run(reference);
      }
      term.run(`r${reference}`, sequence);
    },
    /** What was removed after its time. */
    forget(sequence: number): void {
      database.prepare('DELETE FROM review WHERE sequence <= ?').run(sequence);
    },
  };
}
