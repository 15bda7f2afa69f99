/// <reference lib="dom" />
import { createRoot } from 'react-dom/client';
import { listPersonas } from '../standing/standing';
import { App } from './app';

async function start(place: HTMLElement): Promise<void> {
  const personas = await listPersonas().catch(() => null);
  createRoot(place).render(<App personas={personas} token="" />);
}

const place = document.getElementById('portal');
if (place !== null) void start(place);
