#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, 'familyview.ts'))) require('tsx/cjs');
require('./familyview');
