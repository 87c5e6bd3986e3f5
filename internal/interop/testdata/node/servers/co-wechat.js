'use strict';
// The example of the README of co-wechat.
const Koa = require('koa');
const wechat = require('co-wechat');

const config = {
  token: process.env.TOKEN,
  appid: process.env.APPID,
  encodingAESKey: process.env.ENCODING_AES_KEY,
};

const app = new Koa();
app.use(wechat(config).middleware(async (message, ctx) => {
  if (message.FromUserName === 'diaosi') {
    return 'hehe';
  } else if (message.FromUserName === 'text') {
    return { content: 'text object', type: 'text' };
  } else if (message.FromUserName === 'hehe') {
    return {
      type: 'music',
      content: {
        title: '来段音乐吧',
        description: '一无所有',
        musicUrl: 'http://mp3.com/xx.mp3',
        hqMusicUrl: 'http://mp3.com/xx.mp3',
      },
    };
  } else if (message.FromUserName === 'kf') {
    return { type: 'customerService', kfAccount: 'test1@test' };
  } else {
    return [
      {
        title: '你来我家接我吧',
        description: '这是女神与高富帅之间的对话',
        picurl: 'http://nodeapi.cloudfoundry.com/qrcode.jpg',
        url: 'http://nodeapi.cloudfoundry.com/',
      },
    ];
  }
}));
app.listen(process.env.PORT, process.env.HOST);
