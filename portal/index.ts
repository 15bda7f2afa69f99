/** The reference front end: a page that says what this is, and a GraphQL IDE. Built to plain files; the gateway serves them. */
export { buildPortal, portalDirectory } from './build';
export { PORTAL_CONTENT_SECURITY_POLICY } from './content-security-policy';
