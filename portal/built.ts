import { join } from 'node:path';

/** Where the built portal lies unless told otherwise: `index.html` for `/`, `ide/` for `/ide`, `about.html`. */
export const portalDirectory = (): string => join(__dirname, 'dist');

/** The portal's operations by the SHA-256 of their texts, for `OPERATIONS_MANIFEST`. */
export const portalManifest = (): string => join(__dirname, 'operations', 'manifest.json');
