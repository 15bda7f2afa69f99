import type { Readable } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';
import type { ToldPart } from '../pipeline';
import { tellError } from './answer-cached';
import type { GraphqlHttpAnswer } from './graphql-endpoint';
import { toGraphqlError } from './graphql-errors';
import { BEFORE_PARTS, contentTypeOf, createPartWriter, type IncrementalFormat, multipart } from './incremental-format';

/** The parts of one answer, of which the first is there. */
export interface PartsBegun {
  readonly first: ToldPart;
  readonly rest: AsyncGenerator<ToldPart, void, void>;
}

/** Waits for the first part: what is refused until then is refused as any answer is. */
export async function beginParts(parts: AsyncGenerator<ToldPart, void, void>): Promise<PartsBegun> {
  const first = await parts.next();
  if (first.done) throw new Error('An answer has at least one part.');
  return { first: first.value, rest: parts };
}

/** An answer as its parts come. What goes wrong after the first is told in place of what is missing. */
export function answerInParts(
  { first, rest }: PartsBegun,
  format: IncrementalFormat,
  onFault: (fault: unknown) => void,
): GraphqlHttpAnswer {
  const writer = createPartWriter(format, (errors) => errors.map((error): GraphQLFormattedError => tellError(error)));
  async function* body(): AsyncGenerator<string, void, void> {
    try {
      yield BEFORE_PARTS + multipart(writer.write(first), first.isLast);
      for await (const part of rest) yield multipart(writer.write(part), part.isLast);
    } catch (fault) {
      yield multipart(writer.fail(tellError(toGraphqlError(fault, onFault))), true);
    } finally {
      await rest.return();
    }
  }
  return { status: 200, headers: new Map([['content-type', contentTypeOf(format)]]), body: body(), code: null };
}

/** Once all of a body has left, or nobody takes it any more. */
export const hasLeft = (body: Readable): Promise<void> => new Promise((resolve) => body.once('close', () => resolve()));
