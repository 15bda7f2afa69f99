import type { AgencyClient } from './agency-client';

/** Where each agency of a version is reached. */
export type Addresses = ReadonlyMap<string, string>;

/** The clients of all versions that are still being answered by: one to an agency at an address, whoever uses it. */
export interface AgencyClients {
  /** Clients for one version; `release` when its last answer has gone. */
  acquire(addresses: Addresses): { readonly clients: ReadonlyMap<string, AgencyClient>; release(): Promise<void> };
  close(): Promise<void>;
}

export function openAgencyClients(create: (agency: string, origin: string) => AgencyClient): AgencyClients {
  const open = new Map<string, { readonly client: AgencyClient; users: number }>();
  return {
    acquire(addresses) {
      const names = [...addresses].map(([agency, origin]) => ({ agency, origin, name: `${agency}|${origin}` }));
      const clients = new Map(
        names.map(({ agency, origin, name }) => {
          const used = open.get(name) ?? { client: create(agency, origin), users: 0 };
          used.users += 1;
          open.set(name, used);
          return [agency, used.client];
        }),
      );
      let given = false;
      return {
        clients,
        async release() {
          if (given) return;
          given = true;
          for (const { name } of names) {
            const used = open.get(name)!;
            used.users -= 1;
            if (used.users > 0) continue;
            open.delete(name);
            await used.client.close();
          }
        },
      };
    },
    async close() {
      await Promise.all([...open.values()].map(({ client }) => client.close()));
      open.clear();
    },
  };
}
