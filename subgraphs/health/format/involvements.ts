/** EpisodeOfCare, CareTeam and Encounter to the services that work, or worked, with a person. */
import type { DataQuality, HeldFact, HeldInvolvement, HeldWorker } from '@family-view/kit';
import { dayOf, type Faults, idIn, inForce, wordsOf } from './elements';
import type { CareTeam, Encounter, EpisodeOfCare } from './fhir';
import { contactOf, type Practitioners, readWorker } from './practitioner';
import { mayBeInForce } from './protection';

/** Everything read together about one person's services. */
export interface CareSources {
  readonly ref: string;
  readonly episodes: readonly EpisodeOfCare[];
  readonly teams: readonly CareTeam[];
  readonly encounters: readonly Encounter[];
  readonly practitioners: Practitioners;
  readonly asOf: string;
  readonly faults: readonly DataQuality[];
}

const CURRENT = ['planned', 'waitlist', 'active', 'onhold'];

const isCurrent = (episode: EpisodeOfCare, today: string): boolean =>
  CURRENT.includes(episode.status ?? 'active') && mayBeInForce({ end: episode.period?.end }, today);

const teamOf = (episode: EpisodeOfCare, teams: readonly CareTeam[]): CareTeam | undefined => {
  const ids = (episode.team ?? []).map((team) => idIn(team, 'CareTeam'));
  return teams.find(({ id }) => ids.includes(id));
};

/** `today` is an ISO date. What was entered in error has not come so far. */
export function readInvolvements(sources: CareSources, today: string, faults: Faults): readonly HeldInvolvement[] {
  return sources.episodes.map((episode) => {
    const team = teamOf(episode, sources.teams);
    const worker = readWorker(episode.careManager, sources.practitioners, team);
    return {
      ref: sources.ref,
      service: wordsOf(episode.type?.[0]) ?? episode.managingOrganization?.display ?? 'Health service, not named',
      team: team?.name ?? null,
      role: worker?.role ?? null,
      status: isCurrent(episode, today) ? 'CURRENT' : 'HISTORIC',
      from: dayOf(episode.period?.start, 'EpisodeOfCare.period.start', faults),
      to: dayOf(episode.period?.end, 'EpisodeOfCare.period.end', faults),
      lastInteraction: lastSeen(episode, sources.encounters, faults),
      contact: contactOf(worker, team),
      asOf: sources.asOf,
    };
  });
}

function lastSeen(episode: EpisodeOfCare, encounters: readonly Encounter[], faults: Faults): string | null {
  const days = encounters
    .filter(
      ({ status, episodeOfCare }) =>
        status === 'finished' && episodeOfCare?.some((one) => idIn(one, 'EpisodeOfCare') === episode.id),
    )
    .flatMap(({ period }) => dayOf(period?.start, 'Encounter.period.start', faults) ?? []);
  return days.sort().at(-1) ?? null;
}

/** The requester is this person's allocated worker where a current episode, or a team on it, names their staff number. */
export function readAllocations(sources: CareSources, requester: string, today: string): readonly HeldFact[] {
  return (
    sources.episodes
      // An episode that does not say its status is told of, and opens nothing.
      .filter((episode) => episode.status !== undefined && isCurrent(episode, today) && inForce(episode.period, today))
      .filter((episode) => workersOf(episode, sources, today).some((worker) => worker?.id === requester))
      .map((episode) => ({
        kind: 'RELATIONSHIP' as const,
        value: 'ALLOCATED_WORKER',
        from: startOfDay(episode.period?.start),
        until: startOfDay(episode.period?.end),
      }))
  );
}

function workersOf(episode: EpisodeOfCare, sources: CareSources, today: string): readonly (HeldWorker | null)[] {
  const team = teamOf(episode, sources.teams);
  const members = team?.status === 'active' || team?.status === undefined ? (team?.participant ?? []) : [];
  const inPlace = members.filter(({ period }) => inForce(period, today)).map(({ member }) => member);
  return [episode.careManager, ...inPlace].map((reference) => readWorker(reference, sources.practitioners, team));
}

const startOfDay = (date: string | undefined): string | null => {
  const day = dayOf(date, '', []);
  return day === null ? null : `${day}T00:00:00.000Z`;
};
