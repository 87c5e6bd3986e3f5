'use strict';
// wechat-enterprise: its README has no example; this is that of wechat, whose interface
// it has.
const express = require('express');
const wechat = require('wechat-enterprise');

const config = {
  token: process.env.TOKEN,
  encodingAESKey: process.env.ENCODING_AES_KEY,
  corpId: process.env.APPID,
};

const app = express();
app.use('/', wechat(config, function (req, res, next) {
  res.reply('hehe');
}));
app.listen(process.env.PORT, process.env.HOST);
