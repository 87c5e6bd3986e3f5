// Reads one JSON string per line, each a push in plaintext, and writes what
// node-easywechat's own reader of requests makes of it, one JSON value per line.
const readline = require('readline');
const { parseXml } = require('node-easywechat/dist/Core/Support/Utils');

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const push = JSON.parse(line);
    const read = push.startsWith('{') ? JSON.parse(push) : await parseXml(push);
    process.stdout.write(JSON.stringify(read) + '\n');
  }
})();
