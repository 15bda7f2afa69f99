/// <reference lib="dom" />
import { createRoot } from 'react-dom/client';
import { readSignIn, tokenFromSignIn } from '../session/organisation-sign-in';
import { listPersonas } from '../session/session-context';
import { App } from './app';
import { keepFocus } from './look/keep-focus';

async function start(place: HTMLElement): Promise<void> {
  const [personas, signIn] = await Promise.all([listPersonas().catch(() => null), readSignIn().catch(() => null)]);
  const token = signIn === null ? '' : await tokenFromSignIn(signIn).catch(() => '');
  keepFocus(place);
  createRoot(place).render(<App personas={personas} signIn={signIn} token={token} />);
}

const place = document.getElementById('portal');
if (place !== null) void start(place);
