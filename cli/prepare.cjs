// After `npm ci`: builds the portal's pages, where what builds them was installed.
try {
  require.resolve('tsx');
} catch {
  console.log('Development packages are left out: the portal is not built here. dist/ of a full install holds it.');
  process.exit(0);
}
require('tsx/cjs');
const { buildPortal } = require('../portal/build.ts');

buildPortal().catch((fault) => {
  console.error(fault);
  process.exitCode = 1;
});
