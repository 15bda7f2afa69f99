const STRICT = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/**
 * What a browser may do on the portal's pages: nothing that leaves this host.
 *
 * The IDE has two loosenings. `style-src 'unsafe-inline'`: Monaco, the editor inside GraphiQL, writes its theme, its measured
 * line heights and its decorations into `<style>` elements and `style` attributes while it runs, with no way to give them
 * a nonce. `img-src data:`: it underlines faults with an image written into its style sheet; such an image asks no host for
 * anything. Scripts, workers and fonts stay at `'self'`.
 *
 * @param signIn origin of the organisation's sign-in, which the portal asks for a token; null where none is set up.
 */
export const contentSecurityPolicy = (page: 'portal' | 'ide', signIn: string | null = null): string =>
  [
    ...STRICT,
    ...(page === 'ide' ? ["style-src 'self' 'unsafe-inline'", "img-src 'self' data:"] : []),
    ...(page === 'portal' && signIn !== null ? [`connect-src 'self' ${signIn}`] : []),
  ].join('; ');
