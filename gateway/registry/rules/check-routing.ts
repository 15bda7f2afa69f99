import { BlockList, isIP } from 'node:net';
import { type Finding, refused } from '../findings';

/** Addresses at which no partner can be: this machine, its neighbours, a cloud's metadata. */
const NOWHERE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 3],
] as const)
  NOWHERE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
] as const)
  NOWHERE.addSubnet(net, bits, 'ipv6');
const NAMES = /(^|\.)(localhost|metadata|metadata\.google\.internal|instance-data)\.?$/;

/** Whether an address, as digits, is this machine's own, link-local, or a cloud's metadata. */
export function isNowhere(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const [, mapped] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ? [null, mappedOf(address)] : [];
  if (mapped) return NOWHERE.check(mapped, 'ipv4');
  return NOWHERE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** `::ffff:a9fe:a9fe` is 169.254.169.254. */
function mappedOf(address: string): string {
  const [high = '0', low = '0'] = address.split(':').slice(-2);
  const both = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return both.flatMap((half) => [half >> 8, half & 255]).join('.');
}

/** Where an agency may be reached: an address of its own list, and in development this machine. */
export function checkRouting(
  agency: string,
  url: string,
  hosts: readonly string[],
  development: boolean,
): readonly Finding[] {
  const told = (why: string): readonly Finding[] => [
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
  if (!isHere && (isNowhere(host) || NAMES.test(host)))
    return told("leads to this machine, to its neighbours or to a cloud's own addresses, where no agency is.");
  if (at.search || at.hash || !['/', '/graphql'].includes(at.pathname))
    return told('has more than an origin. An agency answers at /graphql and /contract of one origin.');
  if (isHere || hosts.includes(at.host)) return [];
  return told(
    `is not among the hosts of ${agency} in schema/ownership.yaml (${hosts.join(', ') || 'none yet'}). Have it added there first.`,
  );
}
