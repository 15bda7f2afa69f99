// Properties run from one seed, so that a run can be repeated; `npm run proof` takes a new one each time and prints it; FC_SEED runs it again.
const fc = require('fast-check');

const seed = Number(process.env.FC_SEED) || (process.env.PROOF ? Date.now() % 2 ** 31 : 20261101);
if (process.env.PROOF) console.log(`fast-check seed ${seed}`);
fc.configureGlobal({ seed });
