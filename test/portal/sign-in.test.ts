import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtPages } from '../../cli/built-pages';
import { CLAIMS_FILE, type OidcProvider, SIGNED, startOidcProvider } from '../sign-in/oidc-provider';
import { freePort, type RunningStack, startStack } from '../stack';
import { GRACE, inBrowser, launch, Visit } from './visit';

jest.setTimeout(180_000);

/** Long enough to sign in on a busy machine, and short enough to wait for. */
const LASTS_S = 10;
/** The gateway takes a token for a minute after its end, for clocks differ: this sign-in's is so much behind. */
const BEHIND_S = 60;
const ended = () => new Promise((passed) => setTimeout(passed, (LASTS_S + 1) * 1_000));
/** What the sign-in gives has ended, for the gateway, before it is used. */
const ENDED = { lasts: 1, behind: 2 * BEHIND_S };

inBrowser('signing in with one’s organisation', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sign-in-'));
  let provider: OidcProvider;
  let stack: RunningStack;
  let browser: Awaited<ReturnType<typeof launch>>;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startOidcProvider(`http://127.0.0.1:${port}/`);
    writeFileSync(join(directory, 'claims.yaml'), CLAIMS_FILE);
    const environment = {
      ...{ ISSUER: provider.issuer, JWKS_URI: provider.jwksUri, AUDIENCE: SIGNED, REQUIRED_SCOPE: 'family-view' },
      ...{ CLAIMS_FILE: join(directory, 'claims.yaml'), PORTAL_CLIENT_ID: 'portal', PORTAL_PROMPT: 'consent' },
      PORTAL_SCOPE: 'openid offline_access family-view',
    };
    [stack, browser] = await Promise.all([
      startStack({ port, families: 12, pages: await builtPages(), environment }),
      launch(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
    await provider?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(() => provider.agree({ lasts: 600, behind: BEHIND_S, hasAccounts: true }));

  test('goes by code and proof key, and leaves nothing of it in the address or the browser', async () => {
    const visit = await Visit.openAlone(browser, stack.url);
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
    // The provider is the one other host that the page may ask.
    expect(visit.faults.filter((fault) => !fault.includes(provider.issuer))).toEqual([]);
    await visit.leave();
  });

  test('a token that ends is renewed without a word, once for all that a page asks, and each refresh token is sent once', async () => {
    const begun = (await provider.count()).renewed;
    const visit = await signedInWithWhatEnds();
    const before = (await provider.count()).renewed;
    expect(before).toBeGreaterThan(begun);
    await provider.agree({ lasts: 600 });
    await ended();
    await visit.find(GRACE);
    await visit.page.getByRole('button', { name: 'Open the family', exact: true }).click();
    await visit.onPage(/family/);
    await visit.settled();
    expect(await provider.count()).toMatchObject({ renewed: before + 1, refused: 0 });
    await visit.leave();
  });

  test('where it is not renewed the page is covered, and a new sign-in comes back to the same place', async () => {
    const visit = await signedInWithWhatEnds();
    const { page } = visit;
    await provider.agree({ lasts: 600, hasAccounts: false });
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
    await provider.agree({ hasAccounts: true });
    await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
    await page.getByText('You have signed in with your organisation.').waitFor();
    expect(new URL(page.url()).hash).toBe(place);
    await visit.leave();
  });

  test('who signs out there is asked again who they are, and what their page could be renewed by is revoked', async () => {
    const visit = await Visit.openAlone(browser, stack.url);
    const { page } = visit;
    const signIn = async (): Promise<number> => {
      await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
      await page.getByText('You have signed in with your organisation.').waitFor();
      return (await provider.count()).logins;
    };
    const first = await signIn();
    // Who comes back is known at the provider still.
    await page.goto(stack.url);
    expect(await signIn()).toBe(first);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Olu Bright, Head of Centre').waitFor();
    await page.getByRole('button', { name: 'Change or sign out' }).click();
    const { revoked } = await provider.count();
    await page.getByRole('button', { name: 'Sign out there' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
    expect(page.url()).toBe(`${stack.url}/`);
    expect(visit.faults.join()).toContain(`${provider.issuer}/token/revocation`);
    expect((await provider.count()).revoked).toBeGreaterThan(revoked);
    expect(await signIn()).toBe(first + 1);
    await visit.leave();
  });

  /** Signed in, and on the first page, with a token that the sign-in gave in the place of one that had ended. */
  async function signedInWithWhatEnds(): Promise<Visit> {
    await provider.agree(ENDED);
    const visit = await Visit.openAlone(browser, stack.url);
    await visit.page.getByRole('button', { name: 'Sign in with your organisation' }).click();
    await visit.page.getByText('You have signed in with your organisation.').waitFor();
    await provider.agree({ lasts: LASTS_S, behind: BEHIND_S });
    await visit.page.getByRole('button', { name: 'Continue' }).click();
    await visit.page.getByText('Olu Bright, Head of Centre').waitFor();
    await visit.settled();
    return visit;
  }

  test('a code that was handed to somebody is of no use without what their browser kept', async () => {
    const visit = await Visit.openAlone(browser, stack.url);
    await visit.page.goto(`${stack.url}/?code=stolen&state=guessed`);
    await visit.page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
    await visit.leave();
  });
});
