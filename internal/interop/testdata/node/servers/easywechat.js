'use strict';
// node-easywechat: its README shows how the request is handed over, and refers to the
// pages of EasyWeChat for the handlers.
const Koa = require('koa');
const { OfficialAccount, Work, ServerRequest } = require('node-easywechat');

const account = { secret: 'secret', token: process.env.TOKEN, aes_key: process.env.ENCODING_AES_KEY };

const koa = new Koa();
koa.use(async (ctx) => {
  const app = process.env.PLATFORM === 'work'
    ? new Work({ ...account, corp_id: process.env.APPID })
    : new OfficialAccount({ ...account, app_id: process.env.APPID });
  app.setRequest(await ServerRequest.createFromIncomingMessage(ctx.req));
  const server = app.getServer();
  server.with(async (message, next) => '您好！欢迎使用 EasyWeChat');
  const response = await server.serve();
  ctx.status = response.getStatusCode();
  ctx.set(response.getHeaders());
  ctx.body = response.getBody();
});
koa.listen(process.env.PORT, process.env.HOST);
