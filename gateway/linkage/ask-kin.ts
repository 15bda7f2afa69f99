import { contractStream } from '@family-view/schema';
import { type ContractExchange, groupFields, isGroupOf } from './contract-exchange';
import { type HeldGroup, type HeldIdentity, kinReply } from './contract-replies';
import { readPlainKin } from './read-kin';

export interface HeldKin {
  readonly identity: HeldIdentity | null;
  readonly groups: readonly HeldGroup[];
}

/** Who people are and whom each agency takes to belong with them, asked once in an operation: by ref, at each agency. */
export class KinAsked {
  private readonly known = new Map<string, Map<string, Promise<HeldKin | null>>>();

  constructor(private readonly exchange: ContractExchange) {}

  async of(agency: string, refs: readonly string[]): Promise<readonly HeldKin[] | null> {
    const known = this.known.get(agency) ?? new Map<string, Promise<HeldKin | null>>();
    this.known.set(agency, known);
    const missing = refs.filter((ref) => !known.has(ref));
    if (missing.length > 0) {
      const asked = this.ask(agency, missing);
      for (const [at, ref] of missing.entries())
        known.set(
          ref,
          asked.then((held) => held && held[at]!),
        );
    }
    const held = await Promise.all(refs.map((ref) => known.get(ref)!));
    return held.every((one) => one !== null) ? held : null;
  }

  private async ask(agency: string, refs: readonly string[]): Promise<readonly HeldKin[] | null> {
    const { exchange } = this;
    const shares = exchange.sharesOf(agency);
    if (!shares.includes('identity')) return refs.map(() => ({ identity: null, groups: [] }));
    const fields = `ref ${exchange.identityFields(agency, shares)}`;
    // What is granted of some people is not known yet of these: by such a grant nothing is asked here.
    const groups = (['family', 'household'] as const).filter(
      (stream) =>
        exchange.grants(agency, stream) ||
        (stream === 'family' && exchange.run.rights.flows(agency, stream, 'gateway')),
    );
    const members = groups.length > 0 ? `members(refs: $refs) { ${groupFields(`subject { ${fields} }`)} }` : '';
    const query = `query ($refs: [ID!]!) { identity(refs: $refs) { ${fields} } ${members} }`;
    const people = [{ refs, streams: [...groups, ...shares].map((stream) => contractStream(agency, stream)) }];
    const question = { query, variables: { refs }, people, streams: [] };
    const reply = await exchange.ask(agency, kinReply, question, readPlainKin);
    if (!reply) return null;
    const inOrder =
      reply.identity.length === refs.length &&
      (reply.members ?? refs).length === refs.length &&
      refs.every((ref, at) => (reply.identity[at]?.ref ?? ref) === ref) &&
      (reply.members ?? []).every((held, at) => held.every((group) => isGroupOf(group, refs[at]!)));
    if (!inOrder) return exchange.refuse(agency);
    return refs.map((ref, at) => ({
      identity: exchange.isStopped(agency, ref) ? null : reply.identity[at]!,
      groups: exchange.openGroups(agency, ref, reply.members?.[at] ?? []),
    }));
  }
}
