import { GraphQLError } from 'graphql';

/** A field that the grant does not hold for the person it is about. */
export class NotGranted extends GraphQLError {
  constructor() {
    super('Not granted', { extensions: { code: 'NOT_GRANTED' } });
  }
}
