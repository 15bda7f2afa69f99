/** The reference front end: a portal for who works with families, and a GraphQL IDE. Built to plain files; the gateway serves them. */
export { buildPortal, portalDirectory, portalManifest } from './build';
export { contentSecurityPolicy } from './content-security-policy';
