import { z } from 'zod';
import { askGateway, type GatewayOptions } from '../frame/ask-gateway';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';

export interface AskedAboutLinks extends GatewayOptions {
  readonly json?: boolean;
}

const EXPLAIN =
  'query ($person: PersonID!) { explainLink(person: $person) { agency about word comparedOn comparedMore explanation } }';
const REPORT =
  'mutation ($person: PersonID!, $agency: ID!, $why: String!) { reportLink(person: $person, agency: $agency, statement: $why) { reference told notTold } }';

const explained = z.object({ explainLink: z.array(z.looseObject({ explanation: z.string() })).nullable() });
const reported = z.object({
  reportLink: z.object({ reference: z.string(), told: z.array(z.string()), notTold: z.array(z.string()) }).nullable(),
});

/** `familyview link explain PERSON`: 0 told, 1 refused, 2 usage or no gateway. */
export function explainLinkCommand(person: string, options: AskedAboutLinks, streams: Streams): Promise<number> {
  return told(streams, async () => {
    const { explainLink } = await askGateway(options, EXPLAIN, { person }, explained);
    if (options.json) writeJson(streams, explainLink);
    else if (!explainLink || explainLink.length === 0)
      streams.stdout.write('No two records of this person are open to you: there is nothing to explain.\n');
    else for (const { explanation } of explainLink) streams.stdout.write(`${explanation}\n`);
    return EXIT.fine;
  });
}

/** `familyview link report PERSON`: 0 told to an agency, 1 refused, 2 usage or no gateway. */
export function reportLinkCommand(
  person: string,
  options: AskedAboutLinks & { readonly agency: string; readonly why: string },
  streams: Streams,
): Promise<number> {
  return told(streams, async () => {
    const { agency, why } = options;
    const { reportLink } = await askGateway(options, REPORT, { person, agency, why }, reported);
    if (!reportLink) throw new Stopped('Your role may not report links for this purpose.', EXIT.found);
    if (options.json) writeJson(streams, reportLink);
    else {
      const missing = reportLink.notTold.length > 0 ? ` Not told: ${reportLink.notTold.join(', ')}.` : '';
      streams.stdout.write(`Told ${reportLink.told.join(', ')} under ${reportLink.reference}.${missing}\n`);
    }
    return EXIT.fine;
  });
}
