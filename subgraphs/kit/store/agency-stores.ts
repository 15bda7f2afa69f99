import type { ActStore } from '../acts/act-store';
import { type CheckpointStore, openCheckpointStore } from '../countersign/checkpoint-store';
import { createMemoryReplayStore } from '../grant/memory-replay-store';
import type { ReplayStore } from '../grant/replay-store';
import { openFileNotificationStore, openWorklistFiles } from './file-notification-store';
import { openFileProposalStore, openProposalFiles } from './file-proposal-store';
import type { NotificationStore, StaffWorklist } from './notification-store';
import type { ProposalStore, StaffProposals } from './proposal-store';

/** All that an agency itself keeps. Instances of one agency that share these answer as one. */
export interface AgencyStores {
  /** People's decisions about possible matches. */
  readonly proposals: ProposalStore;
  /** What the gateway told the agency of, claims among it. */
  readonly notifications: NotificationStore;
  /** What was done through the gateway; where it is left out, in the agency's folder. */
  readonly acts?: ActStore;
  /** The gateway's checkpoints that it has countersigned. */
  readonly checkpoints: CheckpointStore;
  /** Grants that were used. */
  readonly replays: ReplayStore;
}

/** The embedded default, for one instance: files in its own folder, and grants in this process. Throws `RecordStoreUnreadable`. */
export async function openFileStores(
  directory: string,
  agency: string,
  now: () => Date = () => new Date(),
): Promise<AgencyStores> {
  return {
    proposals: await openFileProposalStore(directory),
    notifications: await openFileNotificationStore(directory, now),
    checkpoints: await openCheckpointStore(directory, agency, now),
    replays: createMemoryReplayStore(now().getTime() / 1000),
  };
}

/** What the agency's own staff deal with, beside a running agency. */
export type StaffFiles = StaffProposals & StaffWorklist;

/** The same files, for staff: nothing in them is changed but by their marks. What it reads throws as the stores do. */
export const openStaffFiles = (directory: string): StaffFiles => ({
  ...openProposalFiles(directory),
  ...openWorklistFiles(directory),
});
