import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { builtPages } from '../../cli/built-pages';
import { freePort, type RunningStack, startStack } from '../stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(180_000);

/** Long enough to sign in on a busy machine, and short enough to wait for. */
const LASTS_S = 10;
/** The gateway takes a token for a minute after its end, for clocks differ: this sign-in's is so much behind. */
const BEHIND_S = 60;
const ended = () => new Promise((passed) => setTimeout(passed, (LASTS_S + 1) * 1_000));

/** As much of an organisation's sign-in as the code flow needs: it believes whoever comes, and checks the proof key. */
async function openProvider(port: number) {
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const challenges = new Map<string, string>();
  const refused: string[] = [];
  /** Seconds that tokens last, those that a sign-in gives and those that a renewal gives; whether there are renewals. */
  const terms = { signedIn: 600, renewed: 600, renews: true };
  const refreshTokens = new Set<string>();
  const renewals: ('renewed' | 'refused')[] = [];
  const answer = async (request: IncomingMessage): Promise<{ to?: string; json?: object; status?: number }> => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/.well-known/openid-configuration')
      return {
        json: {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
        },
      };
    if (url.pathname === '/jwks') return { json: { keys: [jwk] } };
    if (url.pathname === '/authorize') {
      const code = randomUUID();
      challenges.set(code, url.searchParams.get('code_challenge') ?? '');
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      return { to: back.href };
    }
    const form = new URLSearchParams(await bodyOf(request));
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRenewal = form.get('grant_type') === 'refresh_token';
    if (isRenewal) {
      // Each is taken once, as providers do that exchange them: whoever sends one again has stolen it.
      const isGood = terms.renews && refreshTokens.delete(form.get('refresh_token') ?? '');
      renewals.push(isGood ? 'renewed' : 'refused');
      if (!isGood) return { status: 400, json: { error: 'invalid_grant' } };
    } else if (url.pathname !== '/token' || challenges.get(form.get('code') ?? '') !== proof) {
      refused.push(url.pathname);
      return { status: 400, json: { error: 'invalid_grant' } };
    }
    const lasts = isRenewal ? terms.renewed : terms.signedIn;
    // What has ended was issued before.
    const issued = Math.floor(Date.now() / 1_000) - BEHIND_S + Math.min(lasts, 0);
    const token = await new SignJWT({
      name: 'Olu Bright',
      organisation: 'aldermere-childrens-centres',
      organisation_type: 'CHILDRENS_CENTRE',
      role: 'HEAD_OF_CENTRE',
      area: 'thornwick',
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience('family-view')
      .setSubject('w-olu')
      .setIssuedAt(issued)
      .setExpirationTime(issued + Math.max(lasts, 1))
      .sign(privateKey);
    const refresh = randomUUID();
    refreshTokens.add(refresh);
    return { json: { access_token: token, token_type: 'Bearer', expires_in: 600, refresh_token: refresh } };
  };
  const server: Server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    void answer(request).then(({ to, json, status }) => {
      if (to) return response.writeHead(302, { location: to }).end();
      return response.writeHead(status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    issuer,
    refused,
    terms,
    renewals,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

inBrowser('signing in with one’s organisation', () => {
  let provider: Awaited<ReturnType<typeof openProvider>>;
  let stack: RunningStack;
  let browser: Awaited<ReturnType<typeof launch>>;

  beforeAll(async () => {
    provider = await openProvider(await freePort());
    const { issuer } = provider;
    const environment = { ISSUER: issuer, JWKS_URI: `${issuer}/jwks`, PORTAL_CLIENT_ID: 'portal' };
    [stack, browser] = await Promise.all([
      startStack({ families: 12, pages: await builtPages(), environment }),
      launch(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
    await provider?.close();
  });

  test('goes by code and proof key, and leaves nothing of it in the address or the browser', async () => {
    const visit = await Visit.open(browser, stack.url);
    const { page } = visit;
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
    await page.getByText('You have signed in with your organisation.').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Olu Bright, Head of Centre').waitFor();
    expect(page.url()).not.toContain('code=');
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).toBe(
      '[{},{},""]',
    );
    expect(provider.refused).toEqual([]);
    // The provider is the one other host that the page may ask.
    expect(visit.faults.filter((fault) => !fault.includes(provider.issuer))).toEqual([]);
    await visit.leave();
  });

  test('a token that ends is renewed without a word, once for all that a page asks, and each refresh token is sent once', async () => {
    Object.assign(provider.terms, { signedIn: -60, renewed: LASTS_S, renews: true });
    const visit = await signedIn();
    const before = provider.renewals.length;
    expect(before).toBeGreaterThan(0);
    Object.assign(provider.terms, { renewed: 600 });
    await ended();
    await visit.find(GRACE);
    await visit.page.getByRole('button', { name: 'Open the family', exact: true }).click();
    await visit.page.getByRole('heading', { level: 1, name: /family/ }).waitFor();
    await visit.settled();
    expect(provider.renewals.length).toBe(before + 1);
    expect(provider.renewals).not.toContain('refused');
    await visit.leave();
  });

  test('where it is not renewed the page is covered, and a new sign-in comes back to the same place', async () => {
    Object.assign(provider.terms, { signedIn: -60, renewed: LASTS_S, renews: true });
    const visit = await signedIn();
    const { page } = visit;
    Object.assign(provider.terms, { signedIn: 600, renews: false });
    await page.goto(`${stack.url}/#find`);
    await ended();
    await page.getByRole('button', { name: 'Find', exact: true }).waitFor();
    await page.getByLabel('Given name').fill(GRACE.given);
    await page.getByLabel('Family name').fill(GRACE.family);
    await page.getByLabel('Date of birth').fill(GRACE.born);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Okafor');
    const place = new URL(page.url()).hash;
    await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
    await page.getByText('You have signed in with your organisation.').waitFor();
    expect(new URL(page.url()).hash).toBe(place);
    await visit.leave();
  });

  /** Signed in, and on the first page. */
  async function signedIn(): Promise<Visit> {
    provider.renewals.length = 0;
    const visit = await Visit.open(browser, stack.url);
    await visit.page.getByRole('button', { name: 'Sign in with your organisation' }).click();
    await visit.page.getByText('You have signed in with your organisation.').waitFor();
    await visit.page.getByRole('button', { name: 'Continue' }).click();
    await visit.page.getByText('Olu Bright, Head of Centre').waitFor();
    await visit.settled();
    return visit;
  }

  test('a code that was handed to somebody is of no use without what their browser kept', async () => {
    const visit = await Visit.open(browser, stack.url);
    await visit.page.goto(`${stack.url}/?code=stolen&state=guessed`);
    await visit.page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
    await visit.leave();
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
