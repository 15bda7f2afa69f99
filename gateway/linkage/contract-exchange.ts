import { contractStream } from '@family-view/schema';
import type { ZodType } from 'zod';
import type { OperationContext } from '../operation-context';
import type { ContractRequest } from '../subgraph-client/fetch-contract';
import type { HeldGroup } from './contract-replies';
import { asOfContract1, type Subject, sharedForLinkage } from './subject';

/** Asks one agency's contract; null where it did not answer, which `run.answers` then knows. */
export type FetchContract = (
  agency: string,
  question: ContractRequest,
  run: OperationContext,
) => Promise<Readonly<Record<string, unknown>> | null>;

type ContractStreamName = Parameters<typeof contractStream>[1];

const IDENTITY = {
  identity: 'lifeState givenName familyName formerNames dateOfBirth expectedDateOfBirth sex mother',
  address: 'postcode uprn',
  identifiers: 'nhsNumber nhsNumberVerified upn laChildId',
} as const;

/** One operation's dealings with the agencies' contracts: which are open to it, which take what, and what of an answer is believed. */
export class ContractExchange {
  private open: readonly string[] | null = null;

  constructor(
    protected readonly agencies: readonly string[],
    private readonly askContract: FetchContract,
    readonly run: OperationContext,
    /** Agencies that still answer an earlier contract. */
    private readonly earlier: ReadonlySet<string> = new Set(),
    /** Agencies whose contract cannot say what was noted of a record. */
    private readonly notNoting: ReadonlySet<string> = new Set(),
  ) {}

  /** Agencies whose existence is open to this requester: nobody else is asked whether they know anyone. */
  openAgencies(): readonly string[] {
    this.open ??= this.agencies.filter((agency) => this.grants(agency, 'existence'));
    return this.open;
  }

  /** Whether its certainty about another agency's record is its word that both are one person: from contract 2 on. */
  recognises(agency: string): boolean {
    return !this.earlier.has(agency);
  }

  /** Whether it can say what a person has asked about their record: from contract 3 on. */
  notes(agency: string): boolean {
    return !this.notNoting.has(agency);
  }

  grants(agency: string, stream: ContractStreamName): boolean {
    return this.run.rights.decide(contractStream(agency, stream)).kind === 'granted';
  }

  /** Granted to be shown as it is, whoever it is about. */
  grantsWhole(agency: string, stream: ContractStreamName): boolean {
    const decision = this.run.rights.decide(contractStream(agency, stream));
    return decision.kind === 'granted' && decision.transform === undefined;
  }

  /** Granted, or granted for some people: which, is settled by facts about each. */
  mayGrant(agency: string, stream: ContractStreamName): boolean {
    return this.run.rights.decide(contractStream(agency, stream)).kind !== 'withheld';
  }

  /** The shares of an agency that linkage reads, for joining only. */
  sharesOf(agency: string): ReturnType<typeof sharedForLinkage> {
    return sharedForLinkage(agency, this.agencies, this.run.rights);
  }

  /** Whether names may be read of this agency, to join by. */
  sharesIdentity(agency: string): boolean {
    return this.sharesOf(agency).includes('identity');
  }

  /** What an agency of an earlier contract does not know of is neither asked of it nor told to it. */
  identityFields(agency: string, shares: readonly (keyof typeof IDENTITY)[]): string {
    const fields = shares.map((share) => IDENTITY[share]).join(' ');
    return this.recognises(agency) && shares.includes('identity') ? `${fields} birthOrder` : fields;
  }

  asTaken(agency: string, subject: Subject): Subject {
    return this.recognises(agency) ? subject : asOfContract1(subject);
  }

  /** Of a record that is stopped nothing is taken, as if the agency itself had closed it; but whom it marks closes all the same. */
  isStopped(agency: string, ref: string): boolean {
    return this.run.isStopped?.(agency, ref) === true;
  }

  openGroups(agency: string, ref: string, groups: readonly HeldGroup[]): readonly HeldGroup[] {
    if (!this.run.isStopped) return groups;
    if (this.isStopped(agency, ref)) return [];
    const isOpen = (one: string | null): boolean => one === null || !this.isStopped(agency, one);
    return groups.map((group) => ({
      ...group,
      members: group.members.filter((member) => isOpen(member.ref) && isOpen(member.to)),
    }));
  }

  /**
   * An answer that is not of the contract's form is no answer: nothing in it is believed.
   * @param readPlain reads what is plainly of the form as the form does; null where the form has to.
   */
  async ask<T>(
    agency: string,
    form: ZodType<T>,
    question: ContractRequest,
    readPlain: (data: unknown) => T | null = () => null,
  ): Promise<T | null> {
    const data = await this.askContract(agency, question, this.run);
    if (data === null) return null;
    const plain = readPlain(data);
    if (plain !== null) return plain;
    const read = form.safeParse(data);
    return read.success ? read.data : this.refuse(agency, 'MALFORMED');
  }

  /** Takes nothing of an answer, and notes why. */
  refuse(agency: string, fault: 'ENTITY_MISMATCH' | 'MALFORMED' | 'TOO_MANY_MEMBERS' = 'ENTITY_MISMATCH'): null {
    this.run.answers.trouble(agency, fault);
    return null;
  }
}

/** A group without the person it was asked for is somebody else's. */
export const isGroupOf = ({ members }: HeldGroup, ref: string): boolean =>
  members.some((member) => member.ref === ref) &&
  members.every(({ ref: own, subject }) => subject === null || subject.ref === own);

export const groupFields = (subject: string): string =>
  `ref kind members { ref relationship to from until parentalResponsibility ${subject} }`;
