import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { builtPages } from '../../cli/built-pages';
import { freePort, type RunningStack, startStack } from '../stack';
import { inBrowser, launch, Visit } from './visit';

jest.setTimeout(120_000);

/** As much of an organisation's sign-in as the code flow needs: it believes whoever comes, and checks the proof key. */
async function openProvider(port: number) {
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const challenges = new Map<string, string>();
  const refused: string[] = [];
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
    if (url.pathname !== '/token' || challenges.get(form.get('code') ?? '') !== proof) {
      refused.push(url.pathname);
      return { status: 400, json: { error: 'invalid_grant' } };
    }
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
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
    return { json: { access_token: token, token_type: 'Bearer', expires_in: 600 } };
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
      startStack({ families: 4, pages: await builtPages(), environment }),
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
