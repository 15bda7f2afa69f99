#!/usr/bin/env node
require('tsx/cjs');
require('./familyview.ts');
