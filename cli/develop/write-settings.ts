import { isSecret } from '@family-view/gateway/config/read-settings';
import { type Settings, settings } from '@family-view/gateway/config/settings';
import { z } from 'zod';

const form = z.object({
  description: z.string(),
  default: z.union([z.string(), z.number()]).optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  takes: z.string().optional(),
});
type Form = z.infer<typeof form>;

/** `docs/operate/settings.md`: every setting of the gateway, from the schema that reads them. */
export function writeSettings(): string {
  const { properties } = z.object({ properties: z.record(z.string(), form) }).parse(z.toJSONSchema(settings));
  const rows = Object.entries(properties).map(([name, one]) => {
    const secret = isSecret(name as keyof Settings) ? ' A secret: no message prints it.' : '';
    return `| \`${name}\` | ${one.description.replaceAll('|', '\\|')}${secret} | ${takes(one)} | ${defaultOf(one)} |`;
  });
  return [
    '# Settings of the gateway',
    '',
    'Written by `npm run generate` from `gateway/config/settings.ts`. They are read from the environment, once, at the start. A gateway with a setting of another form does not start: it tells every fault at once, and names that are near to one of these and are none. `familyview doctor` tells the same without starting it.',
    '',
    '| setting | what it is for | takes | where it is not set |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const LARGEST = Number.MAX_SAFE_INTEGER;

function takes({ type, format, enum: words, minimum, maximum, takes: said }: Form): string {
  if (said) return said;
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (type === 'integer') {
    if (maximum === undefined || maximum >= LARGEST) return `a whole number from ${minimum ?? 0}`;
    return `a whole number, ${minimum ?? 0} to ${maximum}`;
  }
  return format === 'uri' ? 'an address' : 'text';
}

const defaultOf = ({ default: value }: Form): string => (value === undefined || value === '' ? '—' : `\`${value}\``);
