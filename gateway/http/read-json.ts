import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { FamilyViewError } from '../errors';

/** Read as UTF-8, some of its letters would be others: a name that nobody has, of whom nothing is held. */
class NotUtf8 extends FamilyViewError {
  constructor() {
    super('The request is not UTF-8. Nothing was asked.', { code: 'BAD_REQUEST', httpStatus: 400 });
  }
}

class OtherCharset extends FamilyViewError {
  constructor() {
    super('The request says that it is in another charset than UTF-8. Nothing was asked.', {
      code: 'BAD_REQUEST',
      httpStatus: 415,
    });
  }
}

/** A body under a coding that is not undone here would be read as what it is not, packed or mislabelled. */
class Packed extends FamilyViewError {
  constructor() {
    super('The request says that it is packed. Send it as it is.', { code: 'BAD_REQUEST', httpStatus: 415 });
  }
}

/** Bodies are JSON in UTF-8 (RFC 8259, section 8.1), not packed (RFC 9110, section 15.5.16), or refused. */
export function readJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
    if (coding !== '' && coding !== 'identity') return done(new Packed());
    const charsets = (request.headers['content-type'] ?? '').matchAll(/;\s*charset\s*=\s*"?([^\s;"]+)/gi);
    if ([...charsets].some(([, charset = '']) => !/^utf-?8$/i.test(charset))) return done(new OtherCharset());
    if (!isUtf8(body)) return done(new NotUtf8());
    return parse(request, body.toString('utf8'), done);
  });
}

/** Percent-encoded bytes of an address are UTF-8 too. */
export function checkEncoded(search: string): void {
  try {
    decodeURIComponent(search);
  } catch {
    throw new NotUtf8();
  }
}
