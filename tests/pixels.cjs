'use strict';
// What Chromium shows of the pictures of pages: `node pixels.cjs MODULES PAGE...` says, for each
// page and picture, its alternative text, its own size, and the colours at a quarter and at three
// quarters of its width.

const { pathToFileURL } = require('url');

const { launched } = require('./launched.cjs');

const [modules, ...files] = process.argv.slice(2);

const look = async () => {
  const images = [...document.images];
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
  return images.map((image) => {
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width || 1, height || 1];
    const pen = canvas.getContext('2d', { colorSpace: 'srgb' });
    pen.drawImage(image, 0, 0);
    const at = (share) => [
      ...pen.getImageData(Math.floor(width * share), Math.floor(height / 2), 1, 1).data,
    ];
    const { width: across, height: down } = image.getBoundingClientRect();
    return { alt: image.alt, width, height, across, down, left: at(0.25), right: at(0.75) };
  });
};

(async () => {
  const browser = await launched(modules, ['--allow-file-access-from-files']);
  const page = await browser.newPage();
  const view = { width: 800, height: 600 };
  await page.setViewport(view);
  const seen = { window: view };
  for (const file of files) {
    await page.goto(pathToFileURL(file).href, { waitUntil: 'networkidle0' });
    seen[file] = await page.evaluate(look);
  }
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})();
