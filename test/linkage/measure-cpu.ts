import { inventBorough } from '@family-view/population';
import { AGENCIES } from '@family-view/schema';
import { HOLDINGS } from '../borough';
import { heldBy, subjectOf } from './borough-links';
import { openInMemoryAgency } from './in-memory-agency';

/**
 * The matcher's own processor time for one search at one agency, in microseconds: what it finds, compares and decides, over
 * records in memory, without any partner system's time. Each of `searches` people is asked about at all five agencies.
 */
export async function measureCpu(
  families: number,
  searches: number,
): Promise<{ readonly records: number; readonly microseconds: number }> {
  const borough = inventBorough({ families, seed: 1 });
  const held = AGENCIES.map((agency) => borough[HOLDINGS[agency]].people.map((person) => heldBy(agency, person)));
  const agencies = held.map(openInMemoryAgency);
  const all = held.flat();
  const every = Math.max(1, Math.floor(all.length / searches));
  const subjects = all
    .filter((_, at) => at % every === 0)
    .slice(0, searches)
    .map(subjectOf);
  for (const agency of agencies) for (const subject of subjects.slice(0, 100)) await agency.match(subject);
  const before = process.cpuUsage();
  for (const subject of subjects) for (const agency of agencies) await agency.match(subject);
  const { user, system } = process.cpuUsage(before);
  return { records: all.length, microseconds: (user + system) / (subjects.length * agencies.length) };
}
