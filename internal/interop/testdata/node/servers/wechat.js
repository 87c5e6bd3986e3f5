'use strict';
// The example of the README of wechat.
const express = require('express');
const wechat = require('wechat');

const config = {
  token: process.env.TOKEN,
  appid: process.env.APPID,
  encodingAESKey: process.env.ENCODING_AES_KEY,
  checkSignature: true,
};

const app = express();
// app.use(express.query()) of the README is for Express 3; newer ones do it themselves
app.use('/', wechat(config, function (req, res, next) {
  const message = req.weixin;
  if (message.FromUserName === 'diaosi') {
    res.reply('hehe');
  } else if (message.FromUserName === 'text') {
    res.reply({ content: 'text object', type: 'text' });
  } else if (message.FromUserName === 'hehe') {
    res.reply({
      type: 'music',
      content: {
        title: '来段音乐吧',
        description: '一无所有',
        musicUrl: 'http://mp3.com/xx.mp3',
        hqMusicUrl: 'http://mp3.com/xx.mp3',
        thumbMediaId: 'thisThumbMediaId',
      },
    });
  } else {
    res.reply([
      {
        title: '你来我家接我吧',
        description: '这是女神与高富帅之间的对话',
        picurl: 'http://nodeapi.cloudfoundry.com/qrcode.jpg',
        url: 'http://nodeapi.cloudfoundry.com/',
      },
    ]);
  }
}));
app.listen(process.env.PORT, process.env.HOST);
