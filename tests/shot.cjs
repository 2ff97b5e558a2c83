'use strict';
// The whole of a page as PNG, two pixels to a CSS pixel: `node shot.cjs MODULES PAGE PICTURE`.

const { pathToFileURL } = require('url');

const { launched } = require('./launched.cjs');

const [modules, file, picture] = process.argv.slice(2);

(async () => {
  const browser = await launched(modules);
  const page = await browser.newPage();
  await page.setViewport({ width: 300, height: 600, deviceScaleFactor: 2 });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'networkidle0' });
  await page.screenshot({ path: picture, fullPage: true });
  await browser.close();
  process.stdout.write('{}');
})();
