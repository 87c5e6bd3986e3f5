'use strict';
// Serves one SDK on a free loopback port: node serve.js wechat|co-wechat CONFIG.
// Prints {"port":N}, then every message as the SDK parsed it, one per line, and
// ends when its stdin does. Under /quiet the answer is empty.

const [sdk, config] = [process.argv[2], JSON.parse(process.argv[3])];

function print(object) {
  process.stdout.write(JSON.stringify(object) + '\n');
}

const answer = (url, message) => (url.startsWith('/quiet') ? '' : config.prefix + (message.Content || ''));

const apps = {
  wechat() {
    const app = require('express')();
    app.use('/', require('wechat')(config, (req, res) => {
      print(req.weixin);
      res.reply(answer(req.originalUrl, req.weixin));
    }));
    return app;
  },
  'co-wechat'() {
    const app = new (require('koa'))();
    app.silent = true;
    app.use(require('co-wechat')(config).middleware(async (message, ctx) => {
      print(message);
      return answer(ctx.url, message);
    }));
    return app;
  },
};

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
const server = apps[sdk]().listen(0, '127.0.0.1', () => print({ port: server.address().port }));
