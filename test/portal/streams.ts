import { publishedProtocols, readNamed } from '@family-view/gateway/policy/read/load-protocols';

/** How many streams the protocols declare: each is a line of the matrix in *Sharing agreements*. */
export const STREAMS = new Set(publishedProtocols().flatMap((text) => Object.keys(readNamed(text).streams))).size;
