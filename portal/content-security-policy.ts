/**
 * What a browser may do on the portal's pages: nothing that leaves this host.
 *
 * `style-src 'unsafe-inline'` is the one loosening. Monaco, the editor inside GraphiQL, writes its theme, its measured
 * line heights and its decorations into `<style>` elements and `style` attributes while it runs, with no way to give them
 * a nonce. Scripts, workers, fonts and images stay at `'self'`.
 */
export const PORTAL_CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
