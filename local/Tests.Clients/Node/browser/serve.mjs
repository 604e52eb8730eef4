// Starts the browser for all scripts of a test run. It ends with this script, and that with its standard input.
import { chromium } from 'playwright-core';

const { program, keys } = JSON.parse(process.argv[2]);
const server = await chromium.launchServer({
  executablePath: program,
  chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses to be root's in its sandbox
  args: keys.length > 0 ? [`--ignore-certificate-errors-spki-list=${keys.join(',')}`] : [],
});
console.log(JSON.stringify({ endpoint: server.wsEndpoint() }));
process.stdin.resume().on('end', () => server.close());
