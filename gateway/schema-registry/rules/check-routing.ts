import ipaddr from 'ipaddr.js';
import { refused, type SchemaFinding } from '../findings';

/** Addresses at which no partner can be: this machine, its neighbours, a cloud's metadata. */
const NOWHERE = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/3',
  '::/127',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::/32',
  'ff00::/8',
  // Translators of the network's own (RFC 8215), and Teredo (RFC 4380): where they lead cannot be told from outside.
  '64:ff9b:1::/48',
  '2001::/32',
].map((net) => ipaddr.parseCIDR(net));

/** IPv6 addresses in which an IPv4 address stands, from which byte on: compatible, mapped, NAT64 (RFC 6052), 6to4 (RFC 3056). */
const HOLDING_IPV4 = [
  ['::/96', 12],
  ['::ffff:0:0/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
].map(([net, from]) => ({ net: ipaddr.parseCIDR(net as string), from: from as number }));
const NAMES = /(^|\.)(localhost|metadata|metadata\.google\.internal|instance-data)\.?$/;

/** Whether an address, as digits, is this machine's own, link-local, or a cloud's metadata, however it is written. */
export function isBlockedAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || !/[.:]/.test(address)) return false;
  const parsed = ipaddr.parse(address);
  if (NOWHERE.some((net) => matches(parsed, net))) return true;
  if (parsed.kind() === 'ipv4') return false;
  const bytes = parsed.toByteArray();
  return HOLDING_IPV4.some(
    ({ net, from }) => matches(parsed, net) && isBlockedAddress(bytes.slice(from, from + 4).join('.')),
  );
}

const matches = (address: ipaddr.IPv4 | ipaddr.IPv6, net: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean =>
  address.kind() === net[0].kind() && address.match(net as never);

/** Where an agency may be reached: an address of its own list, and in development this machine. */
export function checkRouting(
  agency: string,
  url: string,
  hosts: readonly string[],
  development: boolean,
): readonly SchemaFinding[] {
  const told = (why: string): readonly SchemaFinding[] => [
    refused('ROUTING_URL', `The routing URL ${JSON.stringify(url.slice(0, 200))} ${why}`),
  ];
  if (!URL.canParse(url)) return told('is no URL; expected one like https://records.example.');
  const at = new URL(url);
  if (at.protocol !== 'https:' && !(development && at.protocol === 'http:'))
    return told(
      `does not begin with https:; agencies are reached over TLS${development ? ' or, in development, http' : ''}.`,
    );
  if (at.username || at.password)
    return told('holds a name or password. Leave it out: the gateway shows its certificate.');
  const host = at.hostname.replace(/^\[|\]$/g, '');
  const isHere = development && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
  if (!isHere && (isBlockedAddress(host) || NAMES.test(host)))
    return told("leads to this machine, to its neighbours or to a cloud's own addresses, where no agency is.");
  if (at.search || at.hash || !['/', '/graphql'].includes(at.pathname))
    return told('has more than an origin. An agency answers at /graphql and /contract of one origin.');
  if (isHere || hosts.includes(at.host)) return [];
  return told(
    `is not among the hosts of ${agency} in schema/ownership.yaml (${hosts.join(', ') || 'none yet'}). Have it added there first.`,
  );
}
