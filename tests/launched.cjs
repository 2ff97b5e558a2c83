'use strict';
// Headless Chromium by the Puppeteer in a folder of modules.

const path = require('path');
const { createRequire } = require('module');

exports.launched = (modules, more = []) => {
  const puppeteer = createRequire(path.join(modules, 'package.json'))('puppeteer');
  const isRoot = process.getuid && process.getuid() === 0;
  return puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    headless: true,
    pipe: true,
    args: ['--disable-gpu', ...(isRoot ? ['--no-sandbox'] : []), ...more],
  });
};
