'use strict';
// One SDK as a client of ORIGIN: node clients.js SDK ORIGIN ID SECRET AGENTID.
// Reads one JSON array per line, [method, argument...], and prints for each what
// came of it: {value}, {picture} in base64, or {code, message} of its own error.

const [sdk, origin, id, secret, agentid] = process.argv.slice(2);

const promised = (api) => (method, ...args) => new Promise((resolve, reject) => {
  api[method](...args, (err, value) => (err ? reject(err) : resolve(value)));
});

// The ticket is encoded as the SDKs' showQRCodeURL forgets it.
const sdks = {
  'wechat-api'() {
    const api = new (require('wechat-api'))(id, secret);
    api.endpoint = origin; // its setEndpoint insists on https
    api.mpPrefix = origin + '/cgi-bin/';
    const call = promised(api);
    return (method, ...args) => (method === 'showQRCode'
      ? call('request', api.showQRCodeURL(encodeURIComponent(args[0])), {})
      : call(method, ...args));
  },

  'co-wechat-api'() {
    const api = new (require('co-wechat-api'))(id, secret);
    api.prefix = api.mpPrefix = origin + '/cgi-bin/';
    return (method, ...args) => (method === 'showQRCode'
      ? api.request(api.showQRCodeURL(encodeURIComponent(args[0])))
      : api[method](...args));
  },

  // The host is a constant, and all requests go through one method.
  'co-wechat-oauth'() {
    const OAuth = require('co-wechat-oauth');
    const api = new (class extends OAuth {
      request(url, opts) { return super.request(url.replace('https://api.weixin.qq.com', origin), opts); }
    })(id, secret);
    return (method, ...args) => api[method](...args);
  },

  'wechat-enterprise-api'() {
    const api = new (require('wechat-enterprise-api'))(id, secret, agentid);
    api.prefix = origin + '/cgi-bin/';
    return promised(api);
  },

  'node-easywechat'() { return easywechat('OfficialAccount', { app_id: id }); },
  'node-easywechat stable'() { return easywechat('OfficialAccount', { app_id: id, use_stable_access_token: true }); },
  'node-easywechat work'() { return easywechat('Work', { corp_id: id }); },
};

// This SDK has no methods for single endpoints: get and post take a path. What its
// README calls setCacher is setCache.
function easywechat(kind, account) {
  const library = require('node-easywechat');
  const app = new library[kind]({ ...account, secret, token: 'token', aes_key: 'a'.repeat(43), http: { baseURL: origin } });
  app.setCache(new (memory(library.CacheInterface))());
  return async (method, ...args) => {
    switch (method) {
      case 'token':
        return app.getAccessToken().getToken();
      case 'forge':
        return app.getCache().set(app.getAccessToken().getKey(), args[0], 7200);
      case 'ticket':
        return app.getTicket().getTicket();
      case 'sign':
        return app.getUtils().buildJsSdkConfig(...args);
      case 'redirect':
        return login(app).redirect(...args);
      case 'userFromCode': {
        const user = await login(app).userFromCode(...args);
        return { id: user.getId(), nickname: user.getNickname() };
      }
      case 'showQRCode':
        return (await app.getClient().get('cgi-bin/showqrcode', { params: { ticket: args[0] }, responseType: 'arraybuffer' })).getContent();
      default:
        return (await app.getClient()[method](...args)).toObject();
    }
  };
}

// The host of its web login is a constant.
function login(app) {
  const provider = app.getOAuth().scopes(['snsapi_userinfo']);
  provider._baseUrl = origin + '/sns';
  return provider;
}

// The SDK's own cache is files, which the next sandbox's client would read.
const memory = (CacheInterface) => class extends CacheInterface {
  constructor() {
    super();
    this.kept = new Map();
  }
  async get(key) { return this.kept.get(key) || null; }
  async has(key) { return this.kept.has(key); }
  async set(key, data) { return !!this.kept.set(key, data); }
  async delete(key) { return this.kept.delete(key); }
};

function print(object) {
  process.stdout.write(JSON.stringify(object) + '\n');
}

(async () => {
  const call = sdks[sdk]();
  for await (const line of require('readline').createInterface({ input: process.stdin })) {
    try {
      const value = await call(...JSON.parse(line));
      print(Buffer.isBuffer(value) ? { picture: value.toString('base64') } : { value });
    } catch (err) {
      print({ code: err.code, message: err.message });
    }
  }
})();
