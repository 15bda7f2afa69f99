/** Why no new requests should be sent here. Told to whoever runs the gateway: no address, no name of anybody, no secret. */
export interface NotReady {
  readonly code:
    | 'DRAINING'
    | 'AUDIT_CANNOT_BE_WRITTEN'
    | 'GRANT_KEYS_NOT_READ'
    | 'DATABASE_NOT_ANSWERING'
    | 'SIGN_IN_KEYS_NOT_READ'
    | 'GRANTS_REFUSED_EVERYWHERE';
  readonly message: string;
}

export interface ReadinessParts {
  readonly isDraining: () => boolean;
  readonly isAuditWritable: () => boolean;
  /** Milliseconds since the grant keys were last read from where they are kept. */
  readonly grantKeysAge: () => number;
  /** True where no database is shared. */
  readonly isDatabaseAnswering: () => boolean;
  /** True where tokens are not of a sign-in elsewhere. */
  readonly canVerifyTokens: () => boolean;
  /** By agency, as `watchAgencies` has them. */
  readonly agencies: () => Readonly<Record<string, string>>;
}

/** A key is published for a day before it signs, and for a day after: who has not looked for half of it may miss the change. */
const OLDEST_KEYS_MS = 12 * 3_600_000;

/** Every reason that holds now; none: ready. An agency that is down is no reason: the others are answered for. */
export function whyNotReady(parts: ReadinessParts): readonly NotReady[] {
  const agencies = Object.values(parts.agencies());
  const refusing = agencies.filter((state) => state === 'refusing our grants').length;
  const reasons: readonly (NotReady & { readonly holds: boolean })[] = [
    {
      code: 'DRAINING',
      message: 'The gateway is about to end.',
      holds: parts.isDraining(),
    },
    {
      code: 'AUDIT_CANNOT_BE_WRITTEN',
      message:
        'The disk of the audit is full, read-only, owned by somebody else or does not answer: nothing is told that cannot be recorded.',
      holds: !parts.isAuditWritable(),
    },
    {
      code: 'GRANT_KEYS_NOT_READ',
      message:
        'The grant keys could not be read for twelve hours: agencies will soon refuse what is signed with these.',
      holds: parts.grantKeysAge() > OLDEST_KEYS_MS,
    },
    {
      code: 'DATABASE_NOT_ANSWERING',
      message: 'The database of DATABASE_URL does not answer: what cannot be counted is refused.',
      holds: !parts.isDatabaseAnswering(),
    },
    {
      code: 'SIGN_IN_KEYS_NOT_READ',
      message: 'The keys of the sign-in could not be read for a day: nobody can be let in. See JWKS_URI.',
      holds: !parts.canVerifyTokens(),
    },
    {
      code: 'GRANTS_REFUSED_EVERYWHERE',
      message:
        'Every agency that answers refuses the grants of this gateway: they read other keys, or the clocks differ. See GRANT_JWKS_URL at the agencies.',
      holds: refusing > 0 && !agencies.includes('answering'),
    },
  ];
  return reasons.filter(({ holds }) => holds).map(({ code, message }) => ({ code, message }));
}
