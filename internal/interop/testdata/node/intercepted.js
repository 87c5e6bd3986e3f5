// A program with an SDK whose host is a constant: prints an access_token of the account
// in WXTOOL_APP_ID and WXTOOL_APP_SECRET. The name of the SDK is the first argument.
const { WXTOOL_APP_ID: id, WXTOOL_APP_SECRET: secret } = process.env;
const address = `https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${id}&secret=${secret}`;

const programs = {
  async fetch() { return (await (await fetch(address)).json()).access_token; },
  https() {
    return new Promise((done, failed) => require('https').get(address, (answer) => {
      let text = '';
      answer.on('data', (part) => { text += part; }).on('end', () => done(JSON.parse(text).access_token));
    }).on('error', failed));
  },
  async axios() { return (await require('axios').get(address)).data.access_token; },
  async 'node-easywechat'() {
    const { OfficialAccount } = require('node-easywechat');
    return new OfficialAccount({ app_id: id, secret, token: 'token' }).getAccessToken().getToken();
  },
  async 'co-wechat-api'() {
    return (await new (require('co-wechat-api'))(id, secret).ensureAccessToken()).accessToken;
  },
  'wechat-api'() {
    return new Promise((done, failed) => new (require('wechat-api'))(id, secret).getLatestToken((err, token) => (err ? failed(err) : done(token.accessToken))));
  },
};

programs[process.argv[2]]().then((token) => {
  console.log(token);
  process.exit(); // some keep connections open
}, (err) => {
  console.error(err.message);
  process.exit(1);
});
