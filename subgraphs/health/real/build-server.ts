/** The war of a HAPI FHIR server: named, or built by Maven from the published starter, once. */
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { published, publishedFolder, run } from '@family-view/kit/fixtures/published';

/** Its path. Throws where there is nothing to build it from, or no Maven, and says so. */
export function findWar(): string {
  const named = process.env.HAPI_FHIR_WAR;
  if (named) return named;
  const starter = published('HAPI_FHIR_STARTER');
  if (starter === undefined) throw new Error('HAPI_FHIR_WAR, HAPI_FHIR_URL or HAPI_FHIR_STARTER must be named');
  const built = join(publishedFolder, 'hapi-fhir-7.4.0.war');
  if (existsSync(built)) return built;
  // What is named is not written into.
  const place = mkdtempSync(join(tmpdir(), 'family-view-hapi-build-'));
  try {
    for (const part of ['pom.xml', 'src/main']) cpSync(join(starter, part), join(place, part), { recursive: true });
    run('mvn', ['-q', '-B', '-Dmaven.test.skip=true', 'package'], place);
    mkdirSync(publishedFolder, { recursive: true });
    copyFileSync(join(place, 'target', 'ROOT.war'), built);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return built;
}
