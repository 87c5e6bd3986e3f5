'use strict';
// An oracle: node crypto.js wechat-crypto|@wecom/crypto. Reads one JSON object
// per line, {op, token, key, id, timestamp, nonce, data}, and prints one with
// the answer for each: open gives {message, id}, seal {encrypt, signature}.

const library = require(process.argv[2]);

function box(q) {
  if (process.argv[2] === 'wechat-crypto') {
    return new library(q.token, q.key, q.id);
  }
  return {
    decrypt: (data) => library.decrypt(q.key, data),
    encrypt: (data) => library.encrypt(q.key, data, q.id),
    getSignature: (timestamp, nonce, data) => library.getSignature(q.token, timestamp, nonce, data),
  };
}

function answer(q) {
  const b = box(q);
  if (q.op === 'open') {
    const { message, id } = b.decrypt(q.data);
    return { message, id, signature: b.getSignature(q.timestamp, q.nonce, q.data) };
  }
  const encrypt = b.encrypt(q.data);
  return { encrypt, signature: b.getSignature(q.timestamp, q.nonce, encrypt) };
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n');
});
