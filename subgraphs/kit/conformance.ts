/** The conformance suite: what an agency in any language is held to, over HTTP. */
export type { Audit, AuditGroup, Level } from './conformance/audit';
export { type GrantForge, startGrantForge } from './conformance/forge-grants';
export { countResults, tellOutcome, tellResult, writeReportPage } from './conformance/print-report';
export {
  AUDIT_GROUPS,
  type AuditResult,
  type ConformanceOptions,
  type ConformanceReport,
  runConformance,
} from './conformance/run-conformance';
export type { ClosedPointer, Pointers } from './conformance/target';
export { writeJunit } from './conformance/write-junit';
export { PortTaken } from './errors';
