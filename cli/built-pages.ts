import { buildPortal, PORTAL_CONTENT_SECURITY_POLICY, portalDirectory } from '@family-view/portal';

/** The portal's pages, built where they are not yet. */
export async function builtPages() {
  await buildPortal();
  return { directory: portalDirectory(), contentSecurityPolicy: () => PORTAL_CONTENT_SECURITY_POLICY };
}
