/** The reference front end: a portal for who works with families, and a GraphQL IDE. Built to plain files; the gateway serves them. */
export { portalDirectory, portalManifest } from './built';
export { contentSecurityPolicy } from './content-security-policy';
